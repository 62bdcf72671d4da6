//! Products and prices.

use super::{list, record, resolve, writing};
use crate::answer::Answer;
use crate::args::{PriceSpec, PriceVerb, ProductVerb};
use crate::desk::Session;
use crate::print;
use commands::view::{Code, Noun, Outcome, OutcomeState, Page, PriceView, Problem, ProductSheet};
use commands::{AddPrice, ById, CreateProduct, ListFilter, ListPage, NewPrice, Pick, Sort};

pub(crate) async fn product(session: &Session, verb: ProductVerb) -> Result<Answer, Problem> {
    match verb {
        ProductVerb::List(args) => list::run(session, Noun::Product, args).await,
        ProductVerb::Show { id } => {
            let id = resolve::id(session, Noun::Product, &id).await?;
            let (json, text) = record::sheet(session, Noun::Product, &id).await?;
            Answer::new(&json, text)
        }
        ProductVerb::Create { name, detail, prices } => {
            session.may_write().await?;
            let request = CreateProduct { name, detail, prices: prices.iter().map(new_price).collect() };
            let outcome: Outcome = session.ask("products.create", &request).await?;
            let id = match outcome.state {
                OutcomeState::Done => product_of(session, &outcome, &request.name).await?,
                OutcomeState::Queued | OutcomeState::Refused => None,
            };
            writing::answer(session, outcome, "Created.", id.as_deref().map(|id| (Noun::Product, id))).await
        }
    }
}

pub(crate) async fn price(session: &Session, verb: PriceVerb) -> Result<Answer, Problem> {
    match verb {
        PriceVerb::List { text, currency } => {
            let request = Pick { text: text.join(" "), currency: currency.map(|code| code.to_lowercase()) };
            let prices: Vec<PriceView> = session.ask("prices.pick", &request).await?;
            let said = if prices.is_empty() { "No prices here.".to_owned() } else { print::catalogue::prices(&prices, true) };
            Answer::new(&prices, said)
        }
        PriceVerb::Create { product, price } => {
            session.may_write().await?;
            let product = resolve::id(session, Noun::Product, &product).await?;
            let outcome = session.ask("products.add_price", &AddPrice { product: product.clone(), price: new_price(&price) }).await?;
            writing::answer(session, outcome, "Created.", Some((Noun::Product, &product))).await
        }
    }
}

/// A price as the commands take it.
pub(crate) fn new_price(spec: &PriceSpec) -> NewPrice {
    NewPrice { currency: spec.currency.clone(), unit: spec.unit.clone(), per: spec.per.as_ref().map(|per| per.per()) }
}

/// The product that was made. The last request was about one of its prices, which have no sheet of
/// their own, so the outcome may not name it: then it is the newest product of that name.
pub(crate) async fn product_of(session: &Session, outcome: &Outcome, name: &str) -> Result<Option<String>, Problem> {
    let links = outcome.subject.iter().chain(&outcome.made);
    if let Some(link) = links.into_iter().find(|link| link.noun == Noun::Product) {
        return Ok(Some(link.id.clone()));
    }
    let page: Page = session.ask("records.list", &newest(None, 20)).await?;
    Ok(page.rows.into_iter().find(|row| row.title == name.trim()).map(|row| row.id))
}

fn newest(cursor: Option<String>, limit: u32) -> ListPage {
    ListPage { noun: Noun::Product, tab: "all".to_owned(), filter: ListFilter::default(), sort: Sort::Newest, cursor, limit }
}

/// The price of this id, wherever in the catalogue it is.
pub(crate) async fn price_by_id(session: &Session, id: &str) -> Result<PriceView, Problem> {
    let mut cursor = None;
    loop {
        let page: Page = session.ask("records.list", &newest(cursor, 200)).await?;
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
