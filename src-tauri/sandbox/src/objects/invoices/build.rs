//! How an invoice comes to be: its first form, and its lines from invoice items and subscription items.

use serde_json::{Value, json};

use super::lines;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money;
use crate::objects::discounts::{self, Place};
use crate::objects::{account, customers, invoice_items, prices, tax_ids, tax_rates};
use crate::store::rows::Record;

/// What makes one invoice different from another.
#[derive(Debug, Default)]
pub(in crate::objects) struct Made {
    pub(in crate::objects) customer: String,
    /// The customer's, or US dollars, where nothing says otherwise.
    pub(in crate::objects) currency: Option<String>,
    pub(in crate::objects) collection_method: String,
    pub(in crate::objects) billing_reason: &'static str,
    pub(in crate::objects) parent: Value,
    pub(in crate::objects) days_until_due: Option<i64>,
    /// Start and end of the time billed; the moment of creation where there is none.
    pub(in crate::objects) period: Option<(i64, i64)>,
}

/// A draft without lines, not stored yet.
pub(in crate::objects) fn make(call: &Call<'_>, made: Made) -> Result<Record, Refusal> {
    let customer = call.load("customer", &made.customer, "customer")?.json;
    let currency = match made.currency {
        Some(currency) => crate::money::check_currency(&currency, "currency")?,
        None => customer.text("currency").unwrap_or("usd").to_owned(),
    };
    customers::settle_currency(call, &made.customer, &currency)?;
    let (start, end) = made.period.unwrap_or((call.now, call.now));
    let id = call.new_id("in_1")?;
    let mut invoice = Record::new(json!({
        "id": id,
        "object": "invoice",
        "account_country": "US",
        "account_name": account::NAME,
        "account_tax_ids": null,
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "application": null,
        "attempt_count": 0,
        "attempted": false,
        "auto_advance": false,
        "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null, "provider": null, "status": null },
        "automatically_finalizes_at": null,
        "billing_reason": made.billing_reason,
        "collection_method": made.collection_method,
        "created": call.now,
        "currency": currency,
        "custom_fields": customer["invoice_settings"].copy("custom_fields"),
        "customer": made.customer,
        "customer_account": null,
        "default_payment_method": null,
        "default_source": null,
        "default_tax_rates": [],
        "description": null,
        "discounts": [],
        "due_date": null,
        "effective_at": null,
        "ending_balance": null,
        "footer": customer["invoice_settings"].copy("footer"),
        "from_invoice": null,
        "hosted_invoice_url": null,
        "invoice_pdf": null,
        "issuer": { "type": "self" },
        "last_finalization_error": null,
        "latest_revision": null,
        "lines": { "object": "list", "data": [], "has_more": false, "url": format!("/v1/invoices/{id}/lines") },
        "livemode": false,
        "metadata": {},
        "next_payment_attempt": null,
        "number": null,
        "on_behalf_of": null,
        "parent": made.parent,
        "payment_settings": { "default_mandate": null, "payment_method_options": null, "payment_method_types": null },
        "period_end": end,
        "period_start": start,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": null,
        "rendering": null,
        "shipping_cost": null,
        "shipping_details": null,
        "starting_balance": 0,
        "statement_descriptor": null,
        "status": "draft",
        "status_transitions": super::no_transitions(),
        "subtotal": 0,
        "subtotal_excluding_tax": 0,
        "test_clock": call.clock,
        "total": 0,
        "total_discount_amounts": [],
        "total_excluding_tax": 0,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": null,
    }));
    snapshot(call, &mut invoice.json, &customer)?;
    let ids = of_customer(call, &customer, &id)?;
    invoice.json.put("discounts", ids);
    set_due(call, &mut invoice.json, made.days_until_due, None)?;
    Ok(invoice)
}

/// The customer's own discount at work on an invoice, unless its time is over or it was for one only.
fn of_customer(call: &Call<'_>, customer: &Value, invoice: &str) -> Result<Vec<String>, Refusal> {
    let Some(id) = customer["discount"].text("id") else {
        return Ok(Vec::new());
    };
    let mut discount = call.load("discount", id, "discount")?;
    let is_over = discount
        .json
        .integer("end")
        .is_some_and(|end| end <= call.now);
    if is_over || discount.private.flag("used") {
        return Ok(Vec::new());
    }
    if discount.private["coupon"].must("duration") == "once" {
        discount.private.put("used", true);
        call.update(&discount)?;
    }
    let place = Place {
        customer: Some(customer.id()),
        invoice: Some(invoice),
        ..Place::default()
    };
    discounts::carried(call, &[id.to_owned()], place)
}

