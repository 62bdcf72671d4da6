//! Secret keys in the operating system's keyring, and nowhere else. There is
//! no fallback in a file: where no keyring answers, a person is told so.
//!
//! On Linux the Secret Service is used and tried in tests; the Keychain and
//! the Credential Manager are chosen by target and untried.

use crate::view::{Code, Problem, Retry};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use stripe::SecretKey;
use tokio::sync::oneshot;

/// How long the keyring may take. A locked one may wait for a person to type a
/// password; one whose service hangs must not hang the window.
const PATIENCE: Duration = Duration::from_secs(20);

/// So many questions may be left unanswered before no more are asked: each holds a thread, and a
/// keyring that never answers would collect them.
const UNANSWERED: usize = 4;

/// The name under which keys lie in the keyring.
const SERVICE: &str = "Counterfoil";

/// The keyring.
#[derive(Debug, Clone)]
pub struct Vault {
    patience: Duration,
    unanswered: Arc<AtomicUsize>,
}

impl Default for Vault {
    fn default() -> Vault {
        Vault::with_patience(PATIENCE)
    }
}

impl Vault {
    /// A keyring that is given `patience` to answer.
    pub fn with_patience(patience: Duration) -> Vault {
        Vault {
            patience,
            unanswered: Arc::default(),
        }
    }

    /// Puts the key of `account` into the keyring, over the one before.
    pub async fn keep(&self, account: &str, key: &SecretKey) -> Result<(), Problem> {
        let account = account.to_owned();
        let key = key.clone();
        self.ask(move || keyring::Entry::new(SERVICE, &account)?.set_password(key.expose()))
            .await
    }

    /// The key of `account`.
    pub async fn key(&self, account: &str) -> Result<SecretKey, Problem> {
        let named = account.to_owned();
        let text = self
            .ask(move || keyring::Entry::new(SERVICE, &named)?.get_password())
            .await?;
        SecretKey::parse(&text).map_err(|problem| {
            Problem::new(
                Code::KeyRefused,
                format!("What the keyring holds for this account is no Stripe key: {problem}"),
            )
            .hint("Replace the key under Settings, Accounts.")
        })
    }

    /// Takes the key of `account` out of the keyring; no mistake when there is none.
    pub async fn forget(&self, account: &str) -> Result<(), Problem> {
        let account = account.to_owned();
        self.ask(
            move || match keyring::Entry::new(SERVICE, &account)?.delete_credential() {
                Err(keyring::Error::NoEntry) => Ok(()),
                other => other,
            },
        )
        .await
    }

    /// Whether the keyring answers, and holds a key for `account`.
    pub async fn holds(&self, account: &str) -> Result<bool, Problem> {
        let account = account.to_owned();
        self.ask(
            move || match keyring::Entry::new(SERVICE, &account)?.get_password() {
                Ok(_) => Ok(true),
                Err(keyring::Error::NoEntry) => Ok(false),
                Err(error) => Err(error),
            },
        )
        .await
    }

    /// Asks on a thread of its own: the keyring's calls block, some for ever. The runtime's own
    /// threads for that would have to be waited for at the end of the program.
    async fn ask<T, F>(&self, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce() -> keyring::Result<T> + Send + 'static,
    {
        if self.unanswered.fetch_add(1, Ordering::SeqCst) >= UNANSWERED {
            self.unanswered.fetch_sub(1, Ordering::SeqCst);
            return Err(silent());
        }
        let unanswered = Arc::clone(&self.unanswered);
        let (reply, answer) = oneshot::channel();
        let asked = std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                let said = question();
                unanswered.fetch_sub(1, Ordering::SeqCst);
                // Whoever asked may have lost patience.
                let _ = reply.send(said);
            });
        if asked.is_err() {
            self.unanswered.fetch_sub(1, Ordering::SeqCst);
            return Err(missing());
        }
        match tokio::time::timeout(self.patience, answer).await {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(error))) => Err(explain(&error)),
            Ok(Err(_)) => Err(missing()),
            Err(_) => Err(silent()),
        }
    }
}

fn explain(error: &keyring::Error) -> Problem {
    // The error's own words may hold nothing secret, but they help nobody at a counter either.
    tracing::debug!(%error, "keyring");
    match error {
        keyring::Error::NoEntry => Problem::new(
            Code::KeyRefused,
            "The keyring holds no key for this account.",
        )
        .hint("Replace the key under Settings, Accounts."),
        keyring::Error::NoStorageAccess(why) => of_storage(why.as_ref()),
        keyring::Error::PlatformFailure(why) => of_platform(why.as_ref()),
        _ => missing(),
    }
}

