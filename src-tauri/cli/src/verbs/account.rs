//! Accounts. The key comes from standard input and goes to the keyring; it is
//! not kept anywhere else on the way.

use crate::answer::{Answer, note};
use crate::args::AccountVerb;
use crate::desk::Session;
use crate::paper::disk;
use crate::print::account;
use commands::view::{AccountName, AccountView, Code, KeyCheck, KeyNeeds, Problem};
use commands::{ById, CheckKey, ConnectAccount, Nothing};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

pub(crate) async fn run(session: &Session, verb: AccountVerb) -> Result<Answer, Problem> {
    match verb {
        AccountVerb::List => {
            let all: Vec<AccountView> = session.ask("accounts.list", &Nothing {}).await?;
            Answer::new(&all, account::accounts(&all))
        }
        AccountVerb::Permissions => {
            let needs: KeyNeeds = session.ask("accounts.permissions", &Nothing {}).await?;
            let text = format!(
                "{}\nMake the key at {}.",
                account::permissions(&needs.permissions),
                needs.made_at
            );
            Answer::new(&needs, text)
        }
        AccountVerb::Add {
            api_base,
            account: id,
            name,
            check: only_check,
        } => {
            let checked = check(session, api_base, None).await?;
            if only_check {
                let problem = checked.problem.clone();
                return Ok(Answer::new(&checked, account::check(&checked))?.but(problem));
            }
            let named = id.map(|id| AccountName {
                name: name.unwrap_or_default(),
                id,
            });
            connect(session, checked, named).await
        }
        AccountVerb::Replace { id, api_base } => {
            let checked = check(session, api_base, Some(id)).await?;
            connect(session, checked, None).await
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

/// Reads a key and asks Stripe what it is.
async fn check(
    session: &Session,
    api_base: Option<String>,
    replaces: Option<String>,
) -> Result<KeyCheck, Problem> {
    let key = tokio::task::spawn_blocking(read_key)
        .await
        .map_err(|_| Problem::new(Code::Bug, "Standard input could not be read."))??;
    let request = CheckKey {
        key: Some(key),
        api_base,
        replaces,
    };
    session.ask("accounts.check", &request).await
}

/// Connects what was checked, and says what the key may do.
async fn connect(
    session: &Session,
    checked: KeyCheck,
    named: Option<AccountName>,
) -> Result<Answer, Problem> {
    let connected: Result<AccountView, Problem> = session
        .ask("accounts.connect", &ConnectAccount { account: named })
        .await;
    let connected = match connected {
        Ok(connected) => connected,
        Err(problem) => {
            // What was found out is worth knowing all the more when it is not enough.
            session.remark(account::check(&checked).trim_end());
            return Err(problem);
        }
    };
    let done = if checked.replaces.is_some() {
        "The key is replaced; the account is in use from now on."
    } else {
        "Connected, and in use from now on."
    };
    let text = format!(
        "{}\n{done}\n{}",
        account::check(&checked),
        account::accounts(std::slice::from_ref(&connected))
    );
    let mut answer = Answer::new(&connected, text)?;
    answer.json["permissions"] = crate::json::value(&checked.permissions)?;
    Ok(answer)
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
