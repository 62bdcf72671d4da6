//! Accounts. The key comes from standard input and goes to the keyring; it is
//! not kept anywhere else on the way.

use crate::answer::{Answer, note};
use crate::args::AccountVerb;
use crate::desk::Session;
use crate::paper::disk;
use crate::print::account;
use commands::view::{AccountView, Code, Problem};
use commands::{AddAccount, ById, Nothing};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

pub(crate) async fn run(session: &Session, verb: AccountVerb) -> Result<Answer, Problem> {
    match verb {
        AccountVerb::List => {
            let all: Vec<AccountView> = session.ask("accounts.list", &Nothing {}).await?;
            Answer::new(&all, account::accounts(&all))
        }
        AccountVerb::Add { api_base } => {
            let key = tokio::task::spawn_blocking(read_key)
                .await
                .map_err(|_| Problem::new(Code::Bug, "Standard input could not be read."))??;
            let added: AccountView = session
                .ask("accounts.add", &AddAccount { key, api_base })
                .await?;
            let text = format!(
                "Connected, and in use from now on.\n{}",
                account::accounts(std::slice::from_ref(&added))
            );
            Answer::new(&added, text)
        }
        AccountVerb::Use { id } => {
            let used: AccountView = session.ask("accounts.use", &ById { id }).await?;
            Answer::new(
                &used,
                format!(
                    "In use from now on.\n{}",
                    account::accounts(std::slice::from_ref(&used))
                ),
            )
        }
        AccountVerb::Remove { id } => {
            let reply: Nothing = session.ask("accounts.remove", &ById { id }).await?;
            Answer::new(
                &reply,
                "Disconnected. Its key is out of the keyring; its records stay on this computer.",
            )
        }
    }
}

/// One line from standard input; on a terminal it is asked for and not shown.
fn read_key() -> Result<String, Problem> {
    let unread = |error: std::io::Error| disk(Path::new("standard input"), &error);
    let line = if std::io::stdin().is_terminal() {
        note("Stripe's secret or restricted key (it is not shown while you paste it):");
        rpassword::read_password().map_err(unread)?
    } else {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(unread)?;
        line
    };
    let key = line.trim().to_owned();
    if key.is_empty() {
        return Err(Problem::new(Code::InvalidInput, "No key came in.")
            .hint("Give it on standard input, such as: counterfoil account add < key-file"));
    }
    Ok(key)
}
