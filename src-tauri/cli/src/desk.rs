//! The desk of this one call: opened on the chosen home, asked by name, and
//! closed before the program ends. The only place that looks at the
//! environment.

use crate::answer::note;
use crate::args::Globals;
use crate::json;
use commands::view::{AccountView, Code, Mode, Overview, PackMade, Problem};
use commands::{Desk, Nothing, PackPeriod, PackPlace, Parts, StartPractice, SystemClock, Vault};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::sync::Arc;

/// The desk with what the arguments say about every call.
#[derive(Debug)]
pub(crate) struct Session {
    desk: Desk,
    /// Answers are JSON; nothing else is said on the way.
    pub(crate) json: bool,
    confirm_live: bool,
}

impl Session {
    /// Opens the desk where the arguments, the environment or the system say.
    pub(crate) fn open(globals: &Globals) -> Result<Session, Problem> {
        let home = commands::home(chosen_home(globals))?;
        Session::open_at(home, globals)
    }

    /// Opens the desk on `home`.
    pub(crate) fn open_at(home: PathBuf, globals: &Globals) -> Result<Session, Problem> {
        let offline = globals.offline
            || std::env::var_os("COUNTERFOIL_OFFLINE")
                .is_some_and(|set| !set.is_empty() && set != "0");
        let practice = if offline { stay_away() } else { practice() };
        let desk = Desk::open(Parts {
            home,
            clock: Arc::new(SystemClock),
            vault: Vault::default(),
            practice: Some((practice, sandbox::PRACTICE_KEY)),
            offline,
            courier: true,
        })?;
        Ok(Session {
            desk,
            json: globals.json,
            confirm_live: globals.confirm_live,
        })
    }

    /// Carries out the command of this name.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        name: &str,
        request: &impl Serialize,
    ) -> Result<T, Problem> {
        json::typed(commands::call(&self.desk, name, json::value(request)?).await?)
    }

    /// A kept PDF, by its path.
    pub(crate) async fn document(&self, path: &str) -> Result<Vec<u8>, Problem> {
        let account = self.desk.account().await?;
        commands::document_bytes(&account, path).await
    }

    /// How an amount that was typed is read, such as `€1,005.00`.
    pub(crate) async fn as_read(
        &self,
        text: &str,
        currency: &str,
        field: &str,
    ) -> Result<String, Problem> {
        let amount = commands::amount_as_read(&self.desk, text, currency, field).await?;
        Ok(amount.text)
    }

    /// Makes an accountant's pack at a place that the owner names on the command line.
    pub(crate) async fn pack(
        &self,
        from: &str,
        to: &str,
        bom: bool,
        place: &PackPlace,
    ) -> Result<PackMade, Problem> {
        let period = PackPeriod::parse(from, to)?;
        let account = self.desk.account().await?;
        commands::make_pack(&account, period, bom, place).await
    }

    /// The account in use.
    pub(crate) async fn account(&self) -> Result<AccountView, Problem> {
        let all: Vec<AccountView> = self.ask("accounts.list", &Nothing {}).await?;
        all.into_iter()
            .find(|account| account.current)
            .ok_or_else(|| {
                Problem::new(Code::NotFound, "No account is in use.")
                    .hint("Choose one with “counterfoil account use practice”.")
            })
    }

    /// Reads the account if that was never done: the first answer is then not an empty one.
    pub(crate) async fn acquaint(&self) -> Result<(), Problem> {
        let overview: Overview = self.ask("app.overview", &Nothing {}).await?;
        if overview.sync.at.is_some() {
            return Ok(());
        }
        self.remark("Reading the account for the first time.");
        // Where it cannot be reached, the records say so themselves.
        let _: Result<serde_json::Value, Problem> = self
            .ask("sync.run", &commands::SyncNow { full: false })
            .await;
        Ok(())
    }

    /// Refuses a write on a live account that was not confirmed; answers with the account's mode.
    pub(crate) async fn may_write(&self) -> Result<Mode, Problem> {
        let account = self.account().await?;
        live_confirmed(&account, self.confirm_live)?;
        if account.mode == Mode::Live {
            let _: Nothing = self.ask("accounts.confirm_live", &Nothing {}).await?;
        }
        Ok(account.mode)
    }

    /// Tells people, beside the answer, what is going on.
    pub(crate) fn remark(&self, text: &str) {
        if !self.json {
            note(text);
        }
    }

    /// The same, where there is reason to.
    pub(crate) fn remark_if(&self, reason: bool, text: &str) {
        if reason {
            self.remark(text);
        }
    }

    /// Ends what runs for the account and gives up its lease.
    pub(crate) async fn close(self) {
        self.desk.close().await;
    }
}

/// The folder that was asked for, if one was.
pub(crate) fn chosen_home(globals: &Globals) -> Option<PathBuf> {
    globals.home.clone().or_else(|| {
        std::env::var_os("COUNTERFOIL_HOME")
            .filter(|home| !home.is_empty())
            .map(PathBuf::from)
    })
}

fn live_confirmed(account: &AccountView, confirmed: bool) -> Result<(), Problem> {
    if account.mode != Mode::Live || confirmed {
        return Ok(());
    }
    Err(Problem::new(Code::LiveNotConfirmed, format!("{} is a live account: this would be real.", account.name))
        .hint("Add --confirm-live to do it, or use the practice account (counterfoil account use practice)."))
}

/// Starts the practice Stripe on its folder; it runs until the desk lets go of it.
fn practice() -> StartPractice {
    StartPractice::new(|folder| {
        Box::pin(async move {
            let options = sandbox::Options {
                data: Some(folder),
                seed: sandbox::Seed::Practice,
                ..sandbox::Options::default()
            };
            let running = sandbox::start(options).await?;
            Ok((running.url().to_owned(), Box::new(running) as Box<_>))
        })
    })
}

/// Does not start it: the owner wants to see what offline is like.
fn stay_away() -> StartPractice {
    StartPractice::new(|_| Box::pin(async { Err("Counterfoil was started offline.".into()) }))
}

#[cfg(test)]
mod tests {
    use super::live_confirmed;
    use commands::view::{AccountView, Code, Mode};

    #[test]
    fn only_live_accounts_ask_for_a_confirmation() {
        let account = |mode| AccountView {
            stripe_id: None,
            id: "acct_1".to_owned(),
            name: "Linden".to_owned(),
            mode,
            currency: "usd".to_owned(),
            current: true,
            key_hint: None,
        };
        assert!(live_confirmed(&account(Mode::Practice), false).is_ok());
        assert!(live_confirmed(&account(Mode::Test), false).is_ok());
        assert!(live_confirmed(&account(Mode::Live), true).is_ok());
        let refused = live_confirmed(&account(Mode::Live), false).unwrap_err();
        assert_eq!(refused.code, Code::LiveNotConfirmed);
    }
}