/// A failure that the crate does not tell apart: the Secret Service is there and locked, or there
/// and silent, or not there.
#[cfg(target_os = "linux")]
fn of_platform(why: &(dyn std::error::Error + Send + Sync + 'static)) -> Problem {
    use dbus_secret_service::Error;
    const SILENCE: &[&str] = &[
        "org.freedesktop.DBus.Error.NoReply",
        "org.freedesktop.DBus.Error.TimedOut",
        "org.freedesktop.DBus.Error.Timeout",
    ];
    match why.downcast_ref::<Error>() {
        Some(Error::Locked | Error::Prompt) => locked(),
        Some(Error::NoResult) => empty(),
        Some(Error::Dbus(error)) if error.name().is_some_and(|name| SILENCE.contains(&name)) => {
            silent()
        }
        _ => missing(),
    }
}

/// The Secret Service is there and gives nothing out.
#[cfg(target_os = "linux")]
fn of_storage(why: &(dyn std::error::Error + Send + Sync + 'static)) -> Problem {
    match why.downcast_ref::<dbus_secret_service::Error>() {
        Some(dbus_secret_service::Error::NoResult) => empty(),
        _ => locked(),
    }
}

#[cfg(not(target_os = "linux"))]
fn of_storage(_: &(dyn std::error::Error + Send + Sync + 'static)) -> Problem {
    locked()
}

#[cfg(not(target_os = "linux"))]
fn of_platform(_: &(dyn std::error::Error + Send + Sync + 'static)) -> Problem {
    missing()
}

fn locked() -> Problem {
    Problem::new(Code::KeyringLocked, "The keyring is locked.")
        .hint("Stripe cannot be asked without the key in it. What was seen is here, and what you do waits in the outbox. Unlock the keyring, then try again.")
        .retry(Retry::Now)
}

#[cfg(target_os = "linux")]
fn empty() -> Problem {
    Problem::new(Code::KeyringLocked, "No keyring has been set up on this computer yet.")
        .hint("Log in to the desktop once with your password, or make one with “Passwords and Keys”, then try again.")
        .retry(Retry::Now)
}

fn silent() -> Problem {
    Problem::new(Code::KeyringLocked, "The keyring does not answer.")
        .hint("Stripe cannot be asked without the key in it. Its window may be waiting for your password behind this one: unlock it, then try again.")
        .retry(Retry::Now)
}

fn missing() -> Problem {
    Problem::new(Code::KeyringMissing, "No keyring answers on this computer, and Counterfoil keeps keys nowhere else.")
        .hint("Install and start one (GNOME Keyring or KWallet, for example), then try again. The practice account needs none.")
        .retry(Retry::Now)
}

#[cfg(test)]
mod tests {
    use super::{UNANSWERED, Vault};
    use crate::view::{Code, Retry};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    /// A keyring that hangs costs patience, a bounded number of threads, and nothing once it is back.
    #[tokio::test]
    async fn a_keyring_that_never_answers_is_not_waited_for() {
        let vault = Vault::with_patience(Duration::from_millis(20));
        let mut hung = Vec::new();
        for _ in 0..UNANSWERED {
            let (release, blocked) = channel::<()>();
            let said = vault
                .ask(move || {
                    let _ = blocked.recv();
                    Ok(())
                })
                .await;
            let problem = said.map(|()| "answered").map_err(|problem| problem.code);
            assert_eq!(problem, Err(Code::KeyringLocked));
            hung.push(release);
        }
        let patient = Vault {
            patience: Duration::from_secs(60),
            ..vault
        };
        let problem = match patient.ask(|| Ok(())).await {
            Ok(()) => unreachable!("no more threads are started for a keyring that hangs"),
            Err(problem) => problem,
        };
        assert_eq!(
            (problem.message.as_str(), problem.retry),
            ("The keyring does not answer.", Retry::Now)
        );
        // It answers again: the threads end, and the next question is asked.
        drop(hung);
        while patient.ask(|| Ok(())).await.is_err() {
            tokio::task::yield_now().await;
        }
    }

    /// Built without its features, the crate keeps secrets in memory and says nothing.
    #[test]
    fn the_keyring_outlives_the_program() {
        let kept = keyring::default::default_credential_builder().persistence();
        assert!(
            matches!(
                kept,
                keyring::credential::CredentialPersistence::UntilDelete
            ),
            "keys would be gone after a restart: the crate was built with its in-memory store"
        );
    }
}
