//! The memory of `Idempotency-Key`s: the first answer that an endpoint began to give is given again,
//! whatever it was, for 24 hours of the account's clock.

use rusqlite::{Connection, OptionalExtension, params};

use super::answer::Answer;
use crate::errors::Refusal;
use crate::store::rows::RowError;

const KEPT_SECONDS: i64 = 24 * 3600;

/// The answer kept for `key`, or a refusal when it was first used for something else.
pub(crate) fn recall(
    db: &Connection,
    key: &str,
    fingerprint: &str,
    now: i64,
) -> Result<Option<Answer>, Refusal> {
    let found = db
        .prepare_cached("SELECT fingerprint, status, body, request FROM idempotency WHERE key = ?1 AND created > ?2")?
        .query_row(params![key, now - KEPT_SECONDS], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let Some((first, status, body, request)) = found else {
        return Ok(None);
    };
    if first != fingerprint {
        return Err(Refusal::new(
            400,
            "idempotency_error",
            format!("Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."),
        )
        .before_it_began());
    }
    Ok(Some(
        Answer::json(status, body)
            .header("idempotent-replayed", "true")
            .header("original-request", request),
    ))
}

/// Keeps `answer` for `key`, in the transaction of the changes that it tells of.
pub(crate) fn keep(
    db: &Connection,
    key: &str,
    fingerprint: &str,
    answer: &Answer,
    request: &str,
    now: i64,
) -> Result<(), RowError> {
    db.prepare_cached("DELETE FROM idempotency WHERE created <= ?1")?
        .execute([now - KEPT_SECONDS])?;
    db.prepare_cached("INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, request, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![key, fingerprint, answer.status, String::from_utf8_lossy(&answer.body), request, now])?;
    Ok(())
}
