//! What a pasted key turned out to be. The key itself is never in here.

use super::{AccountView, Mode, Problem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Reading only.
    Read,
    /// Reading and writing.
    Write,
}

/// One permission of a restricted key, as Stripe's Dashboard lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PermissionView {
    /// Its name in the Dashboard.
    pub name: String,
    /// How far it has to go.
    pub access: Access,
    /// Without it nothing works; the others open single acts.
    pub needed: bool,
    /// What it is used for.
    pub what_for: String,
    /// Whether this key may read there; none when nobody has asked. Whether it may write, Stripe
    /// says only when something is written.
    pub read: Option<bool>,
}

/// What a restricted key needs, and where it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeyNeeds {
    /// The Dashboard's page.
    pub made_at: String,
    /// In the order in which a page prints them.
    pub permissions: Vec<PermissionView>,
}

/// An account by its id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountName {
    /// Stripe's id, `acct_…`.
    pub id: String,
    /// The business's name.
    pub name: String,
}

/// What a key turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeyCheck {
    /// Test or live.
    pub mode: Mode,
    /// Whether it is a restricted key.
    pub restricted: bool,
    /// Its end, such as `…4f2a`.
    pub key_hint: String,
    /// Whose it is, where the key may say so.
    pub account: Option<AccountName>,
    /// Where it may not: whose it seems to be, for the owner to confirm.
    pub guess: Option<AccountName>,
    /// The account here whose key it would replace.
    pub replaces: Option<AccountView>,
    /// What it may read.
    pub permissions: Vec<PermissionView>,
    /// Why it cannot be connected as it is.
    pub problem: Option<Problem>,
}
