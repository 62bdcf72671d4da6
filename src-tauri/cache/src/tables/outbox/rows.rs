//! Intents and steps as rows: reading and inserting them. Not what may become of them.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params, params_from_iter};
use serde_json::Value;

use super::{Intent, IntentState, OutboxFilter, Step, StepState, SupersededKey};
use crate::{Error, Kind};

pub(super) fn insert(sql: &Connection, intent: &Intent) -> Result<(), Error> {
    let (kind, id) = match &intent.subject {
        Some((kind, id)) => (Some(kind.code()), Some(id)),
        None => (None, None),
    };
    sql.prepare_cached(
        "INSERT INTO intents (id, verb, subject_kind, subject_id, title, created, state,
           needs_network, not_before, finished, problem, context)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        intent.id,
        intent.verb,
        kind,
        id,
        intent.title,
        intent.created,
        intent.state.code(),
        intent.needs_network,
        intent.not_before,
        intent.finished,
        intent.problem.as_ref().map(Value::to_string),
        intent.context.to_string(),
    ])?;
    for step in &intent.steps {
        sql.prepare_cached(
            "INSERT INTO steps (intent, n, method, path, params, key, client_ref, state, attempts,
               first_sent_at, last_error, result)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            intent.id,
            step.n,
            step.method,
            step.path,
            step.params.to_string(),
            step.key,
            step.client_ref,
            step.state.code(),
            step.attempts,
            step.first_sent_at,
            step.last_error.as_ref().map(Value::to_string),
            step.result.as_ref().map(Value::to_string),
        ])?;
    }
    Ok(())
}

pub(super) fn list(sql: &Connection, filter: &OutboxFilter) -> Result<Vec<Intent>, Error> {
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Sql> = Vec::new();
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| state.code().to_owned());
        values.extend(states.map(Sql::from));
        let marks = vec!["?"; filter.states.len()].join(", ");
        conditions.push(format!("state IN ({marks})"));
    }
    if let Some((kind, id)) = &filter.subject {
        values.push(Sql::from(kind.code().to_owned()));
        values.push(Sql::from(id.clone()));
        conditions.push("subject_kind = ? AND subject_id = ?".to_owned());
    }
    values.push(Sql::from(filter.limit.map_or(-1, i64::from)));
    let select = format!(
        "SELECT seq FROM intents WHERE {} ORDER BY seq DESC LIMIT ?",
        conditions.join(" AND ")
    );
    let seqs: Vec<i64> = sql
        .prepare_cached(&select)?
        .query_map(params_from_iter(values), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    seqs.into_iter().map(|seq| intent(sql, seq)).collect()
}

pub(super) fn intent(sql: &Connection, seq: i64) -> Result<Intent, Error> {
    let mut select = sql.prepare_cached(
        "SELECT id, verb, subject_kind, subject_id, title, created, state, needs_network,
           not_before, finished, problem, context
         FROM intents WHERE seq = ?1",
    )?;
    let mut rows = select.query([seq])?;
    let row = rows.next()?.ok_or_else(|| Error::Missing {
        table: "intents",
        id: seq.to_string(),
    })?;
    let id: String = row.get(0)?;
    let subject = match (row.get::<_, Option<String>>(2)?, row.get(3)?) {
        (Some(code), Some(subject)) => {
            let kind = Kind::from_code(&code)
                .ok_or_else(|| Error::stored("intents", &id)(format!("unknown kind {code}")))?;
            Some((kind, subject))
        }
        _ => None,
    };
    Ok(Intent {
        verb: row.get(1)?,
        subject,
        title: row.get(4)?,
        created: row.get(5)?,
        state: state(row, 6, &id, IntentState::from_code)?,
        needs_network: row.get(7)?,
        not_before: row.get(8)?,
        finished: row.get(9)?,
        problem: optional_json(row, 10, &id)?,
        context: optional_json(row, 11, &id)?.unwrap_or_default(),
        steps: steps(sql, &id)?,
        id,
    })
}

fn steps(sql: &Connection, id: &str) -> Result<Vec<Step>, Error> {
    let mut select = sql.prepare_cached(
        "SELECT n, method, path, params, key, client_ref, state, attempts, first_sent_at,
           last_error, result
         FROM steps WHERE intent = ?1 ORDER BY n",
    )?;
    let mut rows = select.query([id])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let n = row.get(0)?;
        steps.push(Step {
            n,
            method: row.get(1)?,
            path: row.get(2)?,
            params: optional_json(row, 3, id)?.unwrap_or_default(),
            key: row.get(4)?,
            client_ref: row.get(5)?,
            state: state(row, 6, id, StepState::from_code)?,
            attempts: row.get(7)?,
            first_sent_at: row.get(8)?,
            last_error: optional_json(row, 9, id)?,
            result: optional_json(row, 10, id)?,
            superseded: superseded(sql, id, n)?,
        });
    }
    Ok(steps)
}

fn superseded(sql: &Connection, id: &str, n: u32) -> Result<Vec<SupersededKey>, Error> {
    let mut select = sql.prepare_cached(
        "SELECT key, why, at, attempts, first_sent_at FROM superseded_keys
         WHERE intent = ?1 AND n = ?2 ORDER BY rowid",
    )?;
    let rows = select.query_map((id, n), |row| {
        Ok(SupersededKey {
            key: row.get(0)?,
            why: row.get(1)?,
            at: row.get(2)?,
            attempts: row.get(3)?,
            first_sent_at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn state<S>(row: &Row<'_>, at: usize, id: &str, from: fn(&str) -> Option<S>) -> Result<S, Error> {
    let code: String = row.get(at)?;
    from(&code).ok_or_else(|| Error::stored("outbox", id)(format!("unknown state {code}")))
}

fn optional_json(row: &Row<'_>, at: usize, id: &str) -> Result<Option<Value>, Error> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| serde_json::from_str(&text).map_err(Error::stored("outbox", id)))
        .transpose()
}
