//! Payouts: money from the account's balance to its bank, asked for by hand. They arrive by themselves
//! when their day comes. Automatic payouts are not offered.

use serde_json::{Value, json};

use super::account;
use super::payments::money::{Movement, record};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_amount, check_currency, format};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, TEXT, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/payouts", LIST, list),
    post("/v1/payouts", CREATE, create),
    get("/v1/payouts/{}", NOTHING, retrieve),
    post("/v1/payouts/{}", &[METADATA], update),
    post("/v1/payouts/{}/cancel", NOTHING, cancel),
    post("/v1/payouts/{}/reverse", &[METADATA], reverse),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("arrival_date", Kind::Range),
    optional("destination", Kind::Id),
    optional("status", Kind::Id),
];

const CREATE: &[Param] = &[
    required(
        "amount",
        Kind::Integer {
            least: 1,
            most: i64::MAX,
        },
    ),
    required("currency", Kind::Id),
    optional("description", TEXT),
    optional("destination", Kind::Id),
    METADATA,
    optional("method", Kind::Choice(&["instant", "standard"])),
    optional(
        "source_type",
        Kind::Choice(&["bank_account", "card", "fpx"]),
    ),
    optional("statement_descriptor", Kind::Text(22)),
];

/// A bank takes two days; an instant payout half an hour.
const STANDARD_SECONDS: i64 = 2 * 86_400;
const INSTANT_SECONDS: i64 = 1800;

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    List::of("payout", "/v1/payouts")
        .range(args, "created", "created")
        .range(args, "arrival_date", "json_extract(json, '$.arrival_date')")
        .field(args, "destination", "destination")
        .column(args, "status", "status")
        .page(call, args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let currency = check_currency(args.text("currency").unwrap_or_default(), "currency")?;
    let amount = args.integer("amount").unwrap_or_default();
    check_amount(amount, &currency, "amount")?;
    check_bank(call, args.text("destination"))?;
    check_balance(call, amount, &currency)?;
    let wait = match args.text("method") {
        Some("instant") => INSTANT_SECONDS,
        _ => STANDARD_SECONDS,
    };
    let mut payout = blank(call, amount, &currency, wait)?;
    args.copy_onto(
        &mut payout.json,
        &[
            "description",
            "method",
            "source_type",
            "statement_descriptor",
        ],
    );
    args.merge_metadata(&mut payout.json);
    move_money(call, &mut payout.json, -amount, "payout")?;
    call.insert(&payout)?;
    call.emit("payout.created", &payout.json)?;
    Ok(payout.json.into())
}

/// The account's one bank account; any other is unknown.
fn bank(salt: u64) -> String {
    account::id(salt).replace("acct_", "ba_")
}

fn check_bank(call: &Call<'_>, sent: Option<&str>) -> Result<(), Refusal> {
    match sent {
        Some(other) if other != bank(call.salt) => {
            Err(Refusal::missing("external_account", other, "destination"))
        }
        _ => Ok(()),
    }
}

fn check_balance(call: &Call<'_>, amount: i64, currency: &str) -> Result<(), Refusal> {
    let available = account::available(call, currency)?;
    if amount <= available {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "You have insufficient funds in your Stripe account for this payout: {} is available.",
        format::money(available, currency)
    ))
    .code("balance_insufficient"))
}

fn blank(call: &Call<'_>, amount: i64, currency: &str, wait: i64) -> Result<Record, Refusal> {
    Ok(Record::new(json!({
        "id": call.new_id("po_1")?,
        "object": "payout",
        "amount": amount,
        "application_fee": null,
        "application_fee_amount": null,
        "arrival_date": call.now + wait,
        "automatic": false,
        "balance_transaction": null,
        "created": call.now,
        "currency": currency,
        "description": null,
        "destination": bank(call.salt),
        "failure_balance_transaction": null,
        "failure_code": null,
        "failure_message": null,
        "livemode": false,
        "metadata": {},
        "method": "standard",
        "original_payout": null,
        "payout_method": null,
        "reconciliation_status": "not_applicable",
        "reversed_by": null,
        "source_type": "card",
        "statement_descriptor": null,
        "status": "pending",
        "trace_id": null,
        "type": "bank_account",
    })))
}

/// Takes `amount` into the balance (negative: out of it); the transaction's id.
fn transact(
    call: &Call<'_>,
    payout: &Value,
    amount: i64,
    kind: &'static str,
) -> Result<Value, Refusal> {
    let movement = Movement {
        amount,
        fee: 0,
        currency: payout.must("currency"),
        kind,
        category: if kind == "payout" {
            "payout"
        } else {
            "payout_reversal"
        },
        source: payout.id(),
        description: "STRIPE PAYOUT".into(),
        at_once: true,
    };
    Ok(record(call, &movement)?.copy("id"))
}

fn move_money(
    call: &Call<'_>,
    payout: &mut Value,
    amount: i64,
    kind: &'static str,
) -> Result<(), Refusal> {
    let id = transact(call, payout, amount, kind)?;
    payout.put("balance_transaction", id);
    Ok(())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("payout", ask.id, "id")?.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut payout = call.load("payout", ask.id, "id")?;
    let before = payout.json.clone();
    ask.args.merge_metadata(&mut payout.json);
    call.changed("payout.updated", &before, &payout)?;
    Ok(payout.json.into())
}

fn cancel(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut payout = call.load("payout", ask.id, "id")?;
    if payout.json.status() != "pending" || payout.json.present("original_payout").is_some() {
        return Err(Refusal::invalid(format!(
            "Payouts can only be canceled while they are pending. This one has a status of `{}`.",
            payout.json.status()
        )));
    }
    let before = payout.json.clone();
    let amount = payout.json.amount("amount");
    let back = transact(call, &payout.json, amount, "payout_cancel")?;
    payout.json.put("failure_balance_transaction", back);
    payout.json.put("status", "canceled");
    call.changed("payout.canceled", &before, &payout)?;
    Ok(payout.json.into())
}

/// Fetches a payout back from the bank: another payout, the other way.
fn reverse(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut old = call.load("payout", ask.id, "id")?;
    let is_own = old.json.present("original_payout").is_none();
    if old.json.status() != "paid" || !is_own || old.json.present("reversed_by").is_some() {
        return Err(Refusal::invalid(format!(
            "Only a paid payout can be reversed, and only once. This one has a status of `{}`.",
            old.json.status()
        )));
    }
    let before = old.json.clone();
    let amount = old.json.amount("amount");
    let currency = old.json.must("currency").to_owned();
    let mut back = blank(call, -amount, &currency, STANDARD_SECONDS)?;
    back.json.put("original_payout", ask.id);
    ask.args.merge_metadata(&mut back.json);
    move_money(call, &mut back.json, amount, "payout_cancel")?;
    call.insert(&back)?;
    old.json.put("reversed_by", back.json.id());
    call.changed("payout.updated", &before, &old)?;
    call.emit("payout.created", &back.json)?;
    Ok(back.json.into())
}

/// The money has arrived.
pub(crate) fn arrive(call: &Call<'_>, mut payout: Record) -> Result<(), Refusal> {
    let before = payout.json.clone();
    payout.json.put("status", "paid");
    call.changed("payout.updated", &before, &payout)?;
    call.emit("payout.paid", &payout.json)
}
