//! Test clocks: a time of their own for the customers that are made on them, and for everything of those customers.
//! It stands still until it is advanced; what was due by then happens in its order, before the next answer. The
//! account's own time is [`crate::clock`].

use rusqlite::Connection;
use serde_json::{Value, json};

use super::subscriptions::{months_later, period_end};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Args, Kind, Param, optional, required};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/test_helpers/test_clocks", LIST, |call, ask| {
        List::of(NOUN, "/v1/test_helpers/test_clocks").page(call, &ask.args)
    }),
    post("/v1/test_helpers/test_clocks", CREATE, create),
    get("/v1/test_helpers/test_clocks/{}", NOTHING, |call, ask| {
        Ok(call.load(NOUN, ask.id, "id")?.json.into())
    }),
    delete("/v1/test_helpers/test_clocks/{}", NOTHING, remove),
    post(
        "/v1/test_helpers/test_clocks/{}/advance",
        &[required("frozen_time", Kind::Time)],
        advance,
    ),
];

const NOUN: &str = "test_helpers.test_clock";
const LIST: &[Param] = &[LIMIT, STARTING_AFTER, ENDING_BEFORE];
const CREATE: &[Param] = &[
    required("frozen_time", Kind::Time),
    optional("name", Kind::Text(300)),
];
/// A clock and its objects are deleted after 30 days of the account's time.
const KEPT_SECONDS: i64 = 30 * 86_400;
/// How far a clock without subscriptions may be advanced at once.
const FARTHEST_MONTHS: i64 = 24;

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let clock = Record::new(json!({
        "id": call.new_id("clock_1")?,
        "object": NOUN,
        "created": call.now,
        "deletes_after": call.now + KEPT_SECONDS,
        "frozen_time": ask.args.integer("frozen_time"),
        "livemode": false,
        "name": ask.args.value("name"),
        "status": "ready",
        "status_details": {},
    }));
    call.insert(&clock)?;
    call.emit("test_helpers.test_clock.created", &clock.json)?;
    Ok(clock.json.into())
}

fn advance(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut clock = call.load(NOUN, ask.id, "id")?;
    let to = ask.args.integer("frozen_time").unwrap_or_default();
    let from = clock.json.amount("frozen_time");
    if to <= from {
        return Err(Refusal::invalid(format!(
            "Test clocks can only be advanced to a time after their own, which is {from}."
        ))
        .param("frozen_time"));
    }
    let farthest = farthest(call, ask.id, from)?;
    if to > farthest {
        return Err(Refusal::invalid(format!(
            "Test clocks can be advanced by two intervals of their shortest subscription at most, and by two years where they have none: here to {farthest}."
        ))
        .param("frozen_time"));
    }
    clock.json.put("status", "advancing");
    clock.json.put(
        "status_details",
        json!({ "advancing": { "target_frozen_time": to } }),
    );
    call.update(&clock)?;
    call.emit("test_helpers.test_clock.advancing", &clock.json)?;
    Ok(clock.json.into())
}

/// Two intervals of the shortest subscription on the clock, or two years.
fn farthest(call: &Call<'_>, clock: &str, from: i64) -> Result<i64, Refusal> {
    let twice = |record: &Record| {
        let every = record.json.pointer("/items/data/0/price/recurring")?;
        Some(period_end(period_end(from, every, from), every, from))
    };
    let lives =
        |record: &Record| !["canceled", "incomplete_expired"].contains(&record.json.status());
    let all = rows::of_clock(call.db, "subscription", clock)?;
    Ok(all
        .iter()
        .filter(|record| lives(record))
        .filter_map(twice)
        .min()
        .unwrap_or_else(|| months_later(from, FARTHEST_MONTHS)))
}

/// The clock's target is reached: everything that was due by then has happened.
pub(crate) fn arrived(call: &Call<'_>, mut clock: Record, at: i64) -> Result<(), Refusal> {
    clock.json.put("frozen_time", at);
    clock.json.put("status", "ready");
    clock.json.put("status_details", json!({}));
    call.update(&clock)?;
    call.emit("test_helpers.test_clock.ready", &clock.json)
}

/// The clocks that are being advanced, with where to.
pub(crate) fn advancing(db: &Connection) -> Result<Vec<(Record, i64)>, Refusal> {
    let all = rows::with_status(db, NOUN, "advancing")?;
    Ok(all
        .into_iter()
        .map(|clock| {
            let to = clock.json["status_details"]["advancing"].amount("target_frozen_time");
            (clock, to)
        })
        .collect())
}

fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let clock = call.load(NOUN, ask.id, "id")?;
    Ok(bury(call, &clock)?.into())
}

/// The clock's 30 days are over.
pub(crate) fn expire(call: &Call<'_>, clock: &Record) -> Result<(), Refusal> {
    bury(call, clock).map(|_| ())
}

fn bury(call: &Call<'_>, clock: &Record) -> Result<Value, Refusal> {
    rows::bury_clock(call.db, clock.json.id())?;
    let tombstone = rows::bury(call.db, NOUN, clock.json.id())?;
    call.emit("test_helpers.test_clock.deleted", &clock.json)?;
    Ok(tombstone)
}

/// In whose time a request is carried out.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) clock: Option<String>,
    pub(crate) now: i64,
}

/// What a request may name a clock's object by, besides its path.
const NAMES: &[&str] = &[
    "charge",
    "customer",
    "from_subscription",
    "invoice",
    "payment_intent",
    "schedule",
    "subscription",
    "test_clock",
];

/// The time of the clock that a request's objects are on, or the account's.
pub(crate) fn standing(
    db: &Connection,
    now: i64,
    ids: [&str; 2],
    args: &Args,
) -> Result<Standing, Refusal> {
    let account = Standing { clock: None, now };
    if !args.has("test_clock") && !rows::has_any(db, NOUN)? {
        return Ok(account);
    }
    let of_quote = args.hash("from_quote").text("quote");
    let named = NAMES.iter().filter_map(|name| args.text(name));
    for id in ids.into_iter().chain(named).chain(of_quote) {
        let clock = match args.text("test_clock") {
            Some(own) if own == id => Some(own.to_owned()),
            _ if id.starts_with("si_") => {
                let holder = rows::holding(db, "subscription", "$.items.data", id)?;
                holder.and_then(|s| s.json.text("test_clock").map(str::to_owned))
            }
            _ => rows::clock_of(db, id)?,
        };
        if let Some(clock) = clock {
            let Some(found) = rows::find(db, NOUN, &clock)?.filter(|c| !c.json.flag("deleted"))
            else {
                return Err(Refusal::missing(NOUN, &clock, "test_clock"));
            };
            let now = found.json.amount("frozen_time");
            return Ok(Standing {
                clock: Some(clock),
                now,
            });
        }
    }
    Ok(account)
}
