//! The receipt of an invoice that was paid, or of a payment that belongs to none.

use paper::{Line, Party, Sheet, Weight};
use serde_json::Value;

use super::head::{begun, buyer};
use super::{day, drawn, invoice_line, texts, totals};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::payments::page;
use crate::store::rows::Record;

type Rows = Vec<(String, String, Weight)>;

/// The receipt of a paid invoice, however it was paid.
pub(crate) fn receipt(call: &Call<'_>, invoice: &Record) -> Result<Vec<u8>, Refusal> {
    let charges = page::charges_of(call, &invoice.json)?;
    drawn(&of_invoice(call, &invoice.json, &charges)?)
}

/// The receipt of a charge: of its invoice, where it has paid one.
pub(crate) fn receipt_of_charge(call: &Call<'_>, charge: &Value) -> Result<Vec<u8>, Refusal> {
    if let Some(invoice) = page::invoice_of(call, charge)? {
        return receipt(call, &invoice);
    }
    let currency = charge.must("currency");
    let amount = money(charge.amount("amount_captured"), currency);
    let party = Party {
        name: charge["billing_details"].must("name").to_owned(),
        lines: Vec::new(),
    };
    let customer = match charge.text("customer") {
        Some(customer) => call.find("customer", customer)?,
        None => None,
    };
    let buyer = match &customer {
        Some(customer) => Some(buyer(&customer.json, "name", "address", "email")),
        None => Some(party).filter(|party| !party.name.is_empty()),
    };
    let mut sheet = begun("Receipt", &short_number(charge.id()), Party::default());
    sheet.buyer = buyer;
    sheet.buyer_label = "Received from".into();
    sheet.facts = vec![
        ("Date paid".into(), day(charge.amount("created"))),
        ("Paid with".into(), card_name(charge)),
    ];
    sheet.lines = vec![Line {
        title: charge.text("description").unwrap_or("Payment").to_owned(),
        quantity: "1".into(),
        price: amount.clone(),
        amount: amount.clone(),
        ..Line::default()
    }];
    let mut rows = vec![("Amount paid".to_owned(), amount, Weight::Strong)];
    rows.extend(given_back(charge));
    sheet.totals = totals(rows);
    sheet.created = Some(charge.amount("created"));
    drawn(&thanks(sheet))
}

fn of_invoice(call: &Call<'_>, json: &Value, charges: &[Record]) -> Result<Sheet, Refusal> {
    let currency = json.must("currency");
    let mut sheet = begun(
        "Receipt",
        json.must("number"),
        buyer(json, "customer_name", "customer_address", "customer_email"),
    );
    let paid = json["status_transitions"]
        .integer("paid_at")
        .unwrap_or(call.now);
    sheet.buyer_label = "Received from".into();
    sheet.facts = vec![
        ("Invoice".into(), json.must("number").to_owned()),
        ("Date paid".into(), day(paid)),
    ];
    let with: Vec<String> = charges
        .iter()
        .map(|charge| card_name(&charge.json))
        .collect();
    if !with.is_empty() {
        sheet.facts.push(("Paid with".into(), with.join(", ")));
    } else if json.amount("amount_paid") > 0 {
        sheet
            .facts
            .push(("Paid with".into(), "Bank transfer, cash or cheque".into()));
    }
    sheet.description = json.text("description").map(str::to_owned);
    let lines = call.children("line_item", json.id())?;
    sheet.lines = lines
        .iter()
        .map(|line| invoice_line(&line.json, currency))
        .collect();
    let mut rows = texts::sums(call, json)?;
    rows.extend(texts::settled_otherwise(json));
    rows.push((
        "Amount paid".into(),
        money(json.amount("amount_paid"), currency),
        Weight::Strong,
    ));
    for charge in charges {
        rows.extend(given_back(&charge.json));
    }
    sheet.totals = totals(rows);
    sheet.footer = json.text("footer").map(str::to_owned);
    sheet.created = Some(paid);
    Ok(thanks(sheet))
}

/// What went back to the cardholder after all.
fn given_back(charge: &Value) -> Rows {
    let kept_open = charge.amount("amount") - charge.amount("amount_captured");
    let back = charge.amount("amount_refunded") - kept_open;
    if back <= 0 {
        return Rows::new();
    }
    let currency = charge.must("currency");
    vec![(
        format!("Refunded to {}", card_name(charge)),
        money(-back, currency),
        Weight::Muted,
    )]
}

fn thanks(mut sheet: Sheet) -> Sheet {
    sheet.notes.insert(0, "Thank you.".into());
    sheet
}

/// A number for a payment that has no invoice's: the end of its id, in two halves.
fn short_number(id: &str) -> String {
    let end: Vec<char> = id.chars().rev().take(8).collect();
    let end: String = end.into_iter().rev().collect::<String>().to_uppercase();
    let half = end.len() / 2;
    format!("{}-{}", &end[..half], &end[half..])
}

/// `Visa ending in 4242`, for a charge.
pub(crate) fn card_name(charge: &Value) -> String {
    card_name_of(&charge["payment_method_details"]["card"])
}

/// The same for a card.
pub(crate) fn card_name_of(card: &Value) -> String {
    let brand = match card.must("brand") {
        "visa" => "Visa",
        "mastercard" => "Mastercard",
        "amex" => "American Express",
        "discover" => "Discover",
        "diners" => "Diners Club",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        _ => "a card",
    };
    format!("{brand} ending in {}", card.must("last4"))
}
