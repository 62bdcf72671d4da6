//! One API request from its parsed line to its answer, on the data's thread: what time has brought
//! about first, then the operation, and all of it in one transaction with its idempotency record.

use rusqlite::Connection;

use super::answer::{Answer, pretty};
use super::form::{self, Node};
use super::{idempotency, publishable};
use crate::call::{Asker, Call};
use crate::errors::Refusal;
use crate::objects::clocks;
use crate::operation::{self, Ask, Reply};
use crate::store::rows;
use crate::{due, events, expand, params};

/// A request as it came off the wire, its key already checked.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: String,
    pub(crate) request_id: String,
    pub(crate) idempotency_key: Option<String>,
    /// The API version that the client names.
    pub(crate) version: Option<String>,
    /// Whether it shows the key that a customer's browser may know.
    pub(crate) publishable: bool,
}

impl Incoming {
    /// Whether the client speaks as before endive: it names an older version, or none at all.
    fn is_old(&self) -> bool {
        self.version
            .as_deref()
            .is_none_or(|version| version < "2026-09-30")
    }
}

/// What of the account's settings a request needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) now: i64,
    pub(crate) salt: u64,
    pub(crate) gated: bool,
}

/// Does what is asked. `instead` is an error on order that is told, and kept, in place of the answer.
pub(crate) fn execute(
    db: &mut Connection,
    setting: Setting,
    incoming: &Incoming,
    instead: Option<Answer>,
) -> Answer {
    let outcome = due::run_until(db, setting).and_then(|()| answer(db, setting, incoming, instead));
    let answer = outcome.unwrap_or_else(|refusal| Answer::refusal(refusal, &incoming.request_id));
    if incoming.publishable {
        publishable::narrowed(answer)
    } else {
        answer
    }
}

fn answer(
    db: &mut Connection,
    setting: Setting,
    incoming: &Incoming,
    instead: Option<Answer>,
) -> Result<Answer, Refusal> {
    let (operation, ids) =
        operation::find(&incoming.method, &incoming.path).ok_or_else(|| unknown_url(incoming))?;
    let (id, under) = (form::decode(ids.id), form::decode(ids.under));
    let key = incoming
        .idempotency_key
        .as_deref()
        .filter(|_| incoming.method == "POST");
    let fingerprint = fingerprint(incoming);
    if let Some(key) = key {
        if key.chars().count() > 255 {
            return Err(
                Refusal::invalid("Idempotency keys can be at most 255 characters long.")
                    .before_it_began(),
            );
        }
        if let Some(kept) = idempotency::recall(db, key, &fingerprint, setting.now)? {
            return Ok(kept);
        }
    }
    let mut form = Node::empty();
    form::read_into(&mut form, &incoming.query);
    form::read_into(&mut form, &incoming.body);
    let ask = Ask {
        id: &id,
        under: &under,
        args: params::check(operation.params, &form, incoming.is_old())?,
    };

    let transaction = db.transaction()?;
    transaction.execute_batch("SAVEPOINT operation")?;
    let standing = clocks::standing(&transaction, setting.now, [&id, &under], &ask.args)?;
    let call = Call {
        db: &transaction,
        now: standing.now,
        clock: standing.clock,
        events_at: setting.now,
        salt: setting.salt,
        request: Some(Asker {
            id: incoming.request_id.clone(),
            idempotency_key: key.map(str::to_owned),
        }),
        gated: setting.gated,
        events_since: setting.now - events::KEPT_SECONDS,
        filling: false,
        by_link: false,
    };
    if incoming.publishable {
        publishable::check(&call, operation, &ask)?;
    }
    let outcome = (operation.run)(&call, &ask).and_then(|reply| written(&call, &ask, reply));
    let (answer, began) = match outcome {
        Ok(answer) => (instead.unwrap_or(answer), true),
        Err(refusal) => {
            if !refusal.keeps_changes {
                transaction.execute_batch("ROLLBACK TO operation")?;
            }
            let began = refusal.began;
            (Answer::refusal(refusal, &incoming.request_id), began)
        }
    };
    if let Some(key) = key
        && began
    {
        idempotency::keep(
            &transaction,
            key,
            &fingerprint,
            &answer,
            &incoming.request_id,
            setting.now,
        )?;
    }
    transaction.execute_batch("RELEASE operation")?;
    transaction.commit()?;
    Ok(answer)
}

fn written(call: &Call<'_>, ask: &Ask<'_>, reply: Reply) -> Result<Answer, Refusal> {
    let paths = ask.args.texts("expand");
    Ok(match reply {
        Reply::Pdf(bytes) => Answer::pdf(bytes),
        Reply::Text(text) if paths.is_empty() => Answer::json(200, text),
        Reply::Text(text) => {
            let mut value = serde_json::from_str(&text)?;
            expand::all(call, &mut value, &paths)?;
            Answer::json(200, serde_json::to_string(&value)?)
        }
        Reply::Object(mut value) => {
            expand::all(call, &mut value, &paths)?;
            Answer::json(200, pretty(&value))
        }
    })
}

fn unknown_url(incoming: &Incoming) -> Refusal {
    let (method, path) = (&incoming.method, &incoming.path);
    Refusal::new(404, "invalid_request_error", format!("Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/."))
        .before_it_began()
}

/// A 500 on order: kept for the request's key, as Stripe keeps its own.
pub(crate) fn keep_error(
    db: &mut Connection,
    setting: Setting,
    incoming: &Incoming,
    error: Answer,
) -> Answer {
    let Some(key) = incoming
        .idempotency_key
        .as_deref()
        .filter(|_| incoming.method == "POST")
    else {
        return error;
    };
    match idempotency::recall(db, key, &fingerprint(incoming), setting.now) {
        Ok(Some(kept)) => kept,
        Err(refusal) => Answer::refusal(refusal, &incoming.request_id),
        Ok(None) => match idempotency::keep(
            db,
            key,
            &fingerprint(incoming),
            &error,
            &incoming.request_id,
            setting.now,
        ) {
            Ok(()) => error,
            Err(broken) => Answer::refusal(broken.into(), &incoming.request_id),
        },
    }
}

/// Writes down how far the clock was moved, so that a restart does not turn it back.
pub(crate) fn remember_clock(db: &Connection, offset: Option<i64>) {
    let Some(offset) = offset else { return };
    if matches!(rows::number(db, CLOCK_OFFSET), Ok(known) if known.unwrap_or(0) != offset) {
        // Not worth failing a request for: the next one tries again.
        let _ = rows::set_number(db, CLOCK_OFFSET, offset);
    }
}

/// The stored number of seconds by which the account's clock is ahead.
pub(crate) const CLOCK_OFFSET: &str = "clock_offset";

fn fingerprint(incoming: &Incoming) -> String {
    format!(
        "{} {}?{}\n{}",
        incoming.method, incoming.path, incoming.query, incoming.body
    )
}
