//! Creating and changing what quotes are made of: customers, products, prices.

use crate::account::Account;
use crate::drafting::{customer_params, hint, interval, readings};
use crate::outbox::{carry_out, intent, request};
use crate::trouble::not_found;
use crate::view::{Code, CustomerFields, Outcome, Per, Problem, Verb};
use cache::{Intent, Kind};
use model::Currency;
use serde_json::{Value, json};

/// A price to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPrice {
    /// Three-letter code, lower case.
    pub currency: String,
    /// The price of one, as typed.
    pub unit: String,
    /// How often; none for one-time.
    pub per: Option<Per>,
}

/// Creates a customer, or changes the one with this id.
pub async fn put_customer(
    account: &Account,
    id: Option<String>,
    fields: CustomerFields,
) -> Result<Outcome, Problem> {
    check_customer(&fields)?;
    let now = account.now();
    let title = if fields.name.trim().is_empty() {
        fields.email.trim()
    } else {
        fields.name.trim()
    }
    .to_owned();
    let Some(id) = id else {
        let intent = request(
            intent(Verb::Create, None, title, now),
            "/v1/customers",
            customer_params(&fields),
            true,
        );
        return carry_out(account, intent, |_| Ok(Ok(()))).await;
    };
    let path = format!("/v1/customers/{id}");
    let intent = request(
        intent(Verb::Edit, Some((Kind::Customer, id.clone())), title, now),
        &path,
        every_field(&fields),
        false,
    );
    carry_out(account, intent, move |w| {
        // Reading is all that a check may do.
        let r: &cache::Read<'_> = w;
        Ok(r.records()
            .get(Kind::Customer, &id)?
            .map(|_| ())
            .ok_or_else(|| not_found("customer")))
    })
    .await
}

/// All fields, so that what was emptied is emptied at Stripe as well.
fn every_field(fields: &CustomerFields) -> Value {
    let address = json!({
        "line1": fields.line1.trim(), "line2": fields.line2.trim(), "city": fields.city.trim(),
        "postal_code": fields.postal_code.trim(), "state": fields.region.trim(), "country": fields.country.trim(),
    });
    json!({
        "name": fields.name.trim(), "email": fields.email.trim(), "phone": fields.phone.trim(),
        "description": fields.note.trim(), "address": address,
    })
}

/// Looks at a customer's fields before they are sent.
pub(crate) fn check_customer(fields: &CustomerFields) -> Result<(), Problem> {
    let mut problem = Problem::new(Code::InvalidInput, "This customer cannot be saved yet.");
    if fields.name.trim().is_empty() && fields.email.trim().is_empty() {
        problem = problem.field("name", "Write a name or an e-mail address.");
    }
    let email = fields.email.trim();
    let (user, host) = email.split_once('@').unwrap_or((email, ""));
    if !email.is_empty()
        && (user.is_empty() || !host.contains('.') || email.contains(char::is_whitespace))
    {
        problem = problem.field(
            "email",
            "This is no e-mail address. Write it as name@example.com.",
        );
    }
    let country = fields.country.trim();
    let two_letters = country.len() == 2 && country.chars().all(|c| c.is_ascii_alphabetic());
    if !country.is_empty() && !two_letters {
        problem = problem.field("country", "Write the country's two letters, such as GB.");
    }
    if fields.phone.trim().chars().count() > 20 {
        problem = problem.field("phone", "Stripe takes at most 20 characters here.");
    }
    if problem.fields.is_empty() {
        Ok(())
    } else {
        Err(problem)
    }
}

/// Creates a product with its prices.
pub async fn create_product(
    account: &Account,
    name: &str,
    detail: &str,
    prices: Vec<NewPrice>,
) -> Result<Outcome, Problem> {
    if name.trim().is_empty() {
        return Err(
            Problem::new(Code::InvalidInput, "This product has no name.")
                .field("name", "Say what it is."),
        );
    }
    let mut params = json!({ "name": name.trim() });
    if !detail.trim().is_empty() {
        params["description"] = json!(detail.trim());
    }
    let mut intent = request(
        intent(Verb::Create, None, name.trim().to_owned(), account.now()),
        "/v1/products",
        params,
        true,
    );
    for (n, price) in prices.iter().enumerate() {
        intent = add_to(account, intent, "{0.id}", price, &format!("prices[{n}]")).await?;
    }
    carry_out(account, intent, |_| Ok(Ok(()))).await
}

/// Adds a price to a product.
pub async fn add_price(
    account: &Account,
    product: &str,
    price: &NewPrice,
) -> Result<Outcome, Problem> {
    let named = product.to_owned();
    let record = account
        .cache
        .read(move |r| r.records().get(Kind::Product, &named))
        .await?;
    let title = record.ok_or_else(|| not_found("product"))?.columns.title;
    let intent = intent(Verb::Create, None, title, account.now());
    let intent = add_to(account, intent, product, price, "price").await?;
    carry_out(account, intent, |_| Ok(Ok(()))).await
}

async fn add_to(
    account: &Account,
    intent: Intent,
    product: &str,
    price: &NewPrice,
    path: &str,
) -> Result<Intent, Problem> {
    let settings = crate::settings::read(account).await?;
    let wrong = |field: &str, message: String| {
        Problem::new(Code::InvalidInput, message.clone()).field(format!("{path}.{field}"), message)
    };
    let currency = Currency::parse(&price.currency).ok_or_else(|| {
        wrong(
            "currency",
            format!("Stripe knows no currency “{}”.", price.currency),
        )
    })?;
    let unit = crate::drafting::price(&price.unit, currency, hint(&settings)).map_err(|error| {
        let mut message = error.to_string();
        for reading in readings(&error, currency) {
            message = format!("{message} {reading}?");
        }
        wrong("unit", message)
    })?;
    let mut params = json!({ "product": product, "currency": currency.code() });
    match unit.whole() {
        Some(money) => params["unit_amount"] = json!(money.minor),
        None => params["unit_amount_decimal"] = json!(unit.minor_decimal()),
    }
    if let Some(per) = &price.per {
        if !interval(per).is_some_and(model::line::Interval::is_allowed) {
            return Err(wrong(
                "per",
                "Stripe bills at least once in three years. Choose a shorter rhythm.".to_owned(),
            ));
        }
        params["recurring"] = json!({ "interval": per.interval, "interval_count": per.count });
    }
    Ok(request(intent, "/v1/prices", params, true))
}
