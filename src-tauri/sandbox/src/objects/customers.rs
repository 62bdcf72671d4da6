//! Customers. A customer's invoice prefix and sequence, from which quotes and invoices take their
//! numbers, are kept here.

pub(super) mod discount;
pub(super) mod ledger;

use serde_json::{Value, json};

use super::{payments, tax_ids};
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::list::{List, embedded};
use crate::operation::{Ask, Operation, Reply, delete, get, post};
use crate::params::shared::{
    ADDRESS, BALANCE, CREATED, CUSTOM_FIELDS, ENDING_BEFORE, LIMIT, METADATA, NOTHING, SHIPPING,
    STARTING_AFTER,
};
use crate::params::{Args, COUNT, Kind, Param, TEXT, clearable, legacy, optional};
use crate::store::rows::{self, Record};

pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/customers", LIST, list),
    post("/v1/customers", CREATE, create),
    get("/v1/customers/{}", NOTHING, retrieve),
    post("/v1/customers/{}", UPDATE, update),
    delete("/v1/customers/{}", NOTHING, remove),
];

const LIST: &[Param] = &[
    LIMIT,
    STARTING_AFTER,
    ENDING_BEFORE,
    CREATED,
    optional("email", Kind::Text(512)),
    optional("test_clock", Kind::Id),
];

const CREATE: &[Param] = &[
    clearable("address", Kind::Hash(ADDRESS)),
    optional("balance", BALANCE),
    clearable("business_name", Kind::Text(150)),
    legacy("coupon", Kind::Id),
    clearable("description", TEXT),
    clearable("email", Kind::Text(512)),
    clearable("individual_name", Kind::Text(150)),
    optional("invoice_prefix", Kind::Text(12)),
    optional("invoice_settings", Kind::Hash(INVOICE_SETTINGS)),
    METADATA,
    clearable("name", Kind::Text(256)),
    optional("next_invoice_sequence", COUNT),
    optional("payment_method", Kind::Id),
    clearable("phone", Kind::Text(20)),
    optional("preferred_locales", Kind::List(&Kind::Id)),
    legacy("promotion_code", Kind::Id),
    clearable("shipping", Kind::Hash(SHIPPING)),
    optional("source", Kind::Id),
    clearable("tax_exempt", TAX_EXEMPT),
    optional("tax_id_data", Kind::List(&Kind::Hash(tax_ids::DATA))),
    optional("test_clock", Kind::Id),
];

const UPDATE: &[Param] = &[
    clearable("address", Kind::Hash(ADDRESS)),
    optional("balance", BALANCE),
    clearable("business_name", Kind::Text(150)),
    legacy("coupon", Kind::Id),
    clearable("description", TEXT),
    clearable("email", Kind::Text(512)),
    clearable("individual_name", Kind::Text(150)),
    optional("invoice_prefix", Kind::Text(12)),
    optional("invoice_settings", Kind::Hash(INVOICE_SETTINGS)),
    METADATA,
    clearable("name", Kind::Text(256)),
    optional("next_invoice_sequence", COUNT),
    clearable("phone", Kind::Text(20)),
    optional("preferred_locales", Kind::List(&Kind::Id)),
    legacy("promotion_code", Kind::Id),
    clearable("shipping", Kind::Hash(SHIPPING)),
    optional("source", Kind::Id),
    clearable("tax_exempt", TAX_EXEMPT),
];

const INVOICE_SETTINGS: &[Param] = &[
    clearable("custom_fields", CUSTOM_FIELDS),
    clearable("default_payment_method", Kind::Id),
    clearable("footer", TEXT),
];

const TAX_EXEMPT: Kind = Kind::Choice(&["exempt", "none", "reverse"]);

fn list(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    List::of("customer", "/v1/customers")
        .range(&ask.args, "created", "created")
        .on_clock(&ask.args, &["test_clock"])
        .field(&ask.args, "email", "email")
        .page(call, &ask.args)
}

