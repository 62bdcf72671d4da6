//! What went wrong, for people and for the code that acts on it. The code is
//! a small closed set: one is added only when a user interface acts on it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// What was entered cannot be used; `fields` says where.
    InvalidInput,
    /// There is no such record here.
    NotFound,
    /// The record's state forbids it.
    NotAllowed,
    /// Stripe refused the key (wrong, revoked, expired).
    KeyRefused,
    /// The key lacks a permission.
    PermissionMissing,
    /// The Stripe account's plan does not include it.
    PlanRequired,
    /// The customer's bank or card said no.
    CardRefused,
    /// The bank of the card wants to ask its customer: the payment page does.
    AuthenticationNeeded,
    /// Stripe refused the request for another reason.
    StripeRefused,
    /// Stripe answered, but with a failure of its own.
    StripeFailed,
    /// Stripe asked for fewer requests.
    RateLimited,
    /// Nobody answered; the network may be down.
    Unreachable,
    /// No keyring answers on this computer.
    KeyringMissing,
    /// The keyring is locked, or its owner said no.
    KeyringLocked,
    /// The disk is full or cannot be written.
    Disk,
    /// The records were written by a newer version.
    NewerVersion,
    /// The records are damaged.
    Damaged,
    /// A write on a live account was not confirmed.
    LiveNotConfirmed,
    /// A fault in Counterfoil itself.
    Bug,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Not before something else changes.
    Never,
    /// At once, when the person wishes.
    Now,
    /// Counterfoil tries again by itself.
    Later,
}

/// A problem with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldProblem {
    /// Where, such as `lines[2].unit`.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// What went wrong, in words and for code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// What happened, one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The fields it concerns.
    pub fields: Vec<FieldProblem>,
    /// Whether trying again can help.
    pub retry: Retry,
    /// Stripe's id of the request, for its support.
    pub request_id: Option<String>,
}

impl Problem {
    /// A problem that trying again does not mend.
    pub fn new(code: Code, message: impl Into<String>) -> Problem {
        Problem {
            code,
            message: message.into(),
            hint: None,
            fields: Vec::new(),
            retry: Retry::Never,
            request_id: None,
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another answer to "does trying again help?".
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Problem {
        self.retry = retry;
        self
    }

    /// The same with a field that it concerns.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>, message: impl Into<String>) -> Problem {
        self.fields.push(FieldProblem {
            path: path.into(),
            message: message.into(),
        });
        self
    }
}
