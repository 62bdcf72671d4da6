//! Taking a card that is typed: what the payment window needs to know, and looking again afterwards.
//! The window itself is the shell's, its page stands in `ui/payment`, and the card is typed into a frame
//! of Stripe's; no card data ever comes here. Charging saved cards is [`crate::payments`]' matter.
//!
//! The client secret is fetched when the window opens and handed to it alone: it is in no record, no log
//! and no answer of a command. How much is taken is what the record says; the window only shows it.

mod outcome;
mod stripe_js;

use crate::account::Account;
use crate::trouble::not_found;
use crate::view::{CardQuestion, CardWanted, Code, Mode, Problem, Retry};
use crate::{amounts, facts, json, settings, sync};
use cache::{Kind, Record};
use serde_json::Value;
use std::fmt;
use stripe::{IdempotencyKey, Params, paths};

pub use outcome::look_again;

/// What the payment window is opened with.
#[derive(Clone)]
pub struct Ticket {
    /// Opens one intent to the window's page. Never printed.
    pub client_secret: String,
    /// The account's publishable key.
    pub publishable_key: String,
    /// Where Stripe.js lies.
    pub script: String,
    /// From where else the page may load frames and answers, beside the script's own place.
    pub hosts: Vec<String>,
    /// The intent, by which its outcome is read.
    pub intent: String,
    /// The saved card whose security code is asked for.
    pub card: Option<String>,
    /// What the page says.
    pub question: CardQuestion,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("intent", &self.intent)
            .finish_non_exhaustive()
    }
}

/// What would be asked for, from the records alone; refused where no card can be taken.
pub async fn question(account: &Account, wanted: &CardWanted) -> Result<CardQuestion, Problem> {
    may(account.identity.mode)?;
    let practice = account.identity.mode != Mode::Live;
    let asked = |subject: String, customer: String, amount| CardQuestion {
        subject,
        customer,
        amount,
        hold: false,
        card: None,
        practice,
    };
    match wanted {
        CardWanted::Invoice { id, .. } => {
            let record = record(account, Kind::Invoice, id).await?;
            payable(&record)?;
            let left = json::int(&record.raw, "amount_remaining").unwrap_or_default();
            let columns = record.columns;
            let amount = amounts::amount(left, currency(&record.raw));
            Ok(asked(
                columns.number.unwrap_or_default(),
                columns.title,
                Some(amount),
            ))
        }
        CardWanted::Payment { id, .. } => {
            // Payments are read where they are needed: the newest state decides.
            let intent = read(account, id).await?;
            let name = customer_name(account, json::id(&intent, "customer")).await?;
            let subject = json::owned(&intent, "description").unwrap_or_default();
            Ok(CardQuestion {
                hold: json::text(&intent, "capture_method") == Some("manual"),
                ..asked(subject, name, Some(amount_of(&intent)))
            })
        }
        CardWanted::Keep { customer } => {
            let name = customer_name(account, Some(customer)).await?;
            Ok(asked(String::new(), name, None))
        }
    }
}

/// Everything the payment window needs, with the client secret fresh from Stripe.
pub async fn ticket(account: &Account, wanted: &CardWanted) -> Result<Ticket, Problem> {
    may(account.identity.mode)?;
    let publishable_key = publishable_key(account).await?;
    let client = account.stripe().await?;
    let place = stripe_js::of(client.config());
    if let CardWanted::Invoice { id, .. } = wanted {
        // What is taken is what the invoice asks for now, not what was seen of it last.
        sync::refresh(account, Kind::Invoice, id).await?;
    }
    let mut question = question(account, wanted).await?;
    let (intent, card) = match wanted {
        CardWanted::Invoice { id, card } => (of_invoice(account, id).await?, card.as_deref()),
        CardWanted::Payment { id, card } => (read(account, id).await?, card.as_deref()),
        CardWanted::Keep { customer } => (to_keep(account, customer).await?, None),
    };
    if question.amount.is_some() && question.amount.as_ref() != Some(&amount_of(&intent)) {
        return Err(Problem::new(
            Code::NotAllowed,
            "Stripe would take another amount than the record says, so nothing was begun.",
        )
        .hint("Sync and look at the record again.")
        .retry(Retry::Now));
    }
    still_open(&intent)?;
    if let Some(card) = card {
        question.card = Some(saved(account, card, &intent).await?);
    }
    let secret = json::owned(&intent, "client_secret").ok_or_else(odd)?;
    Ok(Ticket {
        client_secret: secret,
        publishable_key,
        script: place.script,
        hosts: place.hosts,
        intent: json::owned(&intent, "id").ok_or_else(odd)?,
        card: card.map(str::to_owned),
        question,
    })
}

/// A live card is never typed in a window of ours: Stripe.js takes live keys on web pages only.
pub(crate) fn may(mode: Mode) -> Result<(), Problem> {
    match mode {
        Mode::Practice | Mode::Test => Ok(()),
        Mode::Live => Err(Problem::new(Code::NotAllowed, LIVE)
            .hint("Open the invoice's payment page, or send its link to the customer.")),
    }
}

/// Why not, on a live account.
pub(crate) const LIVE: &str =
    "Real cards are typed on Stripe's own page, never in a window of Counterfoil.";