fn create(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let args = &ask.args;
    let id = call.new_id("cus_")?;
    let prefix = match args.text("invoice_prefix") {
        Some(prefix) => checked_prefix(prefix)?,
        None => call.new_token("", 8)?.to_uppercase(),
    };
    let mut customer = Record::new(json!({
        "id": id,
        "object": "customer",
        "address": null,
        "balance": 0,
        "created": call.now,
        "currency": null,
        "default_source": null,
        "delinquent": false,
        "description": null,
        "discount": null,
        "email": null,
        "invoice_prefix": prefix,
        "invoice_settings": { "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null },
        "livemode": false,
        "metadata": {},
        "name": null,
        "next_invoice_sequence": 1,
        "phone": null,
        "preferred_locales": [],
        "shipping": null,
        "tax_exempt": "none",
        "test_clock": call.clock,
    }));
    apply(args, &mut customer.json)?;
    if let Some(method) = args.text("payment_method") {
        let method = payments::attach(call, method, &id)?;
        if args
            .hash("invoice_settings")
            .text("default_payment_method")
            .is_some()
        {
            set_default_method(&mut customer.json, &method);
        }
    }
    take_source(call, args, &mut customer)?;
    if customer.json.amount("balance") != 0 {
        open_balance(&mut customer.json);
    }
    call.insert(&customer)?;
    discount::give(call, &mut customer, args)?;
    call.update(&customer)?;
    call.emit("customer.created", &customer.json)?;
    note_balance(call, &customer.json, 0, "initial")?;
    for (at, tax_id) in args.items("tax_id_data").iter().enumerate() {
        tax_ids::make(call, Some(&id), tax_id, &format!("tax_id_data[{at}]"))?;
    }
    Ok(customer.json.into())
}

/// A balance is in the customer's currency, the account's where there is none yet.
fn open_balance(customer: &mut Value) {
    if customer.text("currency").is_none() {
        customer.put("currency", "usd");
    }
}

/// Writes down that the balance was set by hand.
fn note_balance(
    call: &Call<'_>,
    customer: &Value,
    before: i64,
    kind: &'static str,
) -> Result<(), Refusal> {
    let amount = customer.amount("balance") - before;
    if amount != 0 {
        let entry = ledger::Entry {
            amount,
            kind,
            ..ledger::Entry::default()
        };
        ledger::write_down(call, customer, entry)?;
    }
    Ok(())
}

fn retrieve(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    // A deleted customer can still be fetched, and says so.
    match call.find("customer", ask.id)? {
        Some(found) => Ok(found.json.into()),
        None => Err(Refusal::missing("customer", ask.id, "id")),
    }
}

fn update(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let mut customer = call.load("customer", ask.id, "id")?;
    let before = customer.json.clone();
    if let Some(prefix) = ask.args.text("invoice_prefix") {
        customer.json.put("invoice_prefix", checked_prefix(prefix)?);
    }
    apply(&ask.args, &mut customer.json)?;
    if let Some(method) = ask
        .args
        .hash("invoice_settings")
        .text("default_payment_method")
    {
        let method = payments::attach(call, method, ask.id)?;
        set_default_method(&mut customer.json, &method);
    }
    take_source(call, &ask.args, &mut customer)?;
    discount::give(call, &mut customer, &ask.args)?;
    if customer.json.amount("balance") != before.amount("balance") {
        open_balance(&mut customer.json);
    }
    call.changed("customer.updated", &before, &customer)?;
    note_balance(call, &customer.json, before.amount("balance"), "adjustment")?;
    Ok(customer.json.into())
}

fn remove(call: &Call<'_>, ask: &Ask<'_>) -> Result<Reply, Refusal> {
    let customer = call.load("customer", ask.id, "id")?;
    super::subscriptions::cancel_all(call, ask.id)?;
    let tombstone = rows::bury(call.db, "customer", ask.id)?;
    call.emit("customer.deleted", &customer.json)?;
    Ok(tombstone.into())
}

fn apply(args: &Args, customer: &mut Value) -> Result<(), Refusal> {
    if let Some(email) = args.text("email") {
        let is_address = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !email.contains(' ')
        });
        if !is_address {
            return Err(Refusal::invalid(format!("Invalid email address: {email}"))
                .code("email_invalid")
                .param("email")
                .before_it_began());
        }
    }
    args.copy_onto(
        customer,
        &[
            "balance",
            "business_name",
            "description",
            "email",
            "individual_name",
            "name",
            "next_invoice_sequence",
            "phone",
            "preferred_locales",
        ],
    );
    if args.sent("tax_exempt").is_some() {
        customer.put("tax_exempt", args.text("tax_exempt").unwrap_or("none"));
    }
    if args.sent("address").is_some() {
        customer.put(
            "address",
            whole_address(args.hash("address"), customer.get("address")),
        );
    }
    if let Some(shipping) = args.sent("shipping") {
        let full = if shipping.is_null() {
            Value::Null
        } else {
            json!({ "address": whole_address(&shipping["address"], None), "name": shipping["name"], "phone": shipping.copy("phone") })
        };
        customer.put("shipping", full);
    }
    if let Some(settings) = customer.get_mut("invoice_settings") {
        Args::new(args.hash("invoice_settings").clone())
            .copy_onto(settings, &["custom_fields", "footer"]);
    }
    args.merge_metadata(customer);
    Ok(())
}

