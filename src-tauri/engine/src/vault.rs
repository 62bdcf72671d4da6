//! Secret keys in the operating system's keyring, and nowhere else. There is
//! no fallback in a file: where no keyring answers, a person is told so.
//!
//! On Linux the Secret Service is used and tried in tests; the Keychain and
//! the Credential Manager are chosen by target and untried.

use crate::view::{Code, Problem, Retry};
use std::time::Duration;
use stripe::SecretKey;

/// How long the keyring may take. A locked one may wait for a person to type a
/// password; one whose service hangs must not hang the window.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name under which keys lie in the keyring.
const SERVICE: &str = "Counterfoil";

/// The keyring.
#[derive(Debug, Clone)]
pub struct Vault {
    patience: Duration,
}

impl Default for Vault {
    fn default() -> Vault {
        Vault { patience: PATIENCE }
    }
}

impl Vault {
    /// A keyring that is given `patience` to answer.
    pub fn with_patience(patience: Duration) -> Vault {
        Vault { patience }
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
            .hint("Enter the key again under Settings, Accounts.")
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

    /// Asks on a thread of its own: the keyring's calls block, some for ever.
    async fn ask<T, F>(&self, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce() -> keyring::Result<T> + Send + 'static,
    {
        match tokio::time::timeout(self.patience, tokio::task::spawn_blocking(question)).await {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(error))) => Err(explain(&error)),
            Ok(Err(_)) => Err(missing()),
            Err(_) => Err(Problem::new(Code::KeyringLocked, "The keyring does not answer.")
                .hint("Its window may be waiting for your password behind this one. Unlock it, then try again.")
                .retry(Retry::Now)),
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
        .hint("Enter the key again under Settings, Accounts."),
        keyring::Error::NoStorageAccess(_) => {
            Problem::new(Code::KeyringLocked, "The keyring is locked.")
                .hint("Unlock it, then try again.")
                .retry(Retry::Now)
        }
        _ => missing(),
    }
}

fn missing() -> Problem {
    Problem::new(Code::KeyringMissing, "No keyring answers on this computer, and Counterfoil keeps keys nowhere else.")
        .hint("Install and start one (GNOME Keyring or KWallet, for example), then try again. The practice account needs none.")
        .retry(Retry::Now)
}

#[cfg(test)]
mod tests {
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
