//! From a command's name to its handler and back: the one way in for the
//! window, the terminal and the tests.

use crate::list::{Tag, with_commands};
use crate::requests::{
    Accept, AddPrice, Attend, BeforeAct, ById, CapturePayment, ChargeCard, CheckKey, CollectAmount,
    ConnectAccount, CreateProduct, Extend, Find, Found, LetPass, ListPage, ListSummary, LookAgain,
    MakePack, Nothing, OfCard, OfRecord, OpenDraft, PackDays, PaidOutOfBand, PauseSubscription,
    Pick, PreviewPages, PutCustomer, ReadAmount, Reading, RefundPayment, Repair, SavedFile,
    SyncNow, UseCard,
};
use crate::{
    accounts, app, cards, care, catalogue, credit_notes, customers, documents, drafts, invoices,
    mail, outbox, packs, payments, practice, quotes, records, subscriptions, till,
};
use cache_tags::tags;
use engine::Desk;
use engine::view::{self, Code, Problem};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Carries out the command of this name.
pub async fn call(desk: &Desk, name: &str, request: Value) -> Result<Value, Problem> {
    let reply = answer(desk, name, request).await?;
    serde_json::from_str(&reply).map_err(|error| bug(name, &error))
}

/// The same, with the reply as JSON text: a page of a list is written once and built up nowhere but
/// where it is shown.
pub async fn answer(desk: &Desk, name: &str, request: Value) -> Result<String, Problem> {
    macro_rules! route {
        (@ written $name:ident, $reply:ident, $of:ty) => { Ok($reply) };
        (@ $kind:ident $name:ident, $reply:ident, $of:ty) => {{
            let reply: $of = $reply;
            serde_json::to_string(&reply).map_err(|error| bug($name, &error))
        }};
        ($($kind:ident $name:literal $module:ident :: $handler:ident ($request:ty) -> $reply:ty [$($tag:ident)*];)*) => {
            match name {
                $($name => {
                    let request: $request = parse(name, request)?;
                    // Each future is boxed: together they would be as large as the largest of all.
                    let reply = Box::pin($module::$handler(desk, request)).await?;
                    route!(@ $kind name, reply, $reply)
                })*
                _ => Err(Problem::new(Code::Bug, format!("Counterfoil knows no command “{name}”."))),
            }
        };
    }
    with_commands!(route)
}

fn parse<T: DeserializeOwned>(name: &str, request: Value) -> Result<T, Problem> {
    let request = if request.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        request
    };
    serde_json::from_value(request).map_err(|error| {
        Problem::new(
            Code::InvalidInput,
            format!("The command “{name}” was not given what it needs: {error}."),
        )
    })
}

fn bug(name: &str, error: &serde_json::Error) -> Problem {
    tracing::error!(%error, name, "reply");
    Problem::new(Code::Bug, "Something went wrong inside Counterfoil.")
        .hint("Start it again; if it stays so, report it.")
}

/// What a change in the records makes stale.
pub fn stale(changed: &engine::Changed) -> Vec<Tag> {
    tags(changed)
}

/// From what the records say changed to the tags of the list.
mod cache_tags {
    use crate::list::Tag;
    use engine::{Changed, Kind};

    pub(super) fn tags(changed: &Changed) -> Vec<Tag> {
        use Tag::{
            Catalogue, Customers, Documents, Drafts, Invoices, Outbox, Payments, Quotes, Settings,
            Subscriptions, Sync,
        };
        if changed.elsewhere {
            return vec![
                Tag::Account,
                Quotes,
                Drafts,
                Invoices,
                Payments,
                Subscriptions,
                Customers,
                Catalogue,
                Documents,
                Outbox,
                Settings,
                Sync,
            ];
        }
        let mut tags = Vec::new();
        for (kind, _) in changed.records.iter().chain(&changed.notes) {
            let tag = match kind {
                Kind::Quote => Quotes,
                Kind::Invoice | Kind::InvoiceItem | Kind::CreditNote => Invoices,
                Kind::Subscription | Kind::SubscriptionSchedule => Subscriptions,
                Kind::Charge
                | Kind::Dispute
                | Kind::InvoicePayment
                | Kind::PaymentIntent
                | Kind::PaymentRecord
                | Kind::Refund => Payments,
                Kind::Customer => Customers,
                Kind::Product | Kind::Price | Kind::TaxRate | Kind::Coupon => Catalogue,
                _ => continue,
            };
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        for (changed, tag) in [
            (!changed.documents.is_empty(), Documents),
            (changed.outbox, Outbox),
            (changed.drafts, Drafts),
            (changed.settings, Settings),
            (changed.positions, Sync),
        ] {
            if changed {
                tags.push(tag);
            }
        }
        tags
    }
}