/// What the invoice says of its customer; it stays as it was when the invoice was finalized.
pub(super) fn snapshot(
    call: &Call<'_>,
    invoice: &mut Value,
    customer: &Value,
) -> Result<(), Refusal> {
    for (field, of) in [
        ("customer_address", "address"),
        ("customer_email", "email"),
        ("customer_name", "name"),
        ("customer_phone", "phone"),
        ("customer_shipping", "shipping"),
        ("customer_tax_exempt", "tax_exempt"),
    ] {
        invoice.put(field, customer.copy(of));
    }
    let tax_ids = tax_ids::of(call, customer.id())?;
    let shown: Vec<Value> = tax_ids
        .iter()
        .map(|t| json!({ "type": t.must("type"), "value": t.must("value") }))
        .collect();
    invoice.put("customer_tax_ids", shown);
    Ok(())
}

/// When an invoice that is sent must be paid.
pub(super) fn set_due(
    call: &Call<'_>,
    invoice: &mut Value,
    days: Option<i64>,
    date: Option<i64>,
) -> Result<(), Refusal> {
    let is_sent = invoice.must("collection_method") == "send_invoice";
    match (days, date) {
        (Some(_), Some(_)) => Err(Refusal::invalid(
            "You may only specify one of these parameters: days_until_due, due_date.",
        )
        .code("parameters_exclusive")
        .before_it_began()),
        (Some(_), None) | (None, Some(_)) if !is_sent => {
            let param = if days.is_some() {
                "days_until_due"
            } else {
                "due_date"
            };
            Err(Refusal::invalid(format!("You can only set `{param}` if the `collection_method` of the invoice is `send_invoice`.")).param(param))
        }
        (Some(days), None) => {
            let from = invoice.integer("created").unwrap_or(call.now);
            invoice.put("due_date", from + days * 86_400);
            Ok(())
        }
        (None, Some(date)) if date <= call.now => Err(Refusal::invalid(
            "The `due_date` of an invoice must be in the future.",
        )
        .param("due_date")),
        (None, Some(date)) => {
            invoice.put("due_date", date);
            Ok(())
        }
        (None, None)
            if is_sent
                && invoice.integer("due_date").is_none()
                && invoice.must("billing_reason") == "manual" =>
        {
            // Stripe's account default where nothing is said.
            invoice.put("due_date", call.now + 30 * 86_400);
            Ok(())
        }
        (None, None) => Ok(()),
    }
}

/// The draft that accepting a one-time quote makes.
pub(in crate::objects) fn of_quote(
    call: &Call<'_>,
    quote: &Record,
    items: &[Record],
) -> Result<String, Refusal> {
    let json = &quote.json;
    let settings = &json["invoice_settings"];
    let customer = json.must("customer").to_owned();
    let parent = json!({ "quote_details": { "quote": json.id() }, "subscription_details": null, "type": "quote_details" });
    let mut invoice = make(
        call,
        Made {
            customer: customer.clone(),
            currency: json.text("currency").map(str::to_owned),
            collection_method: json.must("collection_method").to_owned(),
            billing_reason: "quote_accept",
            parent,
            days_until_due: settings.integer("days_until_due"),
            period: None,
        },
    )?;
    for field in ["custom_fields", "description", "footer"] {
        if settings.present(field).is_some() {
            invoice.json.put(field, settings.copy(field));
        }
    }
    invoice.json.put("metadata", json.copy("metadata"));
    invoice.json.put(
        "default_tax_rates",
        tax_rates::whole(call, &json.texts("default_tax_rates"))?,
    );
    let place = Place {
        customer: Some(&customer),
        invoice: Some(invoice.json.id()),
        ..Place::default()
    };
    invoice.json.put(
        "discounts",
        discounts::carried(call, &json.texts("discounts"), place)?,
    );
    call.insert(&invoice)?;
    for item in items {
        add_quote_line(call, &invoice, item)?;
    }
    lines::total(call, &mut invoice)?;
    call.emit("invoice.created", &invoice.json)?;
    Ok(invoice.json.id().to_owned())
}

/// A quote's one-time line as an invoice item and its line.
pub(in crate::objects) fn add_quote_line(
    call: &Call<'_>,
    invoice: &Record,
    item: &Record,
) -> Result<(), Refusal> {
    let made = invoice_items::of_price(
        call,
        invoice,
        &item.json["price"],
        item.json.amount("quantity"),
        &item.private,
    )?;
    add_item_line(call, invoice, &made)
}

