//! Taking money and giving it back. What a payment looks like to a person is in
//! `sheets::payment`; what may be done with it is the model's to say.
//!
//! A tour: [`cards`] are a customer's saved cards, read where they are shown; [`charging`] takes
//! the money of an invoice or a payment with one of them; [`collecting`] does without an invoice; [`asking`] goes on where the bank asks
//! its customer; [`elsewhere`] notes what came another way; [`after`] gives money back, takes what is held, gives a payment up, and finds the
//! receipt; [`amount`] reads how much was typed.
//!
//! Two rules hold throughout. The amount comes from the record, never from the window: a request
//! may say what was shown, and is refused when that is no longer so. And money is taken while the
//! person looks on: what Stripe does not hear now is put away, not sent later by surprise.

pub mod after;
pub mod amount;
pub mod asking;
pub mod cards;
pub mod charging;
pub mod collecting;
pub(crate) mod elsewhere;

use crate::account::Account;
use crate::trouble::not_found;
use crate::view::{Code, Problem};
use crate::{amounts, sheets};
use cache::{Kind, Record};

/// Why a draft invoice is not paid.
pub(crate) const STILL_A_DRAFT: &str =
    "This invoice is still a draft. Finalize it first, then take the money.";

/// A record, or that there is none.
async fn record(account: &Account, kind: Kind, id: &str) -> Result<Record, Problem> {
    let named = id.to_owned();
    let found = account
        .cache
        .read(move |r| r.records().get(kind, &named))
        .await?;
    let what = match kind {
        Kind::Invoice => "invoice",
        Kind::Customer => "customer",
        _ => "payment",
    };
    found.ok_or_else(|| not_found(what))
}

/// Refuses where an amount is no longer what was shown with the question.
fn as_shown(shown: Option<i64>, is: i64, currency: &str) -> Result<(), Problem> {
    match shown {
        Some(shown) if shown != is => Err(Problem::new(
            Code::NotAllowed,
            format!(
                "The amount is {} now, not {} as you were asked.",
                amounts::amount(is, currency).text,
                amounts::amount(shown, currency).text
            ),
        )
        .hint("Nothing was done. Look at it again and decide anew.")),
        _ => Ok(()),
    }
}

/// What is being done, for the outbox: `Visa ···· 4242, INV-0042, Halden Bicycle Works`.
fn titled(card: Option<&str>, record: &Record) -> String {
    let columns = &record.columns;
    let what = columns
        .number
        .as_deref()
        .or(Some(columns.subtitle.as_str()).filter(|text| !text.is_empty()));
    let parts = [card, what, Some(columns.title.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A card's name for people.
fn card_name(card: &crate::view::CardRef) -> String {
    sheets::payment::named(card)
}
