//! A purchase through a payment link: what it comes to, and what it makes. A payment, an invoice or a
//! subscription is made by the API's own operations, as a program would make it. The page where that
//! happens is [`crate::pages`].

use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::http::form::{Node, add};
use crate::json::Fields;
use crate::objects::discounts::{self, Place};
use crate::objects::payments::page::{self, Came, Typed};
use crate::objects::{prices, promotion_codes};
use crate::operation::{self, Ask, Reply};
use crate::params;
use crate::store::rows::Record;

/// What a buyer has chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    /// Of each of the link's items, in their order.
    pub(crate) quantities: Vec<i64>,
    /// A promotion code as it was typed, in whatever letters.
    pub(crate) code: String,
    /// The id of a shipping rate.
    pub(crate) rate: String,
}

/// Who buys, as far as the page has asked.
pub(crate) struct Buyer {
    pub(crate) card: Typed,
    /// `name` and `address`, or null.
    pub(crate) shipping: Value,
    /// Its type and value; two empty words where there is none.
    pub(crate) tax_id: (String, String),
    pub(crate) individual: String,
    pub(crate) business: String,
}

/// What an order comes to today, in minor units of the link's currency.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) total: i64,
}

type Form = Vec<(String, String)>;

/// What the link sells.
pub(crate) fn items(call: &Call<'_>, link: &Value) -> Result<Vec<Record>, Refusal> {
    call.children("item", link.id())
}

pub(crate) fn recurs(items: &[Record]) -> bool {
    items.iter().any(is_recurring)
}

fn is_recurring(item: &Record) -> bool {
    item.json["price"].present("recurring").is_some()
}

/// What so many of an item cost, before anything is taken off.
pub(crate) fn amount(call: &Call<'_>, item: &Value, quantity: i64) -> Result<i64, Refusal> {
    prices::amount(call, &item["price"], quantity)
}

/// Reckons an order by the invoice that it would make, and takes that back.
pub(crate) fn reckon(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
) -> Result<Sum, Refusal> {
    call.db.execute_batch("SAVEPOINT sum")?;
    let sum = reckoned(&call.by_link(), link, items, order);
    call.db.execute_batch("ROLLBACK TO sum; RELEASE sum")?;
    sum
}

fn reckoned(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
) -> Result<Sum, Refusal> {
    let shipping = match link
        .items("shipping_options")
        .iter()
        .find(|option| option.must("shipping_rate") == order.rate)
    {
        Some(option) => option.amount("shipping_amount"),
        None if link.items("shipping_options").is_empty() => 0,
        None => return Err(wrong("Choose how it is to be sent.", "rate")),
    };
    let customer = ask(call, "/v1/customers", &[])?;
    let mut form = vec![pair("customer", customer.id())];
    form.extend(lines(
        items,
        order,
        "subscription_details[items]",
        "invoice_items",
    ));
    if form.len() == 1 {
        return Err(wrong("Choose how many you want.", "quantity"));
    }
    form.push(pair("currency", link.must("currency")));
    if let Some(end) = trial_end(call, link) {
        form.push(pair("subscription_details[trial_end]", end));
    }
    let plain = ask(call, "/v1/invoices/create_preview", &form)?;
    let mut total = plain.amount("total");
    let mut discount = 0;
    if let Some(code) = code(call, order)? {
        let subtotal = plain.amount("subtotal");
        redeem(call, link, &code, customer.id(), subtotal)?;
        form.push(pair("discounts[0][promotion_code]", code));
        let less = ask(call, "/v1/invoices/create_preview", &form)?.amount("total");
        discount = total - less;
        total = less;
    }
    Ok(Sum {
        discount,
        shipping,
        total: total + shipping,
    })
}

/// The items as two lists of parameters: what comes back under `recurring`, what is bought once under `once`.
fn lines(items: &[Record], order: &Order, recurring: &str, once: &str) -> Form {
    let (mut out, mut many) = (Vec::new(), [0, 0]);
    for (at, item) in items.iter().enumerate() {
        let own = item.json.amount("quantity");
        let quantity = order.quantities.get(at).copied().unwrap_or(own);
        if quantity == 0 {
            continue;
        }
        let (list, place) = if is_recurring(item) {
            (recurring, &mut many[0])
        } else {
            (once, &mut many[1])
        };
        out.push(pair(
            format!("{list}[{place}][price]"),
            item.json["price"].id(),
        ));
        out.push(pair(format!("{list}[{place}][quantity]"), quantity));
        *place += 1;
    }
    out
}

