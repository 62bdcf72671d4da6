//! Lists in Stripe's form: cursors, limits, filters. A page is put together from the stored JSON text
//! without parsing it, so that a hundred large objects cost little.

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, params_from_iter};
use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::Reply;
use crate::params::Args;

/// Which objects a list holds, and in which order.
#[derive(Debug)]
pub(crate) struct List {
    object: &'static str,
    url: String,
    /// Lines are listed as they were written, everything else newest first.
    oldest_first: bool,
    wheres: String,
    values: Vec<Sql>,
}

impl List {
    pub(crate) fn of(object: &'static str, url: impl Into<String>) -> Self {
        Self {
            object,
            url: url.into(),
            oldest_first: false,
            wheres: String::new(),
            values: vec![Sql::Text(object.into())],
        }
    }

    pub(crate) fn oldest_first(mut self) -> Self {
        self.oldest_first = true;
        self
    }

    /// Only rows where `condition` (with one `?`) holds for `value`.
    pub(crate) fn only(mut self, condition: &str, value: impl Into<Sql>) -> Self {
        self.wheres.push_str(" AND ");
        self.wheres.push_str(condition);
        self.values.push(value.into());
        self
    }

    /// A filter that the client may have sent, on a column.
    pub(crate) fn column(self, args: &Args, name: &str, column: &str) -> Self {
        match args.text(name) {
            Some(value) => self.only(&format!("{column} = ?"), value.to_owned()),
            None => self,
        }
    }

    /// A filter that the client may have sent, on a field of the JSON.
    pub(crate) fn field(self, args: &Args, name: &str, path: &str) -> Self {
        let condition = format!("json_extract(json, '$.{path}') = ?");
        match args.sent(name) {
            Some(Value::String(text)) => self.only(&condition, text.clone()),
            Some(Value::Bool(flag)) => self.only(&condition, i64::from(*flag)),
            Some(Value::Number(n)) => self.only(&condition, n.as_i64().unwrap_or_default()),
            _ => self,
        }
    }

    /// Objects on test clocks are listed only where one of these parameters asks for them; `test_clock` is such a
    /// filter itself.
    pub(crate) fn on_clock(mut self, args: &Args, asks: &[&str]) -> Self {
        if !asks.iter().any(|name| args.has(name)) {
            self.wheres.push_str(" AND clock IS NULL");
        }
        self.column(args, "test_clock", "clock")
    }

    /// `created[gte]=…` and its kin, or an exact value, on a column or a JSON expression.
    pub(crate) fn range(mut self, args: &Args, name: &str, expression: &str) -> Self {
        match args.sent(name) {
            Some(Value::Number(n)) => {
                self.only(&format!("{expression} = ?"), n.as_i64().unwrap_or_default())
            }
            Some(Value::Object(bounds)) => {
                for (bound, at) in bounds {
                    let sign = match bound.as_str() {
                        "gt" => ">",
                        "gte" => ">=",
                        "lt" => "<",
                        _ => "<=",
                    };
                    self = self.only(
                        &format!("{expression} {sign} ?"),
                        at.as_i64().unwrap_or_default(),
                    );
                }
                self
            }
            _ => self,
        }
    }

