//! Payments: methods, intents and their attempts, charges, refunds, disputes, setup intents and tokens. What is read only
//! (charges, invoice payments, balance transactions) stands in this file; each of the others in its own.

mod attempt;
mod cards;
pub(super) mod charges;
pub(crate) mod disputes;
pub(super) mod intents;
mod invoice;
pub(super) mod methods;
pub(super) mod money;
pub(crate) mod page;
pub(super) mod records;
pub(crate) mod refunds;
pub(super) mod setup;
mod shapes;
pub(super) mod tokens;

pub(super) use attempt::Outcome;
pub(super) use invoice::{
    attach_record, attach_to, charge, close_for, follow, follow_wish, holding, open_for,
};
pub(super) use methods::attach;

use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::ORIGIN;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, optional};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/invoice_payments", LIST_PAYMENTS, list_payments),
    get("/v1/invoice_payments/{}", NOTHING, |call, ask| {
        Ok(call.load("invoice_payment", ask.id, "id")?.json.into())
    }),
    get(
        "/v1/balance_transactions",
        LIST_TRANSACTIONS,
        list_transactions,
    ),
    get("/v1/balance_transactions/{}", NOTHING, |call, ask| {
        Ok(call.load("balance_transaction", ask.id, "id")?.json.into())
    }),
];

const LIST_PAYMENTS: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("invoice", Kind::Id),
    optional(
        "payment",
        Kind::Hash(&[
            optional("payment_intent", Kind::Id),
            optional("type", Kind::Choice(&["payment_intent", "payment_record"])),
        ]),
    ),
    optional("status", Kind::Choice(&["canceled", "open", "paid"])),
];
const LIST_TRANSACTIONS: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("currency", Kind::Id),
    optional("payout", Kind::Id),
    optional("source", Kind::Id),
    optional("type", Kind::Id),
];

fn list_payments(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let mut list =
        List::of("invoice_payment", "/v1/invoice_payments").range(args, "created", "created");
    list = list
        .column(args, "invoice", "parent")
        .column(args, "status", "status");
    if let Some(intent) = args.hash("payment").text("payment_intent") {
        list = list.only(
            "json_extract(json, '$.payment.payment_intent') = ?",
            intent.to_owned(),
        );
    }
    list.page(call, args)
}

fn list_transactions(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    List::of("balance_transaction", "/v1/balance_transactions")
        .range(args, "created", "created")
        .column(args, "source", "parent")
        .column(args, "payout", "parent")
        .field(args, "currency", "currency")
        .field(args, "type", "type")
        .page(call, args)
}

/// The money of a balance transaction can be paid out now.
pub(crate) fn settle(call: &Call<'_>, mut transaction: Record) -> Result<(), Refusal> {
    transaction.json.put("status", "available");
    call.update(&transaction)
}

/// The intent of an authentication page, while it waits for a person's answer.
pub(crate) fn waiting(call: &Call<'_>, id: &str, secret: &str) -> Result<Record, Refusal> {
    let intent = call.load(kind_of(id), id, "id")?;
    let is_ours = intent.private.text("page_secret") == Some(secret);
    if is_ours && intent.json.status() == "requires_action" {
        Ok(intent)
    } else {
        Err(Refusal::missing(kind_of(id), id, "id"))
    }
}

fn kind_of(id: &str) -> &'static str {
    if id.starts_with("seti_") {
        "setup_intent"
    } else {
        "payment_intent"
    }
}

/// A person has passed or failed the authentication page; where they are sent next, if anywhere.
pub(crate) fn answered(
    call: &Call<'_>,
    mut intent: Record,
    has_passed: bool,
) -> Result<Option<String>, Refusal> {
    let kind = kind_of(intent.json.id());
    if kind == "setup_intent" {
        setup::answered(call, &mut intent, has_passed)?;
    } else {
        intents::answered(call, &mut intent, has_passed)?;
    }
    let outcome = match intent.json.status() {
        "requires_payment_method" => "failed",
        _ => "succeeded",
    };
    Ok(intent.private.text("return_url").map(|back| {
        // Our own pages look the payment up themselves, and need no secret in their address.
        if back.starts_with(ORIGIN) {
            return format!("{back}?redirect_status={outcome}");
        }
        let joint = if back.contains('?') { '&' } else { '?' };
        format!(
            "{back}{joint}{kind}={}&{kind}_client_secret={}&redirect_status={outcome}",
            intent.json.id(),
            intent.json.must("client_secret")
        )
    }))
}
