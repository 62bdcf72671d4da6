//! Products and prices.

use super::{list, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{PriceSpec, PriceVerb, ProductVerb};
use crate::desk::Session;
use crate::print;
use commands::view::{Code, Noun, Outcome, Page, PriceView, Problem, ProductSheet};
use commands::{AddPrice, ById, CreateProduct, ListFilter, ListPage, NewPrice, Pick, Sort};

pub(crate) async fn product(session: &Session, verb: ProductVerb) -> Result<Answer, Problem> {
    match verb {
        ProductVerb::List(args) => list::run(session, Noun::Product, args).await,
        ProductVerb::Show { id } => {
            let id = resolve::id(session, Noun::Product, &id).await?;
            let (json, text) = record::sheet(session, Noun::Product, &id).await?;
            Answer::new(&json, text)
        }
        ProductVerb::Create {
            name,
            detail,
            prices,
        } => {
            session.may_write().await?;
            let request = CreateProduct {
                name,
                detail,
                prices: prices.iter().map(new_price).collect(),
            };
            let outcome: Outcome = session.ask("products.create", &request).await?;
            let id = product_of(&outcome);
            writing::answer(
                session,
                outcome,
                "Created.",
                id.as_deref().map(|id| (Noun::Product, id)),
            )
            .await
        }
    }
}

pub(crate) async fn price(session: &Session, verb: PriceVerb) -> Result<Answer, Problem> {
    match verb {
        PriceVerb::List { text, currency } => {
            let request = Pick {
                text: text.join(" "),
                currency: currency.map(|code| code.to_lowercase()),
            };
            let prices: Vec<PriceView> = session.ask("prices.pick", &request).await?;
            let said = if prices.is_empty() {
                "No prices here.".to_owned()
            } else {
                print::catalogue::prices(&prices, true)
            };
            Answer::new(&prices, said)
        }
        PriceVerb::Create { product, price } => {
            session.may_write().await?;
            let product = resolve::id(session, Noun::Product, &product).await?;
            let outcome = session
                .ask(
                    "products.add_price",
                    &AddPrice {
                        product: product.clone(),
                        price: new_price(&price),
                    },
                )
                .await?;
            writing::answer(
                session,
                outcome,
                "Created.",
                Some((Noun::Product, &product)),
            )
            .await
        }
    }
}

/// A price as the commands take it.
pub(crate) fn new_price(spec: &PriceSpec) -> NewPrice {
    NewPrice {
        currency: spec.currency.clone(),
        unit: spec.unit.clone(),
        per: spec.per.as_ref().map(|per| per.per()),
    }
}

/// The product that was made, with or without prices.
pub(crate) fn product_of(outcome: &Outcome) -> Option<String> {
    let links = outcome.subject.iter().chain(&outcome.made);
    links
        .into_iter()
        .find(|link| link.noun == Noun::Product)
        .map(|link| link.id.clone())
}

/// The price of this id, wherever in the catalogue it is.
pub(crate) async fn price_by_id(session: &Session, id: &str) -> Result<PriceView, Problem> {
    let mut cursor = None;
    loop {
        let (tab, filter, sort) = ("all".to_owned(), ListFilter::default(), Sort::Newest);
        let ask = ListPage {
            at: None,
            noun: Noun::Product,
            tab,
            filter,
            sort,
            cursor,
            limit: 200,
        };
        let page: Page = session.ask("records.list", &ask).await?;
        for row in page.rows {
            let product: ProductSheet = session.ask("products.show", &ById { id: row.id }).await?;
            if let Some(price) = product.prices.into_iter().find(|price| price.id == id) {
                return Ok(price);
            }
        }
        if page.next.is_none() {
            return Err(Problem::new(Code::NotFound, format!("There is no price {id} here."))
                .hint("See them with “counterfoil price list”, or look at Stripe with “counterfoil sync”."));
        }
        cursor = page.next;
    }
}