/// The line that shows an invoice item.
pub(in crate::objects) fn add_item_line(
    call: &Call<'_>,
    invoice: &Record,
    item: &Record,
) -> Result<(), Refusal> {
    let mut line = Record {
        json: json!({
            "id": call.new_id("il_1")?,
            "object": "line_item",
            "discount_amounts": [],
            "invoice": invoice.json.id(),
            "livemode": false,
            "pretax_credit_amounts": [],
            "taxes": [],
        }),
        private: json!({ "parent": invoice.json.id(), "item": item.json.id() }),
    };
    show_item(&mut line, item);
    call.insert(&line)
}

/// Writes onto a line what its invoice item says.
pub(in crate::objects) fn show_item(line: &mut Record, item: &Record) {
    let json = &item.json;
    for field in [
        "amount",
        "currency",
        "description",
        "discountable",
        "discounts",
        "metadata",
        "period",
        "pricing",
        "quantity",
        "quantity_decimal",
    ] {
        line.json.put(field, json.copy(field));
    }
    line.json.put("subtotal", json.amount("amount"));
    let subscription = invoice_items::subscription_of(json);
    let is_proration = json.flag("proration");
    let credited = json.pointer("/proration_details/credited_items/invoice_line_item_details");
    line.json.put("subscription", subscription);
    let parent = json!({
        "invoice_item_details": {
            "invoice_item": json.id(),
            "proration": is_proration,
            "proration_details": if is_proration { json!({ "credited_items": credited }) } else { Value::Null },
            "subscription": subscription,
        },
        "subscription_item_details": null,
        "type": "invoice_item_details",
    });
    line.json.put("parent", parent);
    for own in ["tax_rates", "taxes"] {
        line.private.put(own, item.private.copy(own));
    }
    let product = json.pointer("/pricing/price_details/product").cloned();
    line.private.put("product", product.unwrap_or_default());
}

/// The line of one period of a subscription item; in a trial it costs nothing. `share` is how much of a
/// whole period it is, as seconds of seconds, where it is not all of it.
pub(in crate::objects) fn add_subscription_line(
    call: &Call<'_>,
    invoice: &Record,
    item: &Value,
    period: (i64, i64),
    is_trial: bool,
    share: Option<(i64, i64)>,
) -> Result<(), Refusal> {
    let price = &item["price"];
    let quantity = item.integer("quantity").unwrap_or(1);
    let product = call.find("product", price.must("product"))?;
    let name = product
        .and_then(|p| p.json.text("name").map(str::to_owned))
        .unwrap_or_default();
    let amount = if is_trial {
        0
    } else {
        let whole = prices::amount(call, price, quantity)?;
        share.map_or(whole, |(part, of)| money::share(whole, part, of))
    };
    let description = if is_trial {
        format!("Trial period for {name}")
    } else {
        format!("{quantity} × {name} ({})", lines::each(price))
    };
    let subscription = item.must("subscription");
    let parent = json!({
        "invoice_item_details": null,
        "subscription_item_details": {
            "invoice_item": null,
            "proration": share.is_some() && !is_trial,
            "proration_details": null,
            "subscription": subscription,
            "subscription_item": item.id(),
        },
        "type": "subscription_item_details",
    });
    let line = Record {
        json: json!({
            "id": call.new_id("il_1")?,
            "object": "line_item",
            "amount": amount,
            "currency": price.must("currency"),
            "description": description,
            "discount_amounts": [],
            "discountable": true,
            "discounts": item.copy("discounts"),
            "invoice": invoice.json.id(),
            "livemode": false,
            "metadata": item.copy("metadata"),
            "parent": parent,
            "period": { "start": period.0, "end": period.1 },
            "pretax_credit_amounts": [],
            "pricing": lines::pricing(price),
            "quantity": quantity,
            "quantity_decimal": quantity.to_string(),
            "subscription": subscription,
            "subtotal": amount,
            "taxes": [],
        }),
        private: json!({ "parent": invoice.json.id(), "tax_rates": tax_rate_ids(item), "product": price.must("product") }),
    };
    call.insert(&line)
}

/// A subscription item's own rates; null where it has none, so that the invoice's apply.
fn tax_rate_ids(item: &Value) -> Value {
    let ids: Vec<&str> = item.items("tax_rates").iter().map(Fields::id).collect();
    if ids.is_empty() {
        Value::Null
    } else {
        json!(ids)
    }
}
