//! What is sold to whom in the first sale.

use super::acts::{accept, bill, offer};
use super::check;
use super::goods::{empty, fields, from_price, line, month, tax};
use super::steps::Steps;
use super::told::{described, linked, lost, priced, stands, subject};
use crate::print::{dates, words};
use crate::verbs::catalogue::product_of;
use crate::verbs::writing;
use commands::view::{
    CustomerChoice, DiscountChoice, DiscountDuration, InvoiceSheet, Noun, Problem, ProductSheet,
    StateCode, SubscriptionSheet,
};
use commands::{ById, CreateProduct, NewPrice, OfRecord, PutCustomer};

/// The customer of the first two quotes.
pub(crate) async fn customer(steps: &mut Steps<'_>) -> Result<CustomerChoice, Problem> {
    let fields = fields(
        "Alder & Finch Bakery",
        "accounts@alderfinch.example",
        "18 Mill Lane",
        "Bristol",
        "BS1 5QD",
        "GB",
    );
    let request = PutCustomer {
        id: None,
        fields: fields.clone(),
    };
    let outcome = writing::done(steps.session.ask("customers.put", &request).await?)?;
    let link = subject(&outcome, Noun::Customer)?;
    steps.say(
        &format!("Created the customer {} ({}).", fields.name, link.id),
        &outcome,
    )?;
    Ok(CustomerChoice::Existing {
        id: link.id,
        name: fields.name,
        email: Some(fields.email),
    })
}

/// A product with a one-time and a monthly price.
pub(crate) async fn product(steps: &mut Steps<'_>) -> Result<ProductSheet, Problem> {
    let price = |unit: &str, per| NewPrice {
        currency: "usd".to_owned(),
        unit: unit.to_owned(),
        per,
    };
    let request = CreateProduct {
        name: "Website with care plan".to_owned(),
        detail: "Design, hosting and updates".to_owned(),
        prices: vec![price("1,450.00", None), price("89.90", Some(month()))],
    };
    let outcome = writing::done(steps.session.ask("products.create", &request).await?)?;
    let id = product_of(&outcome).ok_or_else(|| lost("product"))?;
    let sheet: ProductSheet = steps.session.ask("products.show", &ById { id }).await?;
    let prices: Vec<String> = sheet.prices.iter().map(priced).collect();
    steps.say(
        &format!(
            "Created the product {} at {}.",
            sheet.row.title,
            prices.join(" and ")
        ),
        &sheet,
    )?;
    Ok(sheet)
}

/// A quote with one-time and recurring lines, a discount and a tax: accepted, it starts a subscription.
pub(crate) async fn subscription_sale(
    steps: &mut Steps<'_>,
    customer: &CustomerChoice,
    product: &ProductSheet,
) -> Result<(), Problem> {
    let mut draft = empty(steps, customer.clone(), "usd").await?;
    draft.lines = product
        .prices
        .iter()
        .enumerate()
        .map(|(n, price)| from_price(n, price))
        .collect();
    draft.lines.push(line(
        "line_free",
        "Photographs of the shop",
        "3",
        "120.00",
        None,
    ));
    draft.discounts = vec![DiscountChoice {
        coupon: None,
        name: "Welcome".to_owned(),
        percent: Some("10".to_owned()),
        amount: None,
        duration: DiscountDuration::Once,
        months: None,
    }];
    draft.tax = Some(tax("Sales tax", "8.875", false));
    draft.header = "Website and care plan".to_owned();
    draft.footer = "Prices hold until the quote expires.".to_owned();
    let quote = offer(steps, draft).await?;
    let quote = accept(steps, &quote.row.id).await?;
    let link = linked(&quote, Noun::Subscription)?;
    let request = OfRecord {
        noun: Noun::Subscription,
        id: link.id,
    };
    let subscription: SubscriptionSheet = steps.session.ask("subscriptions.show", &request).await?;
    let next = subscription
        .next
        .as_ref()
        .ok_or_else(|| lost("next invoice"))?;
    let every = subscription
        .per
        .as_ref()
        .map_or_else(String::new, words::per);
    let state = subscription
        .row
        .state
        .as_ref()
        .map_or_else(String::new, |state| words::state(state, Noun::Subscription));
    steps.say(
        &format!(
            "The subscription {} renews every {every}, next on {} ({state}).",
            subscription.row.id,
            dates::day(next.at)
        ),
        &subscription,
    )?;
    let id = subscription
        .invoices
        .first()
        .ok_or_else(|| lost("first invoice of the subscription"))?
        .id
        .clone();
    let invoice: InvoiceSheet = steps
        .session
        .ask("invoices.show", &ById { id: id.clone() })
        .await?;
    check::invoice(&quote, &invoice)?;
    steps.say(
        &format!("Its first invoice {}.", described(&invoice)),
        &invoice,
    )
}

