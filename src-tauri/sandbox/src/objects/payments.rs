//! Payments of invoices: the payment intent that finalizing opens, the charge that pays it, and the
//! invoice payment between them. They can be read; what pays them is the invoice's `pay`.

mod cards;
mod shapes;

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::List;
use crate::operation::{Ask, Operation, Reply, get};
use crate::params::shared::{CREATED, ENDING_BEFORE, LIMIT, NOTHING, STARTING_AFTER};
use crate::params::{Kind, Param, optional};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/payment_intents", LIST_INTENTS, list_intents),
    get("/v1/payment_intents/{}", NOTHING, |call, ask| {
        retrieve(call, ask, "payment_intent")
    }),
    get("/v1/charges", LIST_CHARGES, list_charges),
    get("/v1/charges/{}", NOTHING, |call, ask| {
        retrieve(call, ask, "charge")
    }),
    get("/v1/invoice_payments", LIST_PAYMENTS, list_payments),
    get("/v1/invoice_payments/{}", NOTHING, |call, ask| {
        retrieve(call, ask, "invoice_payment")
    }),
    get("/v1/payment_methods/{}", NOTHING, |call, ask| {
        retrieve(call, ask, "payment_method")
    }),
];

const LIST_INTENTS: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
];
const LIST_CHARGES: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
    optional("payment_intent", Kind::Id),
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

fn retrieve(call: &Call<'_>, ask: &Ask<'_>, noun: &str) -> Result<Reply, Refusal> {
    let found = call.load(noun, ask.id, "id")?;
    Ok(found.json.into())
}

fn list_intents(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("payment_intent", "/v1/payment_intents")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer")
        .page(call, &ask.args)
}

fn list_charges(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let list = List::of("charge", "/v1/charges")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer");
    list.column(&ask.args, "payment_intent", "parent")
        .page(call, &ask.args)
}

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

/// Opens the default payment of an invoice that is being finalized.
pub(super) fn open_for(call: &Call<'_>, invoice: &Record) -> Result<(), Refusal> {
    let json = &invoice.json;
    let intent = Record::new(shapes::intent(call, json)?);
    call.insert(&intent)?;
    call.emit("payment_intent.created", &intent.json)?;
    let payment = Record::new(json!({
        "id": call.new_id("inpay_1")?,
        "object": "invoice_payment",
        "amount_paid": null,
        "amount_requested": json.amount("amount_due"),
        "created": call.now,
        "currency": json.must("currency"),
        "invoice": json.id(),
        "is_default": true,
        "livemode": false,
        "payment": { "payment_intent": intent.json.id(), "type": "payment_intent" },
        "status": "open",
        "status_transitions": { "canceled_at": null, "paid_at": null },
    }));
    call.insert(&payment)
}

fn open_payment(call: &Call<'_>, invoice: &Value) -> Result<Option<(Record, Record)>, Refusal> {
    let payment = call
        .children("invoice_payment", invoice.id())?
        .into_iter()
        .find(|p| p.json.status() == "open");
    let Some(payment) = payment else {
        return Ok(None);
    };
    let intent = call.load(
        "payment_intent",
        payment.json["payment"].must("payment_intent"),
        "payment_intent",
    )?;
    Ok(Some((payment, intent)))
}

/// Cancels the open payment of an invoice that is settled otherwise, or not at all.
pub(super) fn close_for(call: &Call<'_>, invoice: &Record, reason: &str) -> Result<(), Refusal> {
    let Some((mut payment, mut intent)) = open_payment(call, &invoice.json)? else {
        return Ok(());
    };
    intent.json.put("status", "canceled");
    intent.json.put("canceled_at", call.now);
    intent.json.put("cancellation_reason", reason);
    call.update(&intent)?;
    call.emit("payment_intent.canceled", &intent.json)?;
    payment.json.put("status", "canceled");
    payment.json["status_transitions"].put("canceled_at", call.now);
    call.update(&payment)
}

pub(super) enum Outcome {
    Paid,
    Declined(Refusal),
}

/// Charges an open invoice's remaining amount to a test card.
pub(super) fn charge(call: &Call<'_>, invoice: &Record, method: &str) -> Result<Outcome, Refusal> {
    let method = method_of(call, method)?;
    if let Some(owner) = method.json.text("customer")
        && invoice.json.text("customer") != Some(owner)
    {
        return Err(
            Refusal::invalid("The payment method belongs to another customer.")
                .param("payment_method"),
        );
    }
    let (mut payment, mut intent) = open_payment(call, &invoice.json)?.ok_or_else(|| {
        Refusal::invalid("This invoice has no open payment.")
            .code("invoice_payment_intent_requires_action")
    })?;
    let decline = cards::decline(method.private.must("card"));
    let charge = Record::new(shapes::charge(call, &intent.json, &method.json, decline)?);
    call.insert(&charge)?;
    intent.json.put("latest_charge", charge.json.id());
    if let Some(decline) = decline {
        let mut error = decline.as_json();
        error.put("charge", charge.json.id());
        let mut shown = error.clone();
        shown.put("payment_method", method.json.clone());
        intent.json.put("last_payment_error", shown);
        call.update(&intent)?;
        call.emit("charge.failed", &charge.json)?;
        call.emit("payment_intent.payment_failed", &intent.json)?;
        let mut refusal = Refusal::new(402, "card_error", decline.message)
            .code(decline.code)
            .with("charge", charge.json.id());
        if let Some(code) = decline.decline_code {
            refusal = refusal.with("decline_code", code);
        }
        return Ok(Outcome::Declined(
            refusal.with("payment_method", method.json),
        ));
    }
    let amount = intent.json.amount("amount");
    intent.json.put("status", "succeeded");
    intent.json.put("amount_received", amount);
    intent.json.put("payment_method", method.json.id());
    intent.json.put("last_payment_error", Value::Null);
    call.update(&intent)?;
    payment.json.put("status", "paid");
    payment.json.put("amount_paid", amount);
    payment.json["status_transitions"].put("paid_at", call.now);
    call.update(&payment)?;
    call.emit("charge.succeeded", &charge.json)?;
    call.emit("payment_intent.succeeded", &intent.json)?;
    call.emit("invoice_payment.paid", &payment.json)?;
    Ok(Outcome::Paid)
}

/// A stored method, or a new one made of a test card's name.
fn method_of(call: &Call<'_>, name: &str) -> Result<Record, Refusal> {
    if let Some(stored) = call.find("payment_method", name)? {
        return Ok(stored);
    }
    let card = cards::named(name)
        .ok_or_else(|| Refusal::missing("PaymentMethod", name, "payment_method"))?;
    let method = Record {
        json: shapes::method(call, card)?,
        private: json!({ "card": card.name }),
    };
    call.insert(&method)?;
    Ok(method)
}

/// Gives a customer a method; its id. Cards that are always declined cannot be attached.
pub(super) fn attach(call: &Call<'_>, name: &str, customer: &str) -> Result<String, Refusal> {
    let mut method = method_of(call, name)?;
    if method
        .json
        .text("customer")
        .is_some_and(|owner| owner != customer)
    {
        return Err(Refusal::invalid(
            "The payment method you provided has already been attached to another customer.",
        )
        .param("payment_method"));
    }
    if let Some(decline) = cards::decline(method.private.must("card")).filter(|d| !d.attaches) {
        return Err(Refusal::new(402, "card_error", decline.message)
            .code(decline.code)
            .param("payment_method"));
    }
    if method.json.text("customer").is_none() {
        method.json.put("customer", customer);
        call.update(&method)?;
        call.emit("payment_method.attached", &method.json)?;
    }
    Ok(method.json.id().to_owned())
}
