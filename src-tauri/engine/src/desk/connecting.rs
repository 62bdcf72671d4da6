//! Connecting a Stripe account, replacing its key, disconnecting it. A key is
//! checked first, with calls that only read; between the check and the yes it
//! lies in this program's memory, so that no page has to keep it. What
//! permissions there are stands in `permissions`.

use super::{Desk, no_account};
use crate::account::Identity;
use crate::accounts::{self, PRACTICE, Registry};
use crate::permissions::{PERMISSIONS, Permission};
use crate::view::{AccountName, AccountView, Code, KeyCheck, Mode, PermissionView, Problem, Retry};
use cache::{Cache, Kind, Query};
use futures_util::StreamExt as _;
use serde_json::Value;
use std::path::Path;
use stripe::{Client, Config, Params, SecretKey};

/// A key that was checked and waits for a yes.
#[derive(Debug)]
pub(super) struct Pending {
    key: SecretKey,
    api_base: Option<String>,
    /// The account here that it was pasted for.
    replaces: Option<String>,
    check: KeyCheck,
    currency: String,
}

/// So many questions are asked at a time.
const AT_ONCE: usize = 4;
/// So many known records of a kind are asked for, in case some were deleted.
const KNOWN: u32 = 3;
/// The kinds whose records tell one account from another, the most telling first.
const TELLING: &[(Kind, &str)] = &[
    (Kind::Customer, "/v1/customers"),
    (Kind::Invoice, "/v1/invoices"),
    (Kind::Quote, "/v1/quotes"),
    (Kind::Product, "/v1/products"),
    (Kind::Subscription, "/v1/subscriptions"),
];

impl Desk {
    /// Asks Stripe what this key is, and keeps it in memory for [`Desk::connect`]. Without a key,
    /// the one that was checked last is asked about again.
    pub async fn check_key(
        &self,
        key: Option<&str>,
        api_base: Option<String>,
        replaces: Option<String>,
    ) -> Result<KeyCheck, Problem> {
        let (key, api_base, replaces) = match key {
            Some(text) => (read(text)?, api_base, replaces),
            None => {
                let pending = self.pending.lock().await;
                let before = pending.as_ref().ok_or_else(no_key)?;
                (
                    before.key.clone(),
                    before.api_base.clone(),
                    before.replaces.clone(),
                )
            }
        };
        // A key that is pasted anew takes the place of the one before, whatever becomes of it.
        *self.pending.lock().await = None;
        let registry = Registry::read(&self.parts.home)?;
        let current = self.state.lock().await.current.clone();
        let known = match &replaces {
            Some(id) => Some(registry.find(id).ok_or_else(no_account)?),
            None => None,
        };
        let mode = mode_of(&key);
        if let Some(known) = &known {
            same_mode(known, mode)?;
        }
        let api_base = api_base.or_else(|| known.as_ref().and_then(|known| known.api_base.clone()));
        let client = client(&key, api_base.as_deref())?;
        let before = registry
            .accounts
            .iter()
            .any(|account| account.key_hint.as_deref() == Some(&hint(&key)));
        let found = look(&client).await.map_err(|error| of_key(error, before))?;
        let account = found.account.as_ref().and_then(name_in);
        if let (Some(known), Some(account)) = (&known, &account)
            && file_id(&account.id, mode) != known.id
        {
            return Err(another_account(&account.name, &known.name));
        }
        let id = account.as_ref().map(|account| file_id(&account.id, mode));
        let replaced = known.or_else(|| id.and_then(|id| registry.find(&id)));
        let check = KeyCheck {
            mode,
            restricted: key.restricted(),
            key_hint: hint(&key),
            guess: match (&account, &replaced) {
                (None, None) => found.guess,
                _ => None,
            },
            account,
            replaces: replaced.map(|known| known.view(known.id == current)),
            problem: lacking(&found.permissions),
            permissions: found.permissions,
        };
        *self.pending.lock().await = Some(Pending {
            key,
            api_base,
            replaces,
            check: check.clone(),
            currency: found.currency,
        });
        Ok(check)
    }