/// A one-time quote: accepted, it makes a draft invoice, which is finalized and paid.
pub(crate) async fn one_time_sale(
    steps: &mut Steps<'_>,
    customer: &CustomerChoice,
) -> Result<(), Problem> {
    let mut draft = empty(steps, customer.clone(), "usd").await?;
    draft.lines = vec![
        line("line_1", "Sign above the door", "1", "640.00", None),
        line("line_2", "Fitting, per hour", "4", "55.50", None),
    ];
    draft.tax = Some(tax("Sales tax", "8.875", false));
    draft.days_until_due = Some(14);
    let quote = offer(steps, draft).await?;
    let quote = accept(steps, &quote.row.id).await?;
    let id = linked(&quote, Noun::Invoice)?.id;
    let invoice: InvoiceSheet = steps
        .session
        .ask("invoices.show", &ById { id: id.clone() })
        .await?;
    check::invoice(&quote, &invoice)?;
    stands(&invoice, &[StateCode::Draft, StateCode::Scheduled])?;
    steps.say(
        &format!("The draft invoice {}.", described(&invoice)),
        &invoice,
    )?;
    let invoice = bill(steps, "invoices.finalize", &id).await?;
    stands(&invoice, &[StateCode::Open])?;
    steps.say(
        &format!("Finalized it: invoice {}.", described(&invoice)),
        &invoice,
    )?;
    steps.paper(Noun::Invoice, &id).await?;
    let url = invoice
        .hosted_url
        .clone()
        .ok_or_else(|| lost("hosted page"))?;
    steps.say(&format!("The customer can see it at {url}"), &url)?;
    let invoice = bill(steps, "invoices.pay_out_of_band", &id).await?;
    stands(&invoice, &[StateCode::Paid])?;
    check::same(
        "what was paid",
        &quote.upfront.total.text,
        &invoice.paid.text,
    )?;
    steps.say(
        &format!(
            "Marked it as paid out of band: {} paid, {} remaining.",
            invoice.paid.text, invoice.remaining.text
        ),
        &invoice,
    )?;
    steps.paper(Noun::Invoice, &id).await
}

/// Two quotes in currencies without cents and with three decimals, for customers made along with them.
pub(crate) async fn abroad(steps: &mut Steps<'_>) -> Result<(), Problem> {
    let tokyo = fields(
        "Tōdai Lantern Works",
        "hello@todai.example",
        "2-4-1 Komachi",
        "Kamakura",
        "248-0006",
        "JP",
    );
    let mut draft = empty(steps, CustomerChoice::New { fields: tokyo }, "jpy").await?;
    draft.lines = vec![line("line_1", "Poster design", "3", "48500", None)];
    draft.tax = Some(tax("Consumption tax", "10", true));
    offer(steps, draft).await?;
    let kuwait = fields(
        "Dhow Trading Company",
        "office@dhow.example",
        "Block 3, Street 12",
        "Kuwait City",
        "13001",
        "KW",
    );
    let mut draft = empty(steps, CustomerChoice::New { fields: kuwait }, "kwd").await?;
    draft.lines = vec![
        line("line_1", "Catalogue, per page", "16", "7.2500", None),
        line("line_2", "Hosting", "1", "4.5000", Some(month())),
    ];
    offer(steps, draft).await.map(|_| ())
}
