//! What was asked for, carried out. A noun a file: each turns its arguments
//! into calls of `commands` and the replies into an answer.

mod account;
mod cards;
mod catalogue;
mod credit_note;
mod customer;
mod doctor;
mod draft;
mod first_sale;
mod invoice;
mod list;
mod mail;
mod outbox;
mod pack;
mod papers;
mod passing;
mod payment;
mod practice;
mod quote;
mod record;
mod repair;
mod resolve;
mod search;
mod settings;
mod subscription;
mod writing;

use crate::answer::Answer;
use crate::args::{Cli, Command};
use crate::desk::Session;
use crate::print;
use commands::SyncNow;
use commands::view::{Code, Problem, SyncView};

/// Does what the arguments say.
pub(crate) async fn run(cli: Cli) -> Result<Answer, Problem> {
    match cli.command {
        Command::Sandbox(args) => practice::run(args).await,
        Command::FirstSale(args) => Box::pin(first_sale::run(&cli.globals, &args)).await,
        command => {
            let session = Session::open(&cli.globals)?;
            // Told to stop, the lease is given up all the same, so that the next start need not wait.
            let answer = tokio::select! {
                answer = Box::pin(at_desk(&session, command)) => answer,
                () = practice::told_to_stop() => Err(Problem::new(Code::NotAllowed, "Stopped.")
                    .hint("What was already in the outbox stays there; see it with “counterfoil outbox list”.")),
            };
            session.close().await;
            answer
        }
    }
}

async fn at_desk(session: &Session, command: Command) -> Result<Answer, Problem> {
    let needs_records = !matches!(
        command,
        Command::Account(_)
            | Command::Settings(_)
            | Command::Sync { .. }
            | Command::Doctor
            | Command::Repair { .. }
            | Command::Outbox(_)
    );
    if needs_records {
        session.acquaint().await?;
    }
    match command {
        Command::Quote(verb) => quote::run(session, verb).await,
        Command::Invoice(verb) => invoice::run(session, verb).await,
        Command::Payment(verb) => payment::run(session, verb).await,
        Command::CreditNote(verb) => credit_note::run(session, verb).await,
        Command::Subscription(verb) => subscription::run(session, verb).await,
        Command::Customer(verb) => customer::run(session, verb).await,
        Command::Product(verb) => catalogue::product(session, verb).await,
        Command::Price(verb) => catalogue::price(session, verb).await,
        Command::Search { text, kind, limit } => {
            search::run(session, text.join(" "), &kind, limit).await
        }
        Command::Outbox(verb) => outbox::run(session, verb).await,
        Command::Sync { full } => sync(session, full).await,
        Command::Account(verb) => account::run(session, verb).await,
        Command::Settings(verb) => settings::run(session, verb).await,
        Command::Pack(args) => pack::run(session, args).await,
        Command::Practice(verb) => passing::run(session, verb).await,
        Command::Doctor => doctor::run(session).await,
        Command::Repair { restore, afresh } => repair::run(session, restore, afresh).await,
        Command::FirstSale(_) | Command::Sandbox(_) => {
            Err(Problem::new(Code::Bug, "This verb opens no desk."))
        }
    }
}

/// Looks at Stripe, and sends what waited for it.
async fn sync(session: &Session, full: bool) -> Result<Answer, Problem> {
    let view: SyncView = session.ask("sync.run", &SyncNow { full }).await?;
    let mut text = print::account::sync(&SyncView {
        problem: None,
        ..view.clone()
    });
    if view.read > 0 {
        text.push_str(&format!(" {} records were read.", view.read));
    }
    if view.problem.is_none() {
        let sent = outbox::send_waiting(session).await?;
        if sent > 0 {
            text.push_str(&format!(" {sent} of what waited in the outbox went out."));
        }
    }
    let problem = view.problem.clone();
    Ok(Answer::new(&view, text)?.but(problem))
}
