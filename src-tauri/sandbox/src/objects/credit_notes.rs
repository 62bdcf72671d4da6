//! Credit notes: what is taken back of a finalized invoice. This file holds the operations and how a
//! note looks; its lines, its sums and where its money goes stand beside it.

mod lines;
mod money;
mod sums;

use serde_json::{Value, json};

use super::invoices;
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::ORIGIN;
use crate::json::Fields;
use crate::list::List;
use crate::money::{check_size, format};
use crate::operation::{Ask, Operation, Reply, get, post};
use crate::params::shared::{
    CREATED, ENDING_BEFORE, LIMIT, METADATA, NOTHING, PLAIN_LIST, QUANTITY, STARTING_AFTER,
};
use crate::params::{Args, COUNT, IDS, Kind, Param, TEXT, clearable, legacy, optional, required};
use crate::store::rows::Record;

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/credit_notes", LIST, list),
    post("/v1/credit_notes", CREATE, create),
    get("/v1/credit_notes/preview", CREATE, preview),
    get(
        "/v1/credit_notes/preview/lines",
        PREVIEW_LINES,
        preview_lines,
    ),
    get("/v1/credit_notes/{}", NOTHING, retrieve),
    post(
        "/v1/credit_notes/{}",
        &[clearable("memo", TEXT), METADATA],
        update,
    ),
    get("/v1/credit_notes/{}/lines", PLAIN_LIST, lines::list),
    post("/v1/credit_notes/{}/void", NOTHING, void),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("customer", Kind::Id),
    optional("invoice", Kind::Id),
];

const LINES: Kind = Kind::List(&Kind::Hash(&[
    required(
        "type",
        Kind::Choice(&["custom_line_item", "invoice_line_item"]),
    ),
    optional("amount", COUNT),
    optional("description", TEXT),
    optional("invoice_line_item", Kind::Id),
    METADATA,
    optional("quantity", QUANTITY),
    clearable("tax_amounts", TAX_AMOUNTS),
    clearable("tax_rates", IDS),
    optional("unit_amount", COUNT),
    optional("unit_amount_decimal", Kind::Decimal),
]));

const TAX_AMOUNTS: Kind = Kind::List(&Kind::Hash(&[
    required("amount", COUNT),
    required("tax_rate", Kind::Id),
    required("taxable_amount", COUNT),
]));

const REFUNDS: Kind = Kind::List(&Kind::Hash(&[
    optional("amount_refunded", COUNT),
    optional(
        "payment_record_refund",
        Kind::Hash(&[
            required("payment_record", Kind::Id),
            required("refund_group", Kind::Id),
        ]),
    ),
    optional("refund", Kind::Id),
    optional("type", Kind::Choice(&["payment_record_refund", "refund"])),
]));

const REASON: Kind = Kind::Choice(&[
    "duplicate",
    "fraudulent",
    "order_change",
    "product_unsatisfactory",
]);

const SHIPPING_COST: Kind = Kind::Hash(&[optional("shipping_rate", Kind::Id)]);

const CREATE: &[Param] = &[
    required("invoice", Kind::Id),
    optional("amount", COUNT),
    optional("credit_amount", COUNT),
    optional("effective_at", Kind::Time),
    optional("email_type", Kind::Choice(&["credit_note", "none"])),
    optional("lines", LINES),
    optional("memo", TEXT),
    METADATA,
    optional("out_of_band_amount", COUNT),
    optional("reason", REASON),
    // One refund, as it was before basil.
    legacy("refund", Kind::Id),
    optional("refund_amount", COUNT),
    optional("refunds", REFUNDS),
    optional("shipping_cost", SHIPPING_COST),
];

const PREVIEW_LINES: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    required("invoice", Kind::Id),
    optional("amount", COUNT),
    optional("credit_amount", COUNT),
    optional("effective_at", Kind::Time),
    optional("email_type", Kind::Choice(&["credit_note", "none"])),
    optional("lines", LINES),
    optional("memo", TEXT),
    METADATA,
    optional("out_of_band_amount", COUNT),
    optional("reason", REASON),
    // One refund, as it was before basil.
    legacy("refund", Kind::Id),
    optional("refund_amount", COUNT),
    optional("refunds", REFUNDS),
    optional("shipping_cost", SHIPPING_COST),
];

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("credit_note", "/v1/credit_notes")
        .range(&ask.args, "created", "created")
        .column(&ask.args, "customer", "customer")
        .column(&ask.args, "invoice", "parent")
        .page(call, &ask.args)
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(call.load("credit_note", ask.id, "id")?.json.into())
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut note = call.load("credit_note", ask.id, "id")?;
    let before = note.json.clone();
    ask.args.copy_onto(&mut note.json, &["memo"]);
    ask.args.merge_metadata(&mut note.json);
    call.changed("credit_note.updated", &before, &note)?;
    Ok(note.json.into())
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(issue(call, &ask.args)?.0.into())
}

/// The note that would be issued, issued and taken back.
fn preview(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    Ok(taken_back(call, &ask.args)?.0.into())
}

fn preview_lines(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let (_, lines) = taken_back(call, &ask.args)?;
    let data = lines.into_iter().map(|l| l.json).collect();
    crate::list::slice(data, "/v1/credit_notes/preview/lines", &ask.args)
}

fn taken_back(call: &Call<'_>, args: &Args) -> Result<(Value, Vec<Record>), Refusal> {
    call.db.execute_batch("SAVEPOINT preview")?;
    let made = issue(call, args);
    call.db
        .execute_batch("ROLLBACK TO preview; RELEASE preview")?;
    made
}

