//! Why a card said no, for people and for the buttons beside it. The words are the model's.

use crate::view::{Code, Failure, NextStep, Problem, Retry};
use model::payment::decline::{self, decline_of};

/// The words for Stripe's codes, for a payment that has the page of an invoice or stands by itself.
pub(crate) fn failure(decline_code: Option<&str>, code: Option<&str>, has_page: bool) -> Failure {
    let known = decline_of(decline_code, code);
    Failure {
        message: known.what.to_owned(),
        hint: known.advice(has_page),
        to_customer: known.to_customer().to_owned(),
        step: step(known.step),
        code: decline_code.or(code).unwrap_or(known.code).to_owned(),
    }
}

fn step(step: decline::NextStep) -> NextStep {
    match step {
        decline::NextStep::Wait => NextStep::Wait,
        decline::NextStep::OtherCard => NextStep::OtherCard,
        decline::NextStep::CallBank => NextStep::CallBank,
        decline::NextStep::SendLink => NextStep::SendLink,
        decline::NextStep::Retype => NextStep::Retype,
        decline::NextStep::LookFirst => NextStep::LookFirst,
    }
}

/// The same as a problem of the request that was refused. Only what may pass may be tried again:
/// banks count attempts, and a card that is tried over and over is blocked for good.
pub(crate) fn of_problem(
    decline_code: Option<&str>,
    code: Option<&str>,
    has_page: bool,
) -> Problem {
    let known = decline_of(decline_code, code);
    let kind = match known.step {
        decline::NextStep::SendLink => Code::AuthenticationNeeded,
        _ => Code::CardRefused,
    };
    let retry = if known.may_pass() {
        Retry::Now
    } else {
        Retry::Never
    };
    Problem::new(kind, format!("{} Nothing was charged.", known.what))
        .hint(known.advice(has_page))
        .retry(retry)
}