async fn publishable_key(account: &Account) -> Result<String, Problem> {
    if let Some(key) = account.connection.practice_publishable_key() {
        return Ok(key);
    }
    let key = settings::read(account).await?.publishable_key;
    if key.is_empty() {
        return Err(Problem::new(
            Code::InvalidInput,
            "Taking a card needs the account's publishable key.",
        )
        .hint("Enter it under Settings. In Stripe's Dashboard it stands beside the secret key and begins with pk_test_."));
    }
    Ok(key)
}

async fn record(account: &Account, kind: Kind, id: &str) -> Result<Record, Problem> {
    let named = id.to_owned();
    let found = account
        .cache
        .read(move |r| r.records().get(kind, &named))
        .await?;
    found.ok_or_else(|| {
        not_found(if kind == Kind::Customer {
            "customer"
        } else {
            "invoice"
        })
    })
}

/// Refuses what asks for no money, or not yet.
fn payable(invoice: &Record) -> Result<(), Problem> {
    let facts = facts::of_invoice(&invoice.columns, &invoice.raw);
    if facts.status == model::invoice::Status::Draft {
        return Err(
            Problem::new(Code::NotAllowed, "This invoice is still a draft.")
                .hint("Finalize it first, then take the money."),
        );
    }
    model::invoice::may(&facts, model::invoice::Verb::Pay).map_err(Problem::from)
}

async fn customer_name(account: &Account, id: Option<&str>) -> Result<String, Problem> {
    match id {
        Some(id) => Ok(record(account, Kind::Customer, id).await?.columns.title),
        None => Ok(String::new()),
    }
}

fn currency(of: &Value) -> &str {
    json::text(of, "currency").unwrap_or_default()
}

fn amount_of(intent: &Value) -> crate::view::Amount {
    amounts::amount(
        json::int(intent, "amount").unwrap_or_default(),
        currency(intent),
    )
}

/// The intent that pays an invoice, found by the secret that Stripe gives only when asked.
async fn of_invoice(account: &Account, id: &str) -> Result<Value, Problem> {
    let client = account.stripe().await?;
    let params = Params::new().expand("confirmation_secret");
    let invoice = client.get(&paths::invoice(id), &params).await?.body;
    let secret = json::text(&invoice, "confirmation_secret.client_secret");
    let intent = secret.and_then(|secret| secret.split_once("_secret_"));
    match intent {
        Some((intent, _)) => read(account, intent).await,
        None => Err(Problem::new(
            Code::NotAllowed,
            "Stripe has no payment of this invoice that a card could pay.",
        )
        .hint("Sync and look at it again; it may be paid or void by now.")),
    }
}

/// An intent as Stripe has it now.
async fn read(account: &Account, id: &str) -> Result<Value, Problem> {
    let client = account.stripe().await?;
    Ok(client.get(&intent_path(id)?, &Params::new()).await?.body)
}

fn intent_path(id: &str) -> Result<String, Problem> {
    let sound = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let list = match id.split_once('_') {
        Some(("pi", _)) if sound => "payment_intents",
        Some(("seti", _)) if sound => "setup_intents",
        _ => return Err(not_found("payment")),
    };
    Ok(format!("/v1/{list}/{id}"))
}

/// A setup intent for the customer's card. It moves no money and binds nobody until a card is typed, so
/// it does not go through the outbox: one whose answer is lost is left lying and does no harm.
async fn to_keep(account: &Account, customer: &str) -> Result<Value, Problem> {
    record(account, Kind::Customer, customer).await?;
    let client = account.stripe().await?;
    let params = Params::from_value(serde_json::json!({
        "customer": customer,
        "usage": "off_session",
        "automatic_payment_methods": { "enabled": true, "allow_redirects": "never" },
    }));
    let key = IdempotencyKey::new(uuid::Uuid::new_v4().to_string())
        .map_err(|problem| Problem::new(Code::Bug, problem.to_string()))?;
    Ok(client.post("/v1/setup_intents", &params, &key).await?.body)
}

/// A saved card's name, if it is the paying customer's own.
async fn saved(account: &Account, card: &str, intent: &Value) -> Result<String, Problem> {
    let client = account.stripe().await?;
    let customer = json::id(intent, "customer").ok_or_else(|| not_found("saved card"))?;
    let sound = |id: &str| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !sound(card) || !sound(customer) {
        return Err(not_found("saved card"));
    }
    let path = format!("{}/payment_methods/{card}", paths::customer(customer));
    let found = client.get(&path, &Params::new()).await?.body;
    Ok(outcome::card_name(json::at(&found, "card")))
}

/// Refuses an intent that asks for no card any more.
fn still_open(intent: &Value) -> Result<(), Problem> {
    match json::text(intent, "status") {
        Some("requires_payment_method" | "requires_confirmation" | "requires_action") => Ok(()),
        _ => Err(Problem::new(
            Code::NotAllowed,
            "This payment takes no card any more: it is paid, under way or given up.",
        )
        .hint("Sync and look at it again.")
        .retry(Retry::Now)),
    }
}

fn odd() -> Problem {
    Problem::new(
        Code::StripeFailed,
        "Stripe did not say how this payment can be paid.",
    )
    .retry(Retry::Now)
}