/// An address with every part, null where it says nothing; parts that were not sent stay.
pub(super) fn whole_address(sent: &Value, old: Option<&Value>) -> Value {
    if sent.is_null() {
        return Value::Null;
    }
    let mut out = json!({});
    for part in ADDRESS {
        let value = sent
            .get(part.name)
            .or_else(|| old.and_then(|o| o.get(part.name)))
            .cloned()
            .unwrap_or(Value::Null);
        out.put(part.name, value);
    }
    out
}

fn checked_prefix(prefix: &str) -> Result<String, Refusal> {
    let fits = (3..=12).contains(&prefix.len())
        && prefix
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if fits {
        return Ok(prefix.to_owned());
    }
    Err(
        Refusal::invalid("Invoice prefixes must be 3 to 12 uppercase letters or numbers.")
            .param("invoice_prefix")
            .before_it_began(),
    )
}

fn set_default_method(customer: &mut Value, method: &str) {
    if let Some(settings) = customer.get_mut("invoice_settings") {
        settings.put("default_payment_method", method);
    }
}

/// A method that the customer has no more is not its default any more.
pub(super) fn forget_method(call: &Call<'_>, id: &str, method: &str) -> Result<(), Refusal> {
    let mut customer = call.load("customer", id, "customer")?;
    let before = customer.json.clone();
    if customer.json["invoice_settings"].text("default_payment_method") == Some(method)
        && let Some(settings) = customer.json.get_mut("invoice_settings")
    {
        settings.put("default_payment_method", Value::Null);
    }
    if customer.json.text("default_source") == Some(method) {
        customer.json.put("default_source", Value::Null);
    }
    call.changed("customer.updated", &before, &customer)
}

/// The old way to give a customer a card: it becomes the one that pays unless another is named.
fn take_source(call: &Call<'_>, args: &Args, customer: &mut Record) -> Result<(), Refusal> {
    if let Some(source) = args.text("source") {
        let method = payments::attach(call, source, customer.json.id())?;
        customer.json.put("default_source", method);
    }
    Ok(())
}

/// `PREFIX-0001`: the customer's next invoice number, which is used up by asking.
pub(super) fn next_invoice_number(call: &Call<'_>, customer: &str) -> Result<String, Refusal> {
    let mut record = call.load("customer", customer, "customer")?;
    let before = record.json.clone();
    let sequence = record.json.amount("next_invoice_sequence").max(1);
    let number = format!("{}-{sequence:04}", record.json.must("invoice_prefix"));
    record.json.put("next_invoice_sequence", sequence + 1);
    call.changed("customer.updated", &before, &record)?;
    Ok(number)
}

/// `QT-PREFIX-0001`: the customer's next quote number, without its revision.
pub(super) fn next_quote_number(call: &Call<'_>, customer: &str) -> Result<String, Refusal> {
    let mut record = call.load("customer", customer, "customer")?;
    let sequence = record.private.amount("quotes") + 1;
    record.private.put("quotes", sequence);
    call.update(&record)?;
    Ok(format!(
        "QT-{}-{sequence:04}",
        record.json.must("invoice_prefix")
    ))
}

/// Sets the currency that the customer is billed in, the first time there is one.
pub(super) fn settle_currency(
    call: &Call<'_>,
    customer: &str,
    currency: &str,
) -> Result<(), Refusal> {
    let mut record = call.load("customer", customer, "customer")?;
    if record.json.text("currency").is_none() {
        let before = record.json.clone();
        record.json.put("currency", currency);
        call.changed("customer.updated", &before, &record)?;
    }
    Ok(())
}

pub(super) fn on_request(call: &Call<'_>, id: &str, field: &str) -> Result<Option<Value>, Refusal> {
    let data = match field {
        "subscriptions" => {
            let all = rows::of_customer(call.db, "subscription", id)?;
            all.into_iter()
                .map(|r| r.json)
                .filter(|s| s.status() != "canceled")
                .collect()
        }
        "tax_ids" => tax_ids::of(call, id)?,
        _ => Vec::new(),
    };
    Ok(Some(embedded(format!("/v1/customers/{id}/{field}"), data)))
}