    /// Connects the account of the key that was checked: the key goes into the keyring, the
    /// account onto the desk. Where the key may not say whose it is, `named` does; an account
    /// whose records are here already is then told by one of them before its file is touched.
    pub async fn connect(&self, named: Option<AccountName>) -> Result<AccountView, Problem> {
        let (key, identity) = {
            let pending = self.pending.lock().await;
            let pending = pending.as_ref().ok_or_else(no_key)?;
            if let Some(problem) = &pending.check.problem {
                return Err(problem.clone());
            }
            let registry = Registry::read(&self.parts.home)?;
            let identity = identity(pending, named, &registry)?;
            if pending.check.account.is_none() {
                let client = client(&pending.key, pending.api_base.as_deref())?;
                let file = accounts::records_file(&self.parts.home, &identity.id);
                told_by_a_record(&client, &file, &identity.name).await?;
            }
            (pending.key.clone(), identity)
        };
        self.parts.vault.keep(&identity.id, &key).await?;
        {
            let mut state = self.state.lock().await;
            Registry::change(&self.parts.home, |list| {
                let mut known = list.accounts.iter_mut();
                match known.find(|account| account.id == identity.id) {
                    Some(before) => *before = identity.clone(),
                    None => list.accounts.push(identity.clone()),
                }
            })?;
            // Opened before, it would go on with the key and the address that it had.
            if state
                .open
                .as_ref()
                .is_some_and(|open| open.account.identity.id == identity.id)
                && let Some(open) = state.open.take()
            {
                open.close().await;
            }
        }
        *self.pending.lock().await = None;
        self.select(&identity.id).await
    }

    /// Forgets the key that was checked and not connected.
    pub async fn let_go(&self) {
        *self.pending.lock().await = None;
    }

    /// Disconnects an account: its key leaves the keyring, its records stay on disk.
    pub async fn remove(&self, id: &str) -> Result<(), Problem> {
        if id == PRACTICE {
            return Err(Problem::new(
                Code::NotAllowed,
                "The practice account is built in and cannot be removed.",
            ));
        }
        if Registry::read(&self.parts.home)?.find(id).is_none() {
            return Err(no_account());
        }
        self.parts.vault.forget(id).await?;
        Registry::change(&self.parts.home, |list| {
            list.accounts.retain(|account| account.id != id);
        })?;
        if self.state.lock().await.current == id {
            self.select(PRACTICE).await.map(|_| ())
        } else {
            Ok(())
        }
    }
}

/// What Stripe let this key see.
struct Found {
    account: Option<Value>,
    guess: Option<AccountName>,
    permissions: Vec<PermissionView>,
    currency: String,
}

/// Asks for one thing of each kind. A refusal is an answer; only a key that opens nothing at all,
/// or a Stripe that cannot be reached, ends the look.
async fn look(client: &Client) -> Result<Found, stripe::Error> {
    let questions = PERMISSIONS.iter().map(|permission: &'static Permission| {
        let client = client.clone();
        async move { (permission, one(&client, permission).await) }
    });
    let asked = futures_util::stream::iter(questions.collect::<Vec<_>>())
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    let mut found = Found {
        account: None,
        guess: None,
        permissions: Vec::new(),
        currency: String::new(),
    };
    for (permission, answer) in asked {
        let answer = answer?;
        found
            .permissions
            .push(permission.view(Some(answer.is_some())));
        let Some(body) = answer else { continue };
        let first = body.pointer("/data/0").unwrap_or(&body);
        let text = |name: &str| first.get(name).and_then(Value::as_str);
        match permission.paths.first() {
            Some(&"/v1/account") => {
                found.currency = text("default_currency").unwrap_or_default().to_owned();
                found.account = Some(body);
            }
            Some(&"/v1/invoices") => {
                found.guess = guess(first);
                if found.currency.is_empty() {
                    found.currency = text("currency").unwrap_or_default().to_owned();
                }
            }
            Some(&"/v1/prices") if found.currency.is_empty() => {
                found.currency = text("currency").unwrap_or_default().to_owned();
            }
            _ => {}
        }
    }
    if found.currency.is_empty() {
        found.currency = "usd".to_owned();
    }
    Ok(found)
}

/// One object, or none where the key may not read there.
async fn one(client: &Client, permission: &Permission) -> Result<Option<Value>, stripe::Error> {
    let Some(path) = permission.paths.first() else {
        return Ok(None);
    };
    let params = if *path == "/v1/account" {
        Params::new()
    } else {
        Params::new().set("limit", 1)
    };
    match client.get(path, &params).await {
        Ok(answer) => Ok(Some(answer.body)),
        Err(error) if error.is_forbidden() => Ok(None),
        // Any other no is about the question, not about the right to ask it.
        Err(error) if error.is_refused() && !error.is_key_rejected() => Ok(Some(Value::Null)),
        Err(error) => Err(error),
    }
}

/// Whose an invoice is: its address at Stripe has the account's id in it.
fn guess(invoice: &Value) -> Option<AccountName> {
    let page = invoice.get("hosted_invoice_url")?.as_str()?;
    let id = page.split('/').find(|part| is_account_id(part))?;
    let name = invoice.get("account_name").and_then(Value::as_str);
    Some(AccountName {
        id: id.to_owned(),
        name: name.unwrap_or(id).to_owned(),
    })
}

