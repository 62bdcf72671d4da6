//! The account's keys: its own, and those that were made for trying what a key may not do. A restricted
//! key has a set of permissions; any key can be revoked, or expire. None of them is a secret: they open
//! nothing but a server on this machine. Not here: reading a key off a request ([`crate::http::auth`]).

mod permissions;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, params};
use serde_json::{Value, json};

pub use permissions::{Permissions, UnknownPermission};

use crate::errors::Refusal;
use crate::http::publishable;
use crate::ids;
use crate::objects::account;
use crate::operation::Operation;
use crate::store::Store;

#[derive(Debug)]
pub(crate) struct Keys {
    own: String,
    salt: u64,
    store: Store,
    /// Every key that was made, and the account's own once something has happened to it.
    known: Mutex<BTreeMap<String, Key>>,
}

#[derive(Debug, Clone, Default)]
struct Key {
    /// `None` where everything is allowed.
    permissions: Option<Permissions>,
    revoked: bool,
    /// Unix seconds UTC of the account's clock.
    expires_at: Option<i64>,
}

/// What the key that a request shows lets it do.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Everything.
    Secret,
    /// What these allow; the key as it may be repeated in messages.
    Restricted(Permissions, String),
    /// What a page in a customer's browser may do.
    Publishable,
}

impl Keys {
    /// The keys that the data knows, beside `own`.
    pub(crate) fn open(own: String, salt: u64, store: Store, rows: Vec<KeyRow>) -> Self {
        let known = rows.into_iter().map(|row| {
            let key = Key {
                permissions: row.permissions.and_then(|text| text.parse().ok()),
                revoked: row.revoked,
                expires_at: row.expires_at,
            };
            (row.key, key)
        });
        Self {
            own,
            salt,
            store,
            known: Mutex::new(known.collect()),
        }
    }

    pub(crate) fn own(&self) -> &str {
        &self.own
    }

    /// The key that pages in a customer's browser may know: the account's own with another beginning.
    pub(crate) fn publishable(&self) -> String {
        let (_, rest) = self.own.split_once("_test_").unwrap_or(("", &self.own));
        format!("pk_test_{rest}")
    }

    /// Makes a key: restricted to `permissions`, or a second secret one.
    pub(crate) fn issue(&self, permissions: Option<Permissions>) -> String {
        let mut known = self.lock();
        let prefix = if permissions.is_some() {
            "rk_test_practice"
        } else {
            "sk_test_practice"
        };
        let made = (known.len() as u64..)
            .map(|n| ids::make(prefix, self.salt, n, 16))
            .find(|key| !known.contains_key(key))
            .unwrap_or_default();
        let key = Key {
            permissions,
            ..Key::default()
        };
        self.write(&made, &key);
        known.insert(made.clone(), key);
        made
    }

    /// Takes the key's rights away, or gives them back. False when there is no such key.
    pub(crate) fn revoke(&self, key: &str, revoked: bool) -> bool {
        self.change(key, |found| found.revoked = revoked)
    }

    /// Lets the key expire at these unix seconds UTC, or never.
    pub(crate) fn expire(&self, key: &str, at: Option<i64>) -> bool {
        self.change(key, |found| found.expires_at = at)
    }

    fn change(&self, key: &str, change: impl FnOnce(&mut Key)) -> bool {
        let mut known = self.lock();
        if key == self.own {
            known.entry(key.to_owned()).or_default();
        }
        let Some(found) = known.get_mut(key) else {
            return false;
        };
        change(found);
        self.write(key, found);
        true
    }

    fn write(&self, key: &str, found: &Key) {
        let (key, found) = (key.to_owned(), found.clone());
        self.store.tell(move |db| {
            // A key that could not be written is gone after a restart, as it would be after a kill.
            let _ = db.execute(
                "INSERT OR REPLACE INTO keys (key, permissions, revoked, expires_at) VALUES (?1, ?2, ?3, ?4)",
                params![key, found.permissions.map(|p| p.to_string()), found.revoked, found.expires_at],
            );
        });
    }

    /// Waits until every key that was made is written.
    pub(crate) async fn written(&self) {
        // The thread has ended only after it wrote what it was told before.
        let _ = self.store.run(|_| ()).await;
    }

