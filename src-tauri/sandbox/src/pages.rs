//! The pages that Stripe hosts for customers: an invoice to pay and its papers, a receipt, and the page
//! where a cardholder authenticates. They need no key, only the link; they load nothing from outside and
//! run no script, and everything a person typed is escaped.

mod card;
mod escape;
mod frame;
mod invoice;
mod link;
mod receipt;
mod secure;
mod v3;

pub(crate) use frame::LOGO;

use rusqlite::Connection;

use crate::call::Call;
use crate::due;
use crate::errors::Refusal;
use crate::events;
use crate::http::answer::Answer;
use crate::http::execute::{Incoming, Setting};
use crate::json::Fields;
use crate::objects::{clocks, payments};
use crate::papers;
use crate::params::Args;
use crate::store::rows::Record;

pub(crate) fn show(db: &mut Connection, setting: Setting, incoming: &Incoming) -> Answer {
    if incoming.path == "/" {
        return frame::words(
            200,
            "Practice Stripe",
            "The practice Stripe is running. Its API is under /v1/.",
        );
    }
    if let Some(asset) = incoming
        .path
        .strip_prefix("/assets/")
        .and_then(frame::asset)
    {
        return asset;
    }
    if let Some(file) = v3::file(&incoming.path) {
        return file;
    }
    let found = due::run_until(db, setting).and_then(|()| {
        let transaction = db.transaction()?;
        let answer = look_up(&transaction, setting, incoming)?;
        transaction.commit()?;
        Ok(answer)
    });
    match found {
        Ok(answer) => answer,
        Err(refusal) if refusal.status == 404 => frame::words(
            404,
            "Not found",
            "There is no such page here. The link may be incomplete, or may have done its work.",
        ),
        Err(refusal) => Answer::refusal(refusal, &incoming.request_id),
    }
}

fn look_up(db: &Connection, setting: Setting, incoming: &Incoming) -> Result<Answer, Refusal> {
    let nothing = || Refusal::missing("page", &incoming.path, "id");
    let parts: Vec<&str> = incoming.path.trim_matches('/').split('/').collect();
    // A page of something on a test clock is shown, and paid, in that clock's time.
    let shown = parts.get(1).copied().unwrap_or_default();
    let nothing_sent = Args::new(serde_json::Value::Null);
    let standing = clocks::standing(db, setting.now, [shown, ""], &nothing_sent)?;
    let call = Call {
        db,
        now: standing.now,
        clock: standing.clock,
        events_at: setting.now,
        salt: setting.salt,
        request: None,
        gated: false,
        events_since: setting.now - events::KEPT_SECONDS,
        filling: false,
        by_link: false,
    };
    match (incoming.method.as_str(), parts.as_slice()) {
        ("GET", ["3d_secure", id, secret]) => {
            let intent = payments::waiting(&call, id, secret)?;
            let method = match intent.json.text("payment_method") {
                Some(method) => call.find("payment_method", method)?,
                None => None,
            };
            Ok(secure::question(&intent, method.as_ref()))
        }
        ("POST", ["3d_secure", id, secret]) => {
            let intent = payments::waiting(&call, id, secret)?;
            let has_passed = incoming.body.trim() == "outcome=pass";
            Ok(match payments::answered(&call, intent, has_passed)? {
                Some(next) => go_to(&next),
                None => secure::done(has_passed),
            })
        }
        ("GET", ["receipt", id, secret]) => {
            let charge = charged(&call, id, secret)?;
            receipt::show(&call, &charge.json)
        }
        ("GET", ["receipt", id, secret, "pdf"]) => {
            let charge = charged(&call, id, secret)?;
            let bytes = papers::receipt_of_charge(&call, &charge.json)?;
            Ok(named(bytes, "Receipt", charge.json.id()))
        }
        ("GET", ["invoice", id, secret]) => {
            let found = opened(&call, id, secret)?;
            invoice::show(&call, &found, &incoming.query)
        }
        ("POST", ["invoice", id, secret]) => {
            let found = opened(&call, id, secret)?;
            invoice::pay(&call, &found, incoming)
        }
        ("GET", ["invoice", id, secret, "pdf"]) => {
            let found = opened(&call, id, secret)?;
            let bytes = papers::invoice(&call, &found)?;
            Ok(named(bytes, "Invoice", found.json.must("number")))
        }
        ("GET", ["invoice", id, secret, "receipt"]) => {
            let found = opened(&call, id, secret)?;
            if found.json.status() != "paid" {
                return Err(nothing());
            }
            let bytes = papers::receipt(&call, &found)?;
            Ok(named(bytes, "Receipt", found.json.must("number")))
        }
        ("GET", ["link", id]) => {
            let found = call.load("payment_link", id, "id")?;
            link::show(&call, &found, &incoming.query)
        }
        ("POST", ["link", id]) => {
            let found = call.load("payment_link", id, "id")?;
            link::buy(&call, &found, incoming)
        }
        ("GET", ["credit_note", id, secret, "pdf"]) => {
            let note = by_link(&call, "credit_note", id, secret)?;
            let bytes = papers::credit_note(&call, &note)?;
            Ok(named(bytes, "Credit-note", note.json.must("number")))
        }
        _ => Err(nothing()),
    }
}

/// A PDF under a name that can be told from others in a folder.
fn named(bytes: Vec<u8>, kind: &str, number: &str) -> Answer {
    Answer::pdf(bytes).header(
        "content-disposition",
        format!("inline; filename=\"{kind}-{number}.pdf\""),
    )
}

/// The browser is to go there next.
fn go_to(url: &str) -> Answer {
    Answer::page(303, String::new()).header("location", url)
}

/// The invoice, if the link's secret is its own.
fn opened(call: &Call<'_>, id: &str, secret: &str) -> Result<Record, Refusal> {
    by_link(call, "invoice", id, secret)
}

/// The charge, if the link's secret is its own.
fn charged(call: &Call<'_>, id: &str, secret: &str) -> Result<Record, Refusal> {
    by_link(call, "charge", id, secret)
}

fn by_link(call: &Call<'_>, kind: &str, id: &str, secret: &str) -> Result<Record, Refusal> {
    let found = call.load(kind, id, "id")?;
    if found.private.text("secret") == Some(secret) {
        Ok(found)
    } else {
        Err(Refusal::missing(kind, id, "id"))
    }
}
