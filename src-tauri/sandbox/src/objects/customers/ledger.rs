//! A customer's balance as a ledger: whatever changes it is a transaction that says why, how much, and
//! what the balance was afterwards. Negative is credit. Not here: cash balances, which are not offered.

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{ANY_INTEGER, Kind, Param, TEXT, clearable, optional, required};
use crate::store::rows::Record;

pub(in crate::objects) const OPERATIONS: &[Operation] = &[
    get("/v1/customers/{}/balance_transactions", LIST, list),
    post("/v1/customers/{}/balance_transactions", CREATE, create),
    get(
        "/v1/customers/{}/balance_transactions/{}",
        NOTHING,
        retrieve,
    ),
    post("/v1/customers/{}/balance_transactions/{}", UPDATE, update),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("invoice", Kind::Id),
];

const CREATE: &[Param] = &[
    required("amount", ANY_INTEGER),
    required("currency", Kind::Id),
    clearable("description", Kind::Text(350)),
    METADATA,
];

const UPDATE: &[Param] = &[clearable("description", TEXT), METADATA];

/// Why a balance changes, and by how much.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::objects) struct Entry<'a> {
    /// Minor units of the customer's currency; negative gives credit.
    pub(in crate::objects) amount: i64,
    /// One of Stripe's types: `adjustment`, `applied_to_invoice`, `credit_note`, …
    pub(in crate::objects) kind: &'static str,
    pub(in crate::objects) invoice: Option<&'a str>,
    pub(in crate::objects) credit_note: Option<&'a str>,
}

/// Changes the balance and writes down why; the id of the transaction.
pub(in crate::objects) fn enter(
    call: &Call<'_>,
    customer: &str,
    entry: Entry<'_>,
) -> Result<String, Refusal> {
    let mut record = call.load("customer", customer, "customer")?;
    let before = record.json.clone();
    let balance = record.json.amount("balance") + entry.amount;
    record.json.put("balance", balance);
    call.changed("customer.updated", &before, &record)?;
    let transaction = write_down(call, &record.json, entry)?;
    Ok(transaction.json.id().to_owned())
}

/// Writes down a change of the balance that `customer` already shows.
pub(super) fn write_down(
    call: &Call<'_>,
    customer: &Value,
    entry: Entry<'_>,
) -> Result<Record, Refusal> {
    let transaction = Record::new(json!({
        "id": call.new_id("cbtxn_1")?,
        "object": "customer_balance_transaction",
        "amount": entry.amount,
        "checkout_session": null,
        "created": call.now,
        "credit_note": entry.credit_note,
        "currency": customer.text("currency").unwrap_or("usd"),
        "customer": customer.id(),
        "customer_account": null,
        "description": null,
        "ending_balance": customer.amount("balance"),
        "invoice": entry.invoice,
        "livemode": false,
        "metadata": {},
        "type": entry.kind,
    }));
    call.insert(&transaction)?;
    Ok(transaction)
}

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    call.load("customer", ask.id, "id")?;
    List::of(
        "customer_balance_transaction",
        format!("/v1/customers/{}/balance_transactions", ask.id),
    )
    .only("customer = ?", ask.id.to_owned())
    .range(&ask.args, "created", "created")
    .column(&ask.args, "invoice", "parent")
    .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let customer = call.load("customer", ask.id, "id")?.json;
    let currency = check_currency(ask.args.text("currency").unwrap_or_default(), "currency")?;
    if let Some(own) = customer.text("currency").filter(|own| *own != currency) {
        return Err(Refusal::invalid(format!(
            "The currency of a balance transaction must be its customer's: expected `{own}`, not `{currency}`."
        ))
        .param("currency"));
    }
    let amount = ask.args.integer("amount").unwrap_or_default();
    check_amount(amount, &currency, "amount")?;
    super::settle_currency(call, ask.id, &currency)?;
    let entry = Entry {
        amount,
        kind: "adjustment",
        ..Entry::default()
    };
    let id = enter(call, ask.id, entry)?;
    let mut transaction = call.load("customer_balance_transaction", &id, "id")?;
    ask.args.copy_onto(&mut transaction.json, &["description"]);
    ask.args.merge_metadata(&mut transaction.json);
    call.update(&transaction)?;
    Ok(transaction.json.into())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(of_customer(call, ask)?.json.into())
}

/// The ledger is final: only what is said about a transaction can change.
fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut transaction = of_customer(call, ask)?;
    ask.args.copy_onto(&mut transaction.json, &["description"]);
    ask.args.merge_metadata(&mut transaction.json);
    // Stripe has no event for it.
    call.update(&transaction)?;
    Ok(transaction.json.into())
}

fn of_customer(call: &Call<'_>, ask: &Ask<'_>) -> Result<Record, Refusal> {
    call.load("customer", ask.under, "id")?;
    let found = call.load("customer_balance_transaction", ask.id, "id")?;
    if found.json.text("customer") == Some(ask.under) {
        Ok(found)
    } else {
        Err(Refusal::missing(
            "customer_balance_transaction",
            ask.id,
            "id",
        ))
    }
}