fn name_in(account: &Value) -> Option<AccountName> {
    let text = |pointer: &str| {
        account
            .pointer(pointer)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let id = text("/id")?;
    let name = text("/business_profile/name")
        .or_else(|| text("/settings/dashboard/display_name"))
        .or_else(|| text("/email"))
        .unwrap_or(id);
    Some(AccountName {
        id: id.to_owned(),
        name: name.to_owned(),
    })
}

/// Whose key it is: as Stripe says, as it was pasted for, or as the owner says.
fn identity(
    pending: &Pending,
    named: Option<AccountName>,
    registry: &Registry,
) -> Result<Identity, Problem> {
    let mode = pending.check.mode;
    let replaced = pending
        .check
        .replaces
        .as_ref()
        .and_then(|view| registry.find(&view.id));
    let named = match (&pending.check.account, &replaced) {
        (Some(account), _) => account.clone(),
        (None, Some(known)) => AccountName {
            id: known.id.clone(),
            name: known.name.clone(),
        },
        (None, None) => typed(named.or_else(|| pending.check.guess.clone()), mode)?,
    };
    let id = match &replaced {
        Some(known) => known.id.clone(),
        None => file_id(&named.id, mode),
    };
    // An account that the owner names may be here already.
    let before = registry.find(&id);
    Ok(Identity {
        name: match (&pending.check.account, &before) {
            (None, Some(before)) => before.name.clone(),
            _ => named.name,
        },
        currency: match (&pending.check.account, before) {
            (None, Some(before)) => before.currency,
            _ => pending.currency.to_lowercase(),
        },
        id,
        mode,
        api_base: pending.api_base.clone(),
        key_hint: Some(pending.check.key_hint.clone()),
    })
}

/// An account as its owner names it.
fn typed(named: Option<AccountName>, mode: Mode) -> Result<AccountName, Problem> {
    let named = named.unwrap_or(AccountName {
        id: String::new(),
        name: String::new(),
    });
    let id = named.id.trim();
    // As `account list` shows it, its mode is part of it.
    let id = id.strip_suffix(&format!("_{}", suffix(mode))).unwrap_or(id);
    if !is_account_id(id) {
        return Err(Problem::new(
            Code::InvalidInput,
            "This key may not say which account it belongs to.",
        )
        .hint("Give the account’s id and name, or let the key read “Account”.")
        .field(
            "account",
            "The account’s id begins with acct_. The Stripe Dashboard shows it under Settings, Account details.",
        ));
    }
    let name = named.name.trim();
    Ok(AccountName {
        id: id.to_owned(),
        name: if name.is_empty() { id } else { name }.to_owned(),
    })
}

/// Makes sure, with a record that is known of an account, that the key belongs to it. The file
/// itself is only read; where there is none, there is nothing that could be mixed.
async fn told_by_a_record(client: &Client, file: &Path, name: &str) -> Result<(), Problem> {
    if !file.exists() {
        return Ok(());
    }
    let cache = Cache::open_async(file.to_owned()).await?;
    let known = cache
        .read(|r| {
            let mut known = Vec::new();
            for (kind, path) in TELLING {
                let query = Query {
                    limit: KNOWN,
                    ..Query::of(*kind)
                };
                for row in r.records().page(&query)?.rows {
                    known.push((*path, row.id));
                }
            }
            Ok(known)
        })
        .await;
    cache.close().await;
    let known = known?;
    if known.is_empty() {
        return Ok(());
    }
    let mut strange = false;
    for (path, id) in known {
        match client.get(&format!("{path}/{id}"), &Params::new()).await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_missing() => strange = true,
            Err(error) if error.is_forbidden() => {}
            Err(error) => return Err(of_key(error, false)),
        }
    }
    if strange {
        return Err(Problem::new(
            Code::InvalidInput,
            format!("This key does not belong to {name}: none of the records kept here exists in its account."),
        )
        .hint("Look in the Dashboard which account the key was made in. Nothing was changed.")
        .field("account", format!("It is not {name}.")));
    }
    Err(Problem::new(
        Code::PermissionMissing,
        format!("Whether this key belongs to {name} cannot be checked: it may read nothing that is kept here."),
    )
    .hint("Let the key read “Customers”, then check it again. Nothing was changed."))
}

