//! After the payment window: the intent is read again, the record with it, and what is the case is said
//! in words. What the window itself says of it counts for nothing.

use super::read;
use crate::account::Account;
use crate::view::{CardTaken, CardTakenState, CardWanted, Problem};
use crate::{json, settle, shape, sync};
use cache::Kind;
use serde_json::Value;

/// Looks where the intent stands now, and brings the records up to date.
pub async fn look_again(
    account: &Account,
    wanted: &CardWanted,
    intent: &str,
) -> Result<CardTaken, Problem> {
    let found = read(account, intent).await?;
    match wanted {
        CardWanted::Invoice { id, .. } => {
            payment(account, intent).await?;
            sync::refresh(account, Kind::Invoice, id).await?;
        }
        CardWanted::Payment { .. } => payment(account, intent).await?,
        CardWanted::Keep { customer } => sync::refresh(account, Kind::Customer, customer).await?,
    }
    Ok(said(&found))
}

/// The payment as it stands now. Its attempts come first: they say how its money stands.
async fn payment(account: &Account, intent: &str) -> Result<(), Problem> {
    let client = account.stripe().await?;
    let around = settle::around_payment(account, &client, intent).await;
    let now = account.now();
    account
        .cache
        .write(move |w| {
            for object in around {
                shape::put(w, object, now)?;
            }
            Ok(())
        })
        .await?;
    sync::refresh(account, Kind::PaymentIntent, intent).await
}

fn said(intent: &Value) -> CardTaken {
    let keeps = json::text(intent, "object") == Some("setup_intent");
    let failed = ["last_payment_error.message", "last_setup_error.message"]
        .into_iter()
        .find_map(|path| json::text(intent, path));
    let (state, message) = match (json::text(intent, "status"), failed) {
        (Some("succeeded"), _) if keeps => (CardTakenState::Done, "The card is kept.".to_owned()),
        (Some("succeeded"), _) => {
            let amount = super::amount_of(intent).text;
            (CardTakenState::Done, format!("{amount} was paid by card."))
        }
        (Some("requires_capture"), _) => {
            let amount = super::amount_of(intent).text;
            (
                CardTakenState::Done,
                format!("{amount} is held on the card. Take it before the bank lets go of it."),
            )
        }
        (Some("processing"), _) => (
            CardTakenState::Processing,
            "The bank is still working on the payment. The record says so when it is done."
                .to_owned(),
        ),
        (Some("canceled"), _) => (
            CardTakenState::Failed,
            "The payment was given up. Nothing was taken.".to_owned(),
        ),
        // What went wrong before is over: the bank waits for its customer's answer.
        (Some("requires_action"), _) => (
            CardTakenState::Open,
            "The bank still waits for its customer. Nothing was taken.".to_owned(),
        ),
        (_, Some(words)) => (
            CardTakenState::Failed,
            format!("The card was not charged. Stripe says: {words}"),
        ),
        _ if keeps => (CardTakenState::Open, "No card was kept.".to_owned()),
        _ => (CardTakenState::Open, "Nothing was taken.".to_owned()),
    };
    CardTaken { state, message }
}

/// `Visa ending in 4242`.
pub(super) fn card_name(card: &Value) -> String {
    let brand = match json::text(card, "brand") {
        Some("visa") => "Visa",
        Some("mastercard") => "Mastercard",
        Some("amex") => "American Express",
        Some("discover") => "Discover",
        Some("diners") => "Diners Club",
        Some("jcb") => "JCB",
        Some("unionpay") => "UnionPay",
        _ => "Card",
    };
    format!(
        "{brand} ending in {}",
        json::text(card, "last4").unwrap_or("····")
    )
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::view::CardTakenState::{Done, Failed, Open, Processing};
    use serde_json::json;

    #[test]
    fn each_standing_is_said_in_words() {
        let error = json!({ "message": "Your card was declined." });
        for (intent, state, words) in [
            (
                json!({ "status": "succeeded", "amount": 12_000, "currency": "usd" }),
                Done,
                "was paid by card",
            ),
            (
                json!({ "object": "setup_intent", "status": "succeeded" }),
                Done,
                "The card is kept.",
            ),
            (json!({ "status": "processing" }), Processing, "The bank"),
            (
                json!({ "status": "requires_payment_method", "last_payment_error": error }),
                Failed,
                "Stripe says: Your card was declined.",
            ),
            (
                json!({ "status": "requires_payment_method" }),
                Open,
                "Nothing was taken.",
            ),
            (
                json!({ "status": "requires_action", "last_payment_error": error }),
                Open,
                "The bank still waits",
            ),
        ] {
            let taken = said(&intent);
            assert_eq!(taken.state, state, "{intent}");
            assert!(taken.message.contains(words), "{intent}: {}", taken.message);
        }
    }
}
