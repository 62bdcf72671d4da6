//! Lists of every noun.

use super::resolve;
use crate::answer::Answer;
use crate::args::{ListArgs, Order};
use crate::desk::Session;
use crate::print::{dates, rows};
use commands::view::{Noun, Page, Problem, Summary};
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
    };
    let sort = match args.sort {
        Order::Newest => Sort::Newest,
        Order::Date => Sort::Date,
        Order::Amount => Sort::Amount,
    };
    let ask = ListPage {
        noun,
        tab: args.tab,
        filter,
        sort,
        cursor: args.cursor,
        limit: args.limit,
    };
    match session.ask::<Page>("records.list", &ask).await {
        Ok(page) => Answer::new(&page, rows::page(&page, noun)),
        Err(problem) if problem.fields.iter().any(|field| field.path == "tab") => {
            Err(tabs(session, noun, problem).await)
        }
        Err(problem) => Err(problem),
    }
}

/// The same problem, with the tabs that there are.
async fn tabs(session: &Session, noun: Noun, problem: Problem) -> Problem {
    let ask = ListSummary {
        noun,
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