    /// Who shows this key at `now`, or why nobody does.
    pub(crate) fn caller(&self, shown: &str, now: i64) -> Result<Caller, Refusal> {
        if shown == self.publishable() {
            return Ok(Caller::Publishable);
        }
        let known = self.lock();
        let found = match known.get(shown) {
            Some(found) => found.clone(),
            None if shown == self.own => Key::default(),
            None => return Err(invalid(shown)),
        };
        if found.revoked {
            return Err(invalid(shown));
        }
        if found.expires_at.is_some_and(|at| at <= now) {
            return Err(
                refuse(format!("Expired API Key provided: {}", masked(shown)))
                    .code("api_key_expired"),
            );
        }
        Ok(match found.permissions {
            None => Caller::Secret,
            Some(permissions) => Caller::Restricted(permissions, masked(shown)),
        })
    }

    /// Every key with what it may do, the account's own first.
    pub(crate) fn list(&self) -> Vec<Value> {
        let known = self.lock();
        let own = known.get(&self.own).cloned().unwrap_or_default();
        let others = known.iter().filter(|(key, _)| **key != self.own);
        std::iter::once((&self.own, &own))
            .chain(others)
            .map(|(key, found)| shown(key, found))
            .collect()
    }

    /// One key as [`Keys::list`] shows it.
    pub(crate) fn show(&self, key: &str) -> Option<Value> {
        let known = self.lock();
        match known.get(key) {
            Some(found) => Some(shown(key, found)),
            None if key == self.own => Some(shown(key, &Key::default())),
            None => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Key>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Caller {
    /// Whether the caller may ask for `operation` of the account that `salt` tells apart.
    pub(crate) fn may(&self, operation: &Operation, salt: u64) -> Result<(), Refusal> {
        match self {
            Self::Secret => Ok(()),
            Self::Publishable if publishable::opens(operation) => Ok(()),
            Self::Publishable => Err(refuse("This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.").code("secret_key_required")),
            Self::Restricted(permissions, key) => {
                let Some(missing) = permissions.missing(operation.method, operation.path) else {
                    return Ok(());
                };
                let account = account::id(salt);
                Err(Refusal::new(403, "invalid_request_error", format!("The provided key '{key}' does not have the required permissions for this endpoint on account '{account}'. Having the '{missing}' permission would allow this request to continue.")).before_it_began())
            }
        }
    }
}

/// A key as the data keeps it.
#[derive(Debug)]
pub(crate) struct KeyRow {
    key: String,
    permissions: Option<String>,
    revoked: bool,
    expires_at: Option<i64>,
}

pub(crate) fn stored(db: &Connection) -> Result<Vec<KeyRow>, rusqlite::Error> {
    let mut statement = db.prepare("SELECT key, permissions, revoked, expires_at FROM keys")?;
    let rows = statement.query_map([], |row| {
        Ok(KeyRow {
            key: row.get(0)?,
            permissions: row.get(1)?,
            revoked: row.get(2)?,
            expires_at: row.get(3)?,
        })
    })?;
    rows.collect()
}

fn shown(key: &str, found: &Key) -> Value {
    json!({
        "object": "practice.key",
        "key": key,
        "permissions": found.permissions.as_ref().map(ToString::to_string),
        "revoked": found.revoked,
        "expires_at": found.expires_at,
    })
}

pub(crate) fn refuse(message: impl Into<String>) -> Refusal {
    Refusal::new(401, "invalid_request_error", message).before_it_began()
}

fn invalid(shown: &str) -> Refusal {
    refuse(format!("Invalid API Key provided: {}", masked(shown)))
}

/// The first and last characters of a key, as Stripe shows a wrong one.
pub(crate) fn masked(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    if chars.len() < 12 {
        return "*".repeat(chars.len());
    }
    let start: String = chars[..8].iter().collect();
    let end: String = chars[chars.len() - 4..].iter().collect();
    format!("{start}{}{end}", "*".repeat(chars.len() - 12))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_wrong_key_is_not_repeated_in_full() {
        assert_eq!(masked("sk_test_1234567890wxyz"), "sk_test_**********wxyz");
        assert_eq!(masked("short"), "*****");
    }
}