    /// The page that the client asks for.
    pub(crate) fn page(self, call: &Call<'_>, args: &Args) -> Result<Reply, Refusal> {
        let limit = args.integer("limit").unwrap_or(10);
        let (after, before) = (args.text("starting_after"), args.text("ending_before"));
        if after.is_some() && before.is_some() {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: starting_after, ending_before.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        let mut values = self.values.clone();
        let mut cursor = String::new();
        if let Some((id, param, sign)) = after
            .map(|id| {
                (
                    id,
                    "starting_after",
                    if self.oldest_first { ">" } else { "<" },
                )
            })
            .or(before.map(|id| {
                (
                    id,
                    "ending_before",
                    if self.oldest_first { "<" } else { ">" },
                )
            }))
        {
            values.push(Sql::Integer(self.position(call, id, param)?));
            cursor = format!(" AND seq {sign} ?");
        }
        // Backwards pages are read from the cursor outwards and then turned round.
        let descending = self.oldest_first == before.is_some();
        let order = if descending { "DESC" } else { "ASC" };
        values.push(Sql::Integer(limit + 1));
        let sql = format!(
            "SELECT json FROM objects WHERE object = ? AND deleted = 0{}{cursor} ORDER BY seq {order} LIMIT ?",
            self.wheres
        );
        let mut statement = call.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(0))?;
        let mut page = rows.collect::<Result<Vec<String>, _>>()?;
        let wanted = usize::try_from(limit).unwrap_or(10);
        let has_more = page.len() > wanted;
        page.truncate(wanted);
        if before.is_some() {
            page.reverse();
        }
        let url = Value::from(self.url);
        Ok(Reply::Text(format!(
            r#"{{"object":"list","data":[{}],"has_more":{has_more},"url":{url}}}"#,
            page.join(",")
        )))
    }

    fn position(&self, call: &Call<'_>, id: &str, param: &str) -> Result<i64, Refusal> {
        let found = call
            .db
            .prepare_cached("SELECT seq FROM objects WHERE object = ?1 AND id = ?2")?
            .query_row([self.object, id], |row| row.get(0))
            .optional()?;
        found.ok_or_else(|| Refusal::missing(self.object, id, param))
    }
}

/// A page of objects that live inside another and are few, newest first.
pub(crate) fn of_few(
    object: &str,
    url: &str,
    all: &[Value],
    args: &Args,
) -> Result<Reply, Refusal> {
    let limit = usize::try_from(args.integer("limit").unwrap_or(10)).unwrap_or(10);
    let place = |param: &str| -> Result<Option<usize>, Refusal> {
        let Some(id) = args.text(param) else {
            return Ok(None);
        };
        let found = all.iter().position(|one| one.id() == id);
        found
            .map(Some)
            .ok_or_else(|| Refusal::missing(object, id, param))
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let from = after.map_or(0, |at| at + 1);
    let to = before.unwrap_or(all.len());
    let between = all.get(from..to).unwrap_or_default();
    let has_more = between.len() > limit;
    let page = if before.is_some() {
        between.get(between.len().saturating_sub(limit)..)
    } else {
        between.get(..limit.min(between.len()))
    };
    Ok(serde_json::json!({
        "object": "list",
        "data": page.unwrap_or_default(),
        "has_more": has_more,
        "url": url,
    })
    .into())
}

/// A short list inside an object, complete or its first ten.
pub(crate) fn embedded(url: impl Into<String>, mut data: Vec<Value>) -> Value {
    let has_more = data.len() > 10;
    data.truncate(10);
    let mut list = serde_json::json!({ "object": "list", "data": data, "has_more": has_more });
    list.put("url", url.into());
    list
}

/// A page of objects that are not stored but reckoned for the request.
pub(crate) fn slice(mut data: Vec<Value>, url: &str, args: &Args) -> Result<Reply, Refusal> {
    let position = |data: &[Value], id: &str, param: &str| {
        let noun = data.first().map_or("object", |d| d.must("object"));
        let missing = Refusal::missing(noun, id, param);
        data.iter().position(|d| d.id() == id).ok_or(missing)
    };
    if let Some(after) = args.text("starting_after") {
        let at = position(&data, after, "starting_after")?;
        data.drain(..=at);
    }
    if let Some(before) = args.text("ending_before") {
        let at = position(&data, before, "ending_before")?;
        data.truncate(at);
    }
    let limit = usize::try_from(args.integer("limit").unwrap_or(10)).unwrap_or(10);
    let has_more = data.len() > limit;
    data.truncate(limit);
    Ok(Reply::Object(
        serde_json::json!({ "object": "list", "data": data, "has_more": has_more, "url": url }),
    ))
}