/// Issues a note: the note and its lines.
fn issue(call: &Call<'_>, args: &Args) -> Result<(Value, Vec<Record>), Refusal> {
    let mut invoice = call.load(
        "invoice",
        args.text("invoice").unwrap_or_default(),
        "invoice",
    )?;
    if !["open", "paid", "uncollectible"].contains(&invoice.json.status()) {
        return Err(Refusal::state(format!(
            "Credit notes can only be issued for finalized invoices. This one has a status of `{}`.",
            invoice.json.status()
        ))
        .param("invoice"));
    }
    let mut note = blank(call, &mut invoice, args)?;
    let id = note.json.id().to_owned();
    let named = ["amount", "lines", "shipping_cost"].map(|name| args.has(name));
    let lines = match named {
        [false, false, false] => {
            return Err(Refusal::invalid(
                "One of the following params should be provided for this request: amount, lines or shipping_cost.",
            )
            .code("parameter_missing")
            .before_it_began());
        }
        [true, false, false] => {
            let amount = args.integer("amount").unwrap_or_default();
            // Not every total of an invoice is one that people may ask for; all can be credited.
            check_size(amount, invoice.json.must("currency"), "amount")?;
            vec![lines::of_amount(call, &invoice.json, &id, amount)?]
        }
        [true, _, _] => {
            return Err(Refusal::invalid(
                "You may only specify one of these parameters: amount, lines, shipping_cost.",
            )
            .code("parameters_exclusive")
            .before_it_began());
        }
        [false, _, _] => lines::of_param(call, &invoice.json, &id, args.items("lines"))?,
    };
    let shipping = sums::shipping(call, &invoice, args.hash("shipping_cost"))?;
    let total = sums::write(&mut note.json, &lines, shipping);
    check_total(&invoice.json, total)?;
    note.json.put("lines", lines::shown(&id, &lines));
    money::settle(call, &invoice.json, &mut note.json, args)?;
    call.insert(&note)?;
    for line in &lines {
        call.insert(line)?;
    }
    call.emit("credit_note.created", &note.json)?;
    let before = invoice.json.clone();
    money::apply(call, &mut invoice, &note.json, 1)?;
    call.changed("invoice.updated", &before, &invoice)?;
    invoices::settle_if_nothing_remains(call, &mut invoice)?;
    Ok((note.json, lines))
}

/// A note takes back something, and no more than what its invoice came to.
fn check_total(invoice: &Value, total: i64) -> Result<(), Refusal> {
    let left = invoice.amount("total")
        - invoice.amount("pre_payment_credit_notes_amount")
        - invoice.amount("post_payment_credit_notes_amount");
    if (1..=left).contains(&total) {
        return Ok(());
    }
    let shown = |amount| format::money(amount, invoice.must("currency"));
    Err(Refusal::invalid(format!(
        "The credit note's total ({}) must be positive and no more than what is left of the invoice to credit ({}).",
        shown(total),
        shown(left.max(0))
    ))
    .param("amount"))
}

/// A note that says nothing yet, with its number and the link to its PDF.
fn blank(call: &Call<'_>, invoice: &mut Record, args: &Args) -> Result<Record, Refusal> {
    let id = call.new_id("cn_1")?;
    let count = invoice.private.amount("credit_notes") + 1;
    invoice.private.put("credit_notes", count);
    let secret = call.new_token("test_", 32)?;
    let mut note = Record {
        json: json!({
            "id": id,
            "object": "credit_note",
            "amount": 0,
            "amount_shipping": 0,
            "created": call.now,
            "currency": invoice.json.must("currency"),
            "customer": invoice.json.copy("customer"),
            "customer_account": null,
            "customer_balance_transaction": null,
            "discount_amount": 0,
            "discount_amounts": [],
            "effective_at": args.integer("effective_at").unwrap_or(call.now),
            "invoice": invoice.json.id(),
            "lines": [],
            "livemode": false,
            "memo": args.text("memo"),
            "metadata": {},
            "number": format!("{}-CN-{count:02}", invoice.json.must("number")),
            "out_of_band_amount": null,
            "pdf": format!("{ORIGIN}/credit_note/{id}/{secret}/pdf"),
            "post_payment_amount": 0,
            "pre_payment_amount": 0,
            "pretax_credit_amounts": [],
            "reason": args.text("reason"),
            "refunds": [],
            "shipping_cost": null,
            "status": "issued",
            "subtotal": 0,
            "subtotal_excluding_tax": 0,
            "total": 0,
            "total_excluding_tax": 0,
            "total_taxes": [],
            "type": "pre_payment",
            "voided_at": null,
        }),
        private: json!({ "secret": secret }),
    };
    args.merge_metadata(&mut note.json);
    Ok(note)
}

/// Only what has not moved money can be taken back, and only while the invoice waits to be paid.
fn void(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut note = call.load("credit_note", ask.id, "id")?;
    let mut invoice = call.load("invoice", note.json.must("invoice"), "invoice")?;
    if note.json.status() == "void" {
        return Err(Refusal::state("This credit note is already void."));
    }
    let waits = ["open", "uncollectible"].contains(&invoice.json.status());
    if !waits || note.json.amount("post_payment_amount") > 0 {
        return Err(Refusal::state(format!(
            "You can only void a pre-payment credit note of an open invoice. This is a {} credit note, and its invoice has a status of `{}`.",
            note.json.must("type"),
            invoice.json.status()
        )));
    }
    note.json.put("status", "void");
    note.json.put("voided_at", call.now);
    call.update(&note)?;
    call.emit("credit_note.voided", &note.json)?;
    let before = invoice.json.clone();
    money::apply(call, &mut invoice, &note.json, -1)?;
    call.changed("invoice.updated", &before, &invoice)?;
    Ok(note.json.into())
}