fn is_account_id(text: &str) -> bool {
    text.strip_prefix("acct_").is_some_and(|rest| {
        rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

fn suffix(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "live",
        Mode::Test | Mode::Practice => "test",
    }
}

/// The name that an account's file and key go by: test and live never share one.
fn file_id(account: &str, mode: Mode) -> String {
    let plain: String = account
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '_')
        .collect();
    format!("{plain}_{}", suffix(mode))
}

fn mode_of(key: &SecretKey) -> Mode {
    match key.mode() {
        stripe::Mode::Live => Mode::Live,
        stripe::Mode::Test => Mode::Test,
    }
}

fn read(text: &str) -> Result<SecretKey, Problem> {
    SecretKey::parse(text).map_err(|problem| {
        Problem::new(Code::InvalidInput, "This key cannot be used.")
            .field("key", problem.to_string())
    })
}

fn client(key: &SecretKey, api_base: Option<&str>) -> Result<Client, Problem> {
    let config = match api_base {
        Some(base) => Config::at(base, key.clone()),
        None => Config::stripe(key.clone()),
    }
    .map_err(|problem| {
        Problem::new(Code::InvalidInput, "This address cannot be used.")
            .field("api_base", problem.to_string())
    })?;
    Ok(Client::new(config)?)
}

fn same_mode(known: &Identity, mode: Mode) -> Result<(), Problem> {
    let (this, that) = match (known.mode, mode) {
        (Mode::Test, Mode::Live) => ("a live key", "in test mode"),
        (Mode::Live, Mode::Test) => ("a test key", "live"),
        (Mode::Practice, _) => (
            "a key of Stripe’s",
            "the practice account, which needs none",
        ),
        _ => return Ok(()),
    };
    let what = format!("This is {this}, and {} is {that} here.", known.name);
    Err(Problem::new(Code::InvalidInput, what.clone())
        .hint("Connect it as an account of its own; the two stay apart.")
        .field("key", what))
}

fn another_account(theirs: &str, ours: &str) -> Problem {
    let what = if theirs == ours {
        format!("This key belongs to another account, which is called {ours} as well.")
    } else {
        format!("This key belongs to {theirs}, not to {ours}.")
    };
    Problem::new(Code::InvalidInput, what.clone())
        .hint("Connect it as an account of its own; the two stay apart.")
        .field("key", what)
}

fn no_key() -> Problem {
    Problem::new(Code::InvalidInput, "No key is waiting to be connected.")
        .hint("Paste the key again.")
        .field("key", "Paste the key again.")
}

/// What Stripe said about the key, in a sentence of its own for each. Stripe calls a revoked key as
/// unknown as one that never was; that it was `before` in use here tells them apart.
fn of_key(error: stripe::Error, before: bool) -> Problem {
    let rejected = error.is_key_rejected();
    let code = error.api().and_then(|api| api.code.clone());
    let request_id = error.request_id().map(str::to_owned);
    if !rejected {
        let mut problem = Problem::from(error);
        if problem.code == Code::Unreachable {
            // Nothing waits in an outbox here.
            problem.hint = Some("Nothing is known of the key yet, and it was not kept. See to the connection, then check it again.".to_owned());
        }
        return problem;
    }
    let (what, advice) = match code.as_deref() {
        Some("api_key_expired") => (
            "This key has expired.",
            "Make a new one in the Stripe Dashboard, under Developers, API keys, and paste that.",
        ),
        Some("secret_key_required") => (
            "This is a publishable key, which cannot read or write records.",
            "Use a restricted key (rk_) or a secret key (sk_).",
        ),
        _ if before => (
            "This key was revoked: it was in use here, and Stripe no longer takes it.",
            "Make a new one in the Stripe Dashboard, under Developers, API keys, and paste that.",
        ),
        _ => (
            "Stripe knows no such key.",
            "Copy it again, whole. A key that was revoked in the Dashboard is not known any more either: make a new one there.",
        ),
    };
    let mut problem = Problem::new(Code::KeyRefused, what)
        .hint(advice)
        .field("key", what)
        .retry(Retry::Now);
    problem.request_id = request_id;
    problem
}

/// Why a key cannot be used as it is: what it may not read and has to.
fn lacking(permissions: &[PermissionView]) -> Option<Problem> {
    let missing: Vec<&str> = permissions
        .iter()
        .filter(|permission| permission.needed && permission.read == Some(false))
        .map(|permission| permission.name.as_str())
        .collect();
    let first = missing.first()?;
    let all_needed = permissions
        .iter()
        .filter(|permission| permission.needed)
        .count();
    let what = if missing.len() == all_needed {
        "This key may read nothing that Counterfoil needs.".to_owned()
    } else if missing.len() == 1 {
        format!("This key may not read “{first}”.")
    } else {
        format!("This key may not read {}.", quoted(&missing))
    };
    Some(
        Problem::new(Code::PermissionMissing, what)
            .hint("Add what is missing to the key in the Stripe Dashboard, under Developers, API keys, then check it again. The key stays the same.")
            .retry(Retry::Now),
    )
}

/// “A”, “B” and “C”.
fn quoted(names: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            text.push_str(if at + 1 == names.len() { " and " } else { ", " });
        }
        text.push_str(&format!("“{name}”"));
    }
    text
}

/// The last four characters, enough to tell two keys apart and no more.
fn hint(key: &SecretKey) -> String {
    let shown = key.to_string();
    let skipped = shown.chars().count().saturating_sub(4);
    let end: String = shown.chars().skip(skipped).collect();
    format!("…{end}")
}

#[cfg(test)]
mod tests;
