//! Commands about lists, search, and what to know before an act.

use crate::requests::{
    BeforeAct, Find, Found, ListFilter, ListPage, ListSummary, Nothing, OfRecord, Sort,
};
use engine::Desk;
use engine::lists::{self, Ask, Narrow};
use engine::view::{Caution, Problem, Summary};

/// The page as the JSON that it is answered with.
pub(crate) async fn list(desk: &Desk, request: ListPage) -> Result<String, Problem> {
    let ask = Ask {
        noun: request.noun,
        tab: request.tab,
        narrow: narrow(request.filter),
        sort: match request.sort {
            Sort::Newest => lists::Sort::Newest,
            Sort::Oldest => lists::Sort::Oldest,
            Sort::Date => lists::Sort::Date,
            Sort::Latest => lists::Sort::Latest,
            Sort::Amount => lists::Sort::Amount,
            Sort::Smallest => lists::Sort::Smallest,
            Sort::Name => lists::Sort::Name,
        },
        cursor: request.cursor,
        at: request.at,
        limit: request.limit,
    };
    lists::page(&*desk.account().await?, ask).await
}

pub(crate) async fn summary(desk: &Desk, request: ListSummary) -> Result<Summary, Problem> {
    lists::summary(
        &*desk.account().await?,
        request.noun,
        request.tab.unwrap_or_else(|| "all".to_owned()),
        narrow(request.filter),
    )
    .await
}

pub(crate) async fn refresh(desk: &Desk, request: OfRecord) -> Result<Nothing, Problem> {
    engine::sync::refresh_noun(&*desk.account().await?, request.noun, &request.id).await?;
    Ok(Nothing {})
}

pub(crate) async fn find(desk: &Desk, request: Find) -> Result<Found, Problem> {
    let wanted = lists::Wanted {
        text: request.text,
        nouns: request.nouns,
        limit: request.limit,
    };
    let rows = lists::find(&*desk.account().await?, wanted).await?;
    Ok(Found { rows })
}

pub(crate) async fn before(desk: &Desk, request: BeforeAct) -> Result<Vec<Caution>, Problem> {
    let account = desk.account().await?;
    engine::before::cautions(&account, request.noun, &request.id, request.verb).await
}

fn narrow(filter: ListFilter) -> Narrow {
    Narrow {
        customer: filter.customer,
        currency: filter.currency,
        from: filter.from,
        to: filter.to,
        least: filter.least,
        most: filter.most,
        overdue: filter.overdue,
    }
}
