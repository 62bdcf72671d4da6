//! The pages that Stripe hosts for customers: an invoice to look at and its PDF, a receipt, and the page
//! where a cardholder authenticates. They need no key, only the link; nothing from outside is loaded, and everything a person typed is escaped.

mod invoice;
mod receipt;
mod secure;

use rusqlite::Connection;

use crate::call::Call;
use crate::due;
use crate::errors::Refusal;
use crate::events;
use crate::http::answer::Answer;
use crate::http::execute::{Incoming, Setting};
use crate::json::Fields;
use crate::objects::payments;
use crate::papers;
use crate::store::rows::Record;

pub(crate) fn show(db: &mut Connection, setting: Setting, incoming: &Incoming) -> Answer {
    if incoming.path == "/" {
        return Answer::page(
            200,
            invoice::frame(
                "Practice Stripe",
                "<p>The practice Stripe is running. Its API is under /v1/.</p>",
            ),
        );
    }
    let found = due::run_until(db, setting).and_then(|()| {
        let transaction = db.transaction()?;
        let answer = look_up(&transaction, setting, incoming)?;
        transaction.commit()?;
        Ok(answer)
    });
    match found {
        Ok(answer) => answer,
        Err(refusal) if refusal.status == 404 => Answer::page(
            404,
            invoice::frame("Not found", "<p>There is no such page here.</p>"),
        ),
        Err(refusal) => Answer::refusal(refusal, &incoming.request_id),
    }
}

fn look_up(db: &Connection, setting: Setting, incoming: &Incoming) -> Result<Answer, Refusal> {
    let nothing = || Refusal::missing("invoice", &incoming.path, "id");
    let parts: Vec<&str> = incoming.path.trim_matches('/').split('/').collect();
    let call = Call {
        db,
        now: setting.now,
        salt: setting.salt,
        request: None,
        gated: false,
        events_since: setting.now - events::KEPT_SECONDS,
    };
    match (incoming.method.as_str(), parts.as_slice()) {
        ("GET", ["3d_secure", id, secret]) => {
            let intent = payments::waiting(&call, id, secret)?;
            Ok(Answer::page(200, secure::question(&intent)))
        }
        ("POST", ["3d_secure", id, secret]) => {
            let intent = payments::waiting(&call, id, secret)?;
            let has_passed = incoming.body.trim() == "outcome=pass";
            Ok(match payments::answered(&call, intent, has_passed)? {
                Some(next) => Answer::page(303, String::new()).header("location", next),
                None => Answer::page(200, secure::done(has_passed)),
            })
        }
        ("GET", ["receipt", id, secret]) => {
            let charge = call.load("charge", id, "id")?;
            if charge.private.text("secret") != Some(*secret) {
                return Err(nothing());
            }
            Ok(Answer::page(200, receipt::page(&charge.json)))
        }
        ("GET", ["invoice", id, secret]) => {
            let found = opened(&call, id, secret)?;
            Ok(Answer::page(200, invoice::page(&call, &found)?))
        }
        ("GET", ["invoice", id, secret, "pdf"]) => {
            let found = opened(&call, id, secret)?;
            let name = format!(
                "inline; filename=\"Invoice-{}.pdf\"",
                found.json.must("number")
            );
            Ok(Answer::pdf(papers::invoice(&call, &found)?).header("content-disposition", name))
        }
        _ => Err(nothing()),
    }
}

/// The invoice, if the link's secret is its own.
fn opened(call: &Call<'_>, id: &str, secret: &str) -> Result<Record, Refusal> {
    let found = call.load("invoice", id, "id")?;
    if found.private.text("secret") == Some(secret) {
        Ok(found)
    } else {
        Err(Refusal::missing("invoice", id, "id"))
    }
}
