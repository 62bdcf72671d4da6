//! The whole main job on a practice account, a line a step: customer,
//! product, prices, quote, PDF, acceptance, subscription, invoice, payment.
//! Every figure comes from the replies. What was reckoned here is held
//! against what Stripe reckoned; a difference ends it.

mod acts;
mod check;
mod goods;
mod shop;
mod steps;
mod told;

use crate::answer::Answer;
use crate::args::{FirstSaleArgs, Globals};
use crate::desk::{Session, chosen_home};
use crate::paper;
use commands::view::{AccountView, Code, Mode, Overview, Problem};
use commands::{Nothing, SyncNow};
use serde_json::json;
use std::path::Path;
use steps::Steps;

pub(crate) async fn run(globals: &Globals, args: &FirstSaleArgs) -> Result<Answer, Problem> {
    // Kept until the end: dropping it takes the practice account with it.
    let fresh = match chosen_home(globals) {
        Some(_) => None,
        None => Some(
            tempfile::tempdir()
                .map_err(|error| paper::disk(Path::new("a folder for the time being"), &error))?,
        ),
    };
    let session = match &fresh {
        Some(folder) => Session::open_at(folder.path().to_owned(), globals)?,
        None => Session::open(globals)?,
    };
    paper::folder(&args.out)?;
    let mut steps = Steps::new(&session, &args.out);
    let done = Box::pin(sell(&mut steps)).await;
    let Steps { said, files, .. } = steps;
    session.close().await;
    done?;
    let mut text = format!("\nPapers in {}:\n", args.out.display());
    for file in &files {
        text.push_str(&format!("  {}\n", file.display()));
    }
    Answer::new(&json!({ "steps": said, "files": files }), text)
}

async fn sell(steps: &mut Steps<'_>) -> Result<(), Problem> {
    open(steps).await?;
    let customer = shop::customer(steps).await?;
    let product = shop::product(steps).await?;
    shop::subscription_sale(steps, &customer, &product).await?;
    Box::pin(shop::one_time_sale(steps, &customer)).await?;
    shop::abroad(steps).await
}

/// Opens the account: only ever the practice account, as all of this is make-believe.
async fn open(steps: &mut Steps<'_>) -> Result<(), Problem> {
    let account: AccountView = steps.session.account().await?;
    if account.mode != Mode::Practice {
        return Err(Problem::new(Code::NotAllowed, format!("The first sale is make-believe, and {} is not the practice account.", account.name))
            .hint("Choose it with “counterfoil account use practice”, or leave --home and COUNTERFOIL_HOME away."));
    }
    let sync: commands::view::SyncView = steps
        .session
        .ask("sync.run", &SyncNow { full: false })
        .await?;
    if let Some(problem) = sync.problem {
        return Err(problem);
    }
    let overview: Overview = steps.session.ask("app.overview", &Nothing {}).await?;
    let counts = &overview.counts;
    steps.say(
        &format!(
            "Opened the practice account of {}: {} customers, {} products, {} open quotes, {} open invoices.",
            account.name, counts.customers, counts.products, counts.open_quotes, counts.open_invoices
        ),
        &overview.account,
    )
}
