//! Commands about products, prices and tax rates.

use crate::requests::{AddPrice, ById, CreateProduct, NewPrice, Nothing, Pick};
use engine::Desk;
use engine::keeping;
use engine::view::{Outcome, PriceView, Problem, ProductSheet, TaxRateView};

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<ProductSheet, Problem> {
    engine::sheets::product::show(&*desk.account().await?, &request.id).await
}

pub(crate) async fn create(desk: &Desk, request: CreateProduct) -> Result<Outcome, Problem> {
    let prices = request.prices.into_iter().map(price).collect();
    keeping::create_product(
        &*desk.account().await?,
        &request.name,
        &request.detail,
        prices,
    )
    .await
}

pub(crate) async fn add_price(desk: &Desk, request: AddPrice) -> Result<Outcome, Problem> {
    keeping::add_price(
        &*desk.account().await?,
        &request.product,
        &price(request.price),
    )
    .await
}

pub(crate) async fn pick(desk: &Desk, request: Pick) -> Result<Vec<PriceView>, Problem> {
    engine::catalogue::pick_prices(&*desk.account().await?, &request.text, request.currency).await
}

pub(crate) async fn tax_rates(desk: &Desk, _: Nothing) -> Result<Vec<TaxRateView>, Problem> {
    engine::catalogue::tax_rates(&*desk.account().await?).await
}

fn price(price: NewPrice) -> keeping::NewPrice {
    keeping::NewPrice {
        currency: price.currency,
        unit: price.unit,
        per: price.per,
    }
}
