//! The hosted invoice page: the invoice, its papers, and a form to pay it with a card. Once it is
//! paid, the form's place says so and leads to the receipt.

use serde_json::Value;

use super::card::{self, Refused};
use super::escape::{escape, fact};
use super::frame::{self, Width};
use crate::call::Call;
use crate::errors::Refusal;
use crate::http::answer::Answer;
use crate::http::execute::Incoming;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::objects::payments::page::{self, Came};
use crate::papers::{card_name, day, line_price, total_rows};
use crate::store::rows::Record;

/// The invoice as it stands now.
pub(super) fn show(call: &Call<'_>, invoice: &Record, query: &str) -> Result<Answer, Refusal> {
    let failed = query.contains("redirect_status=failed");
    let intent = page::intent_of(call, &invoice.json)?;
    let error = intent
        .as_ref()
        .and_then(|intent| intent.json.present("last_payment_error"));
    let refused = error.filter(|_| failed).map(Refused::of_error);
    shown(call, invoice, refused.as_ref())
}

/// A customer has filled the form in.
pub(super) fn pay(
    call: &Call<'_>,
    invoice: &Record,
    incoming: &Incoming,
) -> Result<Answer, Refusal> {
    let here = invoice.json.must("hosted_invoice_url");
    // Paid or void in the meantime: the page says so.
    let Some(mut intent) = page::intent_of(call, &invoice.json)? else {
        return Ok(super::go_to(here));
    };
    let typed = card::read(&incoming.body);
    match page::pay(call, &mut intent, &typed, here)? {
        Came::Paid => Ok(super::go_to(here)),
        Came::Asked(bank) => Ok(super::go_to(&bank)),
        Came::Refused(refusal) => {
            let invoice = call.load("invoice", invoice.json.id(), "id")?;
            shown(call, &invoice, Some(&Refused::of(&refusal)))
        }
    }
}

fn shown(call: &Call<'_>, invoice: &Record, refused: Option<&Refused>) -> Result<Answer, Refusal> {
    let json = &invoice.json;
    let title = format!("Invoice {} from {}", json.must("number"), account::NAME);
    let sections = format!("{}{}", paper(call, json)?, beside(call, json, refused)?);
    Ok(frame::page(200, &title, Width::Two, &sections))
}

/// The invoice itself.
fn paper(call: &Call<'_>, json: &Value) -> Result<String, Refusal> {
    let currency = json.must("currency");
    let (word, tone) = state(call, json);
    let due = match (json.status(), json.integer("due_date")) {
        ("open", Some(at)) => format!("<p class=\"under\">Due {}</p>", day(at)),
        _ => String::new(),
    };
    let shown = match json.status() {
        "open" | "uncollectible" => json.amount("amount_remaining"),
        _ => json.amount("total"),
    };
    let name = json
        .text("customer_name")
        .unwrap_or(json.must("customer_email"));
    let mut facts =
        fact("To", name) + &fact("From", account::NAME) + &fact("Invoice", json.must("number"));
    if let Some(at) = json.integer("effective_at") {
        facts += &fact("Issued", &day(at));
    }
    for field in json.items("custom_fields") {
        facts += &fact(field.must("name"), field.must("value"));
    }
    let text = |field: &str, class: &str| {
        json.text(field)
            .map(|t| format!("<p class=\"{class}\" dir=\"auto\">{}</p>", escape(t)))
            .unwrap_or_default()
    };
    let receipt = if json.status() == "paid" && json.amount("amount_paid") > 0 {
        format!(
            "<li><a href=\"{}/receipt\">Download the receipt</a></li>",
            escape(json.must("hosted_invoice_url"))
        )
    } else {
        String::new()
    };
    Ok(format!(
        "<section>{}<p class=\"state {tone}\">{word}</p><h1>{}</h1>{due}<dl>{facts}</dl>{}\
         <ul class=\"papers\"><li><a href=\"{}\">Download the invoice</a></li>{receipt}</ul>{}{}</section>",
        frame::letterhead(),
        escape(&money(shown, currency)),
        text("description", "memo"),
        escape(json.must("invoice_pdf")),
        table(call, json)?,
        text("footer", "foot"),
    ))
}

/// The lines, and from the subtotal to what is due.
fn table(call: &Call<'_>, json: &Value) -> Result<String, Refusal> {
    let currency = json.must("currency");
    let mut rows = String::new();
    for line in call.children("line_item", json.id())? {
        let line = &line.json;
        let price = match line.integer("quantity") {
            Some(quantity) if quantity != 1 => format!(
                "<small>{quantity} × {}</small>",
                escape(&line_price(&line["pricing"], currency))
            ),
            _ => String::new(),
        };
        rows.push_str(&format!(
            "<tr><td><bdi>{}</bdi>{price}</td><td class=\"n\">{}</td></tr>",
            escape(line.must("description")),
            escape(&money(line.amount("amount"), currency)),
        ));
    }
    let mut totals = String::new();
    for (label, amount, _) in total_rows(call, json)? {
        totals.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>",
            escape(&label),
            escape(&amount)
        ));
    }
    Ok(format!(
        "<table><thead><tr><th>Description</th><th class=\"n\">Amount</th></tr></thead><tbody>{rows}</tbody><tfoot>{totals}</tfoot></table>"
    ))
}

/// What stands beside the paper: the form, or why there is none.
fn beside(call: &Call<'_>, json: &Value, refused: Option<&Refused>) -> Result<String, Refusal> {
    let currency = json.must("currency");
    if page::intent_of(call, json)?.is_some() {
        let button = format!("Pay {}", money(json.amount("amount_remaining"), currency));
        let keep = format!(
            "<label class=\"check\"><input type=\"checkbox\" name=\"keep\" value=\"yes\">Let {} keep this card for later payments</label>",
            account::NAME
        );
        let form = card::form(refused, "", &keep, &button);
        return Ok(format!("<section><h2>Pay by card</h2>{form}</section>"));
    }
    let (heading, text) = match json.status() {
        "paid" => ("Paid", paid_by(call, json)?),
        "void" => (
            "Void",
            "This invoice has been withdrawn. There is nothing to pay.".to_owned(),
        ),
        _ => (
            "Not payable here",
            format!("Write to {} about this invoice.", account::EMAIL),
        ),
    };
    let tick = if json.status() == "paid" {
        "<p class=\"tick\" aria-hidden=\"true\">✓</p>"
    } else {
        ""
    };
    Ok(format!(
        "<section>{tick}<h2>{heading}</h2><p class=\"under\">{}</p></section>",
        escape(&text)
    ))
}

/// When and with what an invoice was paid.
fn paid_by(call: &Call<'_>, json: &Value) -> Result<String, Refusal> {
    let at = json["status_transitions"]
        .integer("paid_at")
        .map(day)
        .unwrap_or_default();
    let how = match page::charges_of(call, json)?.last() {
        Some(charge) => format!(" with {}", card_name(&charge.json)),
        None => String::new(),
    };
    Ok(format!("{at}{how}. Thank you."))
}

fn state(call: &Call<'_>, invoice: &Value) -> (&'static str, &'static str) {
    match invoice.status() {
        "paid" => ("Paid", "good"),
        "void" => ("Void", ""),
        "uncollectible" => ("Uncollectible", ""),
        _ if invoice
            .integer("due_date")
            .is_some_and(|due| due < call.now) =>
        {
            ("Past due", "bad")
        }
        _ => ("Open", ""),
    }
}
