//! What is sold to whom in the first sale.

use super::check;
use super::steps::Steps;
use crate::print::{births, dates, words};
use crate::verbs::catalogue::product_of;
use crate::verbs::writing;
use commands::view::{
    Birth, Code, Collection, CustomerChoice, CustomerFields, DiscountChoice, DiscountDuration,
    DraftFigures, DraftLine, DraftSheet, InvoiceSheet, Link, Noun, Outcome, Per, PriceView,
    Problem, ProductSheet, QuoteDraft, QuoteSheet, StateCode, SubscriptionSheet, TaxChoice,
};
use commands::{
    Accept, ById, CreateProduct, DraftSource, NewPrice, OfRecord, OpenDraft, PutCustomer,
};

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

/// Writes the draft down, finalizes it at once, holds Stripe's figures against ours, saves the PDF.
async fn offer(steps: &mut Steps<'_>, draft: QuoteDraft) -> Result<QuoteSheet, Problem> {
    let sheet: DraftSheet = steps.session.ask("drafts.put", &draft).await?;
    if let Some(found) = sheet.findings.iter().find(|found| found.blocking) {
        return Err(Problem::new(
            Code::Bug,
            format!("{}: {}", found.path, found.message),
        ));
    }
    let figures: DraftFigures = sheet
        .figures
        .clone()
        .ok_or_else(|| lost("figures of the draft"))?;
    let saving = listed(&figures.saving);
    steps.say(
        &format!(
            "Wrote a quote of {}; saving it also creates {saving}.",
            sums(&figures)
        ),
        &sheet,
    )?;
    let saved = writing::done(
        steps
            .session
            .ask("quotes.save", &ById { id: draft.id })
            .await?,
    )?;
    let id = subject(&saved, Noun::Quote)?.id;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.clone() })
        .await?;
    check::quote(&figures, &quote)?;
    steps.say(
        &format!("Saved it at Stripe ({id}); its totals are the same there."),
        &quote,
    )?;
    writing::done(
        steps
            .session
            .ask("quotes.finalize", &ById { id: id.clone() })
            .await?,
    )?;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.clone() })
        .await?;
    check::quote(&figures, &quote)?;
    let number = quote
        .row
        .number
        .clone()
        .ok_or_else(|| lost("number of the quote"))?;
    steps.say(
        &format!(
            "Finalized it as {number}: {}.",
            words::inside(&words::standing(&quote.row))
        ),
        &quote,
    )?;
    steps.paper(Noun::Quote, &id).await?;
    Ok(quote)
}

async fn accept(steps: &mut Steps<'_>, id: &str) -> Result<QuoteSheet, Problem> {
    let before: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.to_owned() })
        .await?;
    let note = Some("Said yes on the telephone".to_owned());
    let outcome = writing::done(
        steps
            .session
            .ask(
                "quotes.accept",
                &Accept {
                    id: id.to_owned(),
                    note,
                },
            )
            .await?,
    )?;
    steps.say(
        &format!("Accepted it, which creates {}.", listed(&before.births)),
        &outcome,
    )?;
    let quote: QuoteSheet = steps
        .session
        .ask("quotes.show", &ById { id: id.to_owned() })
        .await?;
    if quote
        .row
        .state
        .as_ref()
        .is_none_or(|state| state.code != StateCode::Accepted)
    {
        return Err(Problem::new(
            Code::Bug,
            format!("The quote {id} was accepted and does not say so."),
        ));
    }
    Ok(quote)
}

async fn bill(steps: &mut Steps<'_>, command: &str, id: &str) -> Result<InvoiceSheet, Problem> {
    let outcome: Outcome = steps
        .session
        .ask(command, &ById { id: id.to_owned() })
        .await?;
    writing::done(outcome)?;
    steps
        .session
        .ask("invoices.show", &ById { id: id.to_owned() })
        .await
}

async fn empty(
    steps: &Steps<'_>,
    customer: CustomerChoice,
    currency: &str,
) -> Result<QuoteDraft, Problem> {
    let sheet: DraftSheet = steps
        .session
        .ask(
            "drafts.open",
            &OpenDraft {
                from: DraftSource::New { customer: None },
            },
        )
        .await?;
    Ok(QuoteDraft {
        customer: Some(customer),
        currency: currency.to_owned(),
        collection: Collection::SendInvoice,
        ..sheet.draft
    })
}

fn stands(invoice: &InvoiceSheet, expected: &[StateCode]) -> Result<(), Problem> {
    match &invoice.row.state {
        Some(state) if expected.contains(&state.code) => Ok(()),
        _ => Err(Problem::new(
            Code::Bug,
            format!(
                "Invoice {} is “{}”, which it should not be.",
                invoice.row.id,
                words::standing(&invoice.row)
            ),
        )),
    }
}

fn described(invoice: &InvoiceSheet) -> String {
    let name = invoice.row.number.as_deref().unwrap_or(&invoice.row.id);
    format!(
        "{name} is over {}: {}",
        invoice.totals.total.text,
        words::inside(&words::standing(&invoice.row))
    )
}

fn listed(births: &[Birth]) -> String {
    births
        .iter()
        .map(births::line)
        .collect::<Vec<_>>()
        .join("; ")
}

fn sums(figures: &DraftFigures) -> String {
    let first = &figures.upfront.total.text;
    match &figures.recurring {
        Some(recurring) => format!(
            "{first} first, then {} {}",
            recurring.totals.total.text,
            words::each(&recurring.per)
        ),
        None => first.clone(),
    }
}

fn priced(price: &PriceView) -> String {
    let unit = price.unit.as_ref().map_or("", |unit| unit.text.as_str());
    price.per.as_ref().map_or_else(
        || format!("{unit} once"),
        |per| format!("{unit} {}", words::each(per)),
    )
}

fn from_price(n: usize, price: &PriceView) -> DraftLine {
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

fn line(key: &str, name: &str, quantity: &str, unit: &str, per: Option<Per>) -> DraftLine {
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
    }
}

fn fields(
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

fn tax(name: &str, percent: &str, inclusive: bool) -> TaxChoice {
    TaxChoice {
        id: None,
        name: name.to_owned(),
        percent: percent.to_owned(),
        inclusive,
    }
}

fn month() -> Per {
    Per {
        interval: "month".to_owned(),
        count: 1,
    }
}

fn subject(outcome: &Outcome, noun: Noun) -> Result<Link, Problem> {
    let links = outcome.subject.iter().chain(&outcome.made);
    links
        .into_iter()
        .find(|link| link.noun == noun)
        .cloned()
        .ok_or_else(|| lost(words::noun(noun)))
}

fn linked(quote: &QuoteSheet, noun: Noun) -> Result<Link, Problem> {
    quote
        .links
        .iter()
        .find(|link| link.noun == noun)
        .cloned()
        .ok_or_else(|| lost(words::noun(noun)))
}

fn lost(what: &str) -> Problem {
    Problem::new(
        Code::Bug,
        format!("The {what} that should be there by now is missing."),
    )
}