fn trial_end(call: &Call<'_>, link: &Value) -> Option<i64> {
    let days = link["subscription_data"].integer("trial_period_days")?;
    (days > 0).then(|| call.now + days * 86_400)
}

/// The id of the promotion code that was typed, if one was.
fn code(call: &Call<'_>, order: &Order) -> Result<Option<String>, Refusal> {
    if order.code.is_empty() {
        return Ok(None);
    }
    let found = promotion_codes::by_code(call, &order.code)?;
    let unknown = || wrong(&format!("The code {} is not valid.", order.code), "code");
    found.ok_or_else(unknown).map(Some)
}

/// Uses a code for an amount that no invoice and no subscription counts it for.
fn redeem(
    call: &Call<'_>,
    link: &Value,
    code: &str,
    customer: &str,
    amount: i64,
) -> Result<(), Refusal> {
    let place = Place {
        customer: Some(customer).filter(|id| !id.is_empty()),
        amount: Some(amount),
        ..Place::default()
    };
    let sent = [json!({ "promotion_code": code })];
    let made = discounts::of_param(call, &sent, place, link.text("currency"), "code")?;
    discounts::redeem(call, &made)
}

/// Makes what the link sells, and pays it with the card.
pub(crate) fn sell(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
    buyer: &Buyer,
) -> Result<Came, Refusal> {
    let call = &call.by_link();
    let sum = match reckon(call, link, items, order) {
        Ok(sum) => sum,
        Err(refusal) if refusal.status < 500 => return Ok(Came::Refused(refusal)),
        Err(refusal) => return Err(refusal),
    };
    let code = code(call, order)?;
    let invoices = link["invoice_creation"].flag("enabled");
    let keeps = link.must("customer_creation") == "always" || !buyer.tax_id.1.is_empty();
    let customer = if recurs(items) || invoices || keeps {
        ask(call, "/v1/customers", &of_buyer(buyer))?
            .id()
            .to_owned()
    } else {
        String::new()
    };
    if recurs(items) {
        subscribe(call, link, items, order, buyer, &customer, code)
    } else if invoices {
        bill(call, link, items, order, buyer, &customer, code)
    } else {
        if let Some(code) = code {
            let before = sum.total - sum.shipping + sum.discount;
            redeem(call, link, &code, &customer, before)?;
        }
        pay(call, link, items, sum, buyer, &customer)
    }
}

fn of_buyer(buyer: &Buyer) -> Form {
    let mut form = vec![
        pair("email", &buyer.card.email),
        pair("name", &buyer.card.name),
        pair("phone", &buyer.card.phone),
        pair("individual_name", &buyer.individual),
        pair("business_name", &buyer.business),
    ];
    form.extend(flat("shipping", &buyer.shipping));
    form.extend(flat("address", &buyer.card.address));
    if !buyer.tax_id.1.is_empty() {
        form.push(pair("tax_id_data[0][type]", &buyer.tax_id.0));
        form.push(pair("tax_id_data[0][value]", &buyer.tax_id.1));
    }
    form
}

/// A payment and nothing else.
fn pay(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    sum: Sum,
    buyer: &Buyer,
    customer: &str,
) -> Result<Came, Refusal> {
    if sum.total == 0 {
        // Nothing to pay, and nothing to pay it with.
        return Ok(Came::Paid);
    }
    let names: Vec<&str> = items.iter().map(|i| i.json.must("description")).collect();
    let mut form = vec![
        pair("amount", sum.total),
        pair("currency", link.must("currency")),
        pair("customer", customer),
        pair("receipt_email", &buyer.card.email),
    ];
    form.extend(flat("shipping", &buyer.shipping));
    form.extend(flat("", &link["payment_intent_data"]));
    if link["payment_intent_data"].text("description").is_none() {
        form.push(pair("description", names.join(", ")));
    }
    let made = ask(call, "/v1/payment_intents", &form)?;
    let mut intent = call.load("payment_intent", made.id(), "id")?;
    page::pay(call, &mut intent, &buyer.card, link.must("url"))
}

