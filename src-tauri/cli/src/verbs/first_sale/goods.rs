//! What quotes are made of, as it is typed: lines, customers, taxes, drafts.

use super::steps::Steps;
use commands::view::{
    Collection, CustomerChoice, CustomerFields, Draft, DraftLine, DraftSheet, Per, PriceView,
    Problem, TaxChoice,
};
use commands::{DraftSource, OpenDraft};

/// A line at a price of the catalogue.
pub(crate) fn from_price(n: usize, price: &PriceView) -> DraftLine {
    let unit = price.unit_decimal.clone().unwrap_or_default();
    DraftLine {
        price: Some(price.id.clone()),
        product: Some(price.product.clone()),
        detail: price.detail.clone().unwrap_or_default(),
        ..line(
            &format!("line_{n}"),
            &price.name,
            "1",
            &unit,
            price.per.clone(),
        )
    }
}

/// A line as it is typed.
pub(crate) fn line(
    key: &str,
    name: &str,
    quantity: &str,
    unit: &str,
    per: Option<Per>,
) -> DraftLine {
    DraftLine {
        key: key.to_owned(),
        name: name.to_owned(),
        detail: String::new(),
        price: None,
        product: None,
        unit: unit.to_owned(),
        quantity: quantity.to_owned(),
        per,
        tax: None,
        discount: None,
        item: None,
        fixed: false,
    }
}

/// A customer as typed.
pub(crate) fn fields(
    name: &str,
    email: &str,
    line1: &str,
    city: &str,
    postal_code: &str,
    country: &str,
) -> CustomerFields {
    CustomerFields {
        name: name.to_owned(),
        email: email.to_owned(),
        line1: line1.to_owned(),
        city: city.to_owned(),
        postal_code: postal_code.to_owned(),
        country: country.to_owned(),
        ..CustomerFields::default()
    }
}

/// A tax that saving creates.
pub(crate) fn tax(name: &str, percent: &str, inclusive: bool) -> TaxChoice {
    TaxChoice {
        id: None,
        name: name.to_owned(),
        percent: percent.to_owned(),
        inclusive,
    }
}

/// Every month.
pub(crate) fn month() -> Per {
    Per {
        interval: "month".to_owned(),
        count: 1,
    }
}

/// A new draft for this customer.
pub(crate) async fn empty(
    steps: &Steps<'_>,
    customer: CustomerChoice,
    currency: &str,
) -> Result<Draft, Problem> {
    let sheet: DraftSheet = steps
        .session
        .ask(
            "drafts.open",
            &OpenDraft {
                from: DraftSource::New { customer: None },
            },
        )
        .await?;
    Ok(Draft {
        customer: Some(customer),
        currency: currency.to_owned(),
        collection: Collection::SendInvoice,
        ..sheet.draft
    })
}
