//! What is intended, under way, done or stuck.

use super::{Link, Problem, Verb};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far an intent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IntentState {
    /// Kept here, not sent yet.
    Queued,
    /// On its way.
    Sending,
    /// Done, once.
    Done,
    /// Stripe said no.
    Refused,
    /// Withdrawn: by its owner, or because a later version took its place.
    Dismissed,
}

/// One intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxItem {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub verb: Verb,
    /// What it is about.
    pub title: String,
    /// How far it is.
    pub state: IntentState,
    /// When it was intended.
    pub created: i64,
    /// Steps done.
    pub steps_done: u32,
    /// Steps in all.
    pub steps: u32,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it waits or was refused.
    pub problem: Option<Problem>,
    /// It was sent and done, and the bank of the card asks its customer before any money moves.
    pub bank_asks: bool,
    /// The record it is about.
    pub subject: Option<Link>,
    /// Stripe's ids of the requests that were answered.
    pub request_ids: Vec<String>,
}

/// How a command that writes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeState {
    /// Done.
    Done,
    /// Kept in the outbox; it goes out as soon as Stripe answers.
    Queued,
    /// Refused; `problem` says why.
    Refused,
}

/// What a command that writes answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Outcome {
    /// The intent in the outbox.
    pub intent: String,
    /// How it ended.
    pub state: OutcomeState,
    /// The record to show now.
    pub subject: Option<Link>,
    /// What was created.
    pub made: Vec<Link>,
    /// What is wrong.
    pub problem: Option<Problem>,
}