/// An invoice with the items as its lines, finalized.
fn bill(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
    buyer: &Buyer,
    customer: &str,
    code: Option<String>,
) -> Result<Came, Refusal> {
    let mut form = vec![
        pair("customer", customer),
        pair("currency", link.must("currency")),
        pair("shipping_cost[shipping_rate]", &order.rate),
        pair("discounts[0][promotion_code]", code.unwrap_or_default()),
    ];
    form.extend(flat("shipping_details", &buyer.shipping));
    let data = &link["invoice_creation"]["invoice_data"];
    for field in ["custom_fields", "description", "footer", "metadata"] {
        form.extend(flat(field, &data[field]));
    }
    let invoice = ask(call, "/v1/invoices", &form)?.id().to_owned();
    for (at, item) in items.iter().enumerate() {
        let own = item.json.amount("quantity");
        let quantity = order.quantities.get(at).copied().unwrap_or(own);
        if quantity > 0 {
            let line = [
                pair("customer", customer),
                pair("invoice", &invoice),
                pair("pricing[price]", item.json["price"].id()),
                pair("quantity", quantity),
            ];
            ask(call, "/v1/invoiceitems", &line)?;
        }
    }
    let path = format!("/v1/invoices/{invoice}/finalize");
    let finalized = ask(call, &path, &[])?;
    let Some(intent) = page::intent_of(call, &finalized)? else {
        return Ok(Came::Paid);
    };
    let path = format!("/v1/payment_intents/{}", intent.json.id());
    ask(call, &path, &flat("", &link["payment_intent_data"]))?;
    let mut intent = call.load("payment_intent", intent.json.id(), "id")?;
    page::pay(call, &mut intent, &buyer.card, link.must("url"))
}

/// A subscription whose first invoice is paid, or that begins with a trial.
fn subscribe(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
    buyer: &Buyer,
    customer: &str,
    code: Option<String>,
) -> Result<Came, Refusal> {
    let mut form = vec![
        pair("customer", customer),
        pair("payment_behavior", "default_incomplete"),
        pair(
            "payment_settings[save_default_payment_method]",
            "on_subscription",
        ),
        pair("discounts[0][promotion_code]", code.unwrap_or_default()),
    ];
    form.extend(lines(items, order, "items", "add_invoice_items"));
    let data = &link["subscription_data"];
    for field in [
        "description",
        "metadata",
        "trial_period_days",
        "trial_settings",
    ] {
        form.extend(flat(field, &data[field]));
    }
    for field in ["custom_fields", "description", "footer"] {
        let name = format!("invoice_settings[{field}]");
        form.extend(flat(&name, &data["invoice_settings"][field]));
    }
    let made = ask(call, "/v1/subscriptions", &form)?;
    let invoice = call.load("invoice", made.must("latest_invoice"), "invoice")?;
    if let Some(mut intent) = page::intent_of(call, &invoice.json)? {
        let keeping = Typed {
            keep: true,
            ..buyer.card.clone()
        };
        return page::pay(call, &mut intent, &keeping, link.must("url"));
    }
    // A trial begins without money. The card is for its end.
    if buyer.card.number.is_empty() {
        return Ok(Came::Paid);
    }
    match page::save(call, customer, &buyer.card)? {
        Ok(method) => {
            let path = format!("/v1/subscriptions/{}", made.id());
            ask(call, &path, &[pair("default_payment_method", method)])?;
            Ok(Came::Paid)
        }
        Err(refusal) => Ok(Came::Refused(refusal)),
    }
}

/// One of the API's own operations, asked from here. Empty words are left out.
fn ask(call: &Call<'_>, path: &str, pairs: &[(String, String)]) -> Result<Value, Refusal> {
    let (operation, ids) = operation::find("POST", path)
        .ok_or_else(|| Refusal::broken(format!("there is no {path}")))?;
    let mut form = Node::empty();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        add(&mut form, key, value.clone());
    }
    let asked = Ask {
        id: ids.id,
        under: ids.under,
        args: params::check(operation.params, &form, false)?,
    };
    match (operation.run)(call, &asked)? {
        Reply::Object(made) => Ok(made),
        _ => Err(Refusal::broken(format!("{path} made no object"))),
    }
}

fn pair(key: impl Into<String>, value: impl ToString) -> (String, String) {
    (key.into(), value.to_string())
}

/// What a link keeps of its parameters, as parameters again.
fn flat(at: &str, value: &Value) -> Form {
    let inside = |key: &str| match at {
        "" => key.to_owned(),
        _ => format!("{at}[{key}]"),
    };
    match value {
        Value::Null => Vec::new(),
        Value::Object(fields) => (fields.iter())
            .flat_map(|(key, value)| flat(&inside(key), value))
            .collect(),
        Value::Array(members) => (members.iter().enumerate())
            .flat_map(|(at, value)| flat(&inside(&at.to_string()), value))
            .collect(),
        Value::String(text) => vec![pair(at, text)],
        other => vec![pair(at, other)],
    }
}

fn wrong(words: &str, param: &str) -> Refusal {
    Refusal::invalid(words).param(param)
}
