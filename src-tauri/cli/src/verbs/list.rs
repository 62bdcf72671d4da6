//! Lists of every noun.

use super::resolve;
use crate::answer::Answer;
use crate::args::{ListArgs, Order};
use crate::desk::Session;
use crate::print::{dates, rows};
use commands::view::{Amount, Moved, Noun, Page, Problem, Summary};
use commands::{ListFilter, ListPage, ListSummary, Sort};

/// A page of the list of `noun`.
pub(crate) async fn run(session: &Session, noun: Noun, args: ListArgs) -> Result<Answer, Problem> {
    let customer = match &args.customer {
        Some(customer) => Some(resolve::id(session, Noun::Customer, customer).await?),
        None => None,
    };
    let filter = ListFilter {
        customer,
        currency: args.currency.map(|code| code.to_lowercase()),
        from: args.from.and_then(dates::begin),
        // The day itself belongs to it.
        to: args
            .to
            .and_then(|day| day.succ_opt())
            .and_then(dates::begin),
        least: args.least,
        most: args.most,
        overdue: args.overdue,
    };
    let sort = match args.sort {
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Date => Sort::Date,
        Order::Latest => Sort::Latest,
        Order::Amount => Sort::Amount,
        Order::Smallest => Sort::Smallest,
        Order::Name => Sort::Name,
    };
    let above = ListSummary {
        noun,
        tab: Some(args.tab.clone()),
        filter: filter.clone(),
    };
    let ask = ListPage {
        noun,
        tab: args.tab,
        filter,
        sort,
        cursor: args.cursor,
        at: args.at.map(|row| row.saturating_sub(1)),
        limit: args.limit,
    };
    match session.ask::<Page>("records.list", &ask).await {
        Ok(page) => {
            let above: Summary = session.ask("records.summary", &above).await?;
            let whole = Listed {
                page,
                listed: above.listed,
                awaited: above.awaited,
                moved: above.moved,
            };
            let of = rows::sum_of(whole.awaited, whole.moved);
            let said = rows::page(&whole.page, noun, (&whole.listed, of));
            Answer::new(&whole, said)
        }
        Err(problem) if problem.fields.iter().any(|field| field.path == "tab") => {
            Err(tabs(session, noun, problem).await)
        }
        Err(problem) => Err(problem),
    }
}

/// A page, with what all of its list adds up to.
#[derive(serde::Serialize)]
struct Listed {
    #[serde(flatten)]
    page: Page,
    listed: Vec<Amount>,
    awaited: bool,
    moved: Option<Moved>,
}

/// The same problem, with the tabs that there are.
async fn tabs(session: &Session, noun: Noun, problem: Problem) -> Problem {
    let ask = ListSummary {
        noun,
        tab: None,
        filter: ListFilter::default(),
    };
    match session.ask::<Summary>("records.summary", &ask).await {
        Ok(summary) => {
            let tabs: Vec<String> = summary.tabs.into_iter().map(|tab| tab.id).collect();
            problem.hint(format!("The tabs are {}.", tabs.join(", ")))
        }
        Err(_) => problem,
    }
}
