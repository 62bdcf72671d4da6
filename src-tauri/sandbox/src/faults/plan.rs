//! Bad days by plan: rules in a small language that say which share of which requests meets which
//! fault, and a seed that decides which ones. The same plan and seed strike the same requests: each
//! decision depends on the seed, the rule, and how many requests of the same method and endpoint came
//! before, and on nothing else. Not here: what a fault does.

use std::collections::HashMap;
use std::str::FromStr;

use super::Fault;
use crate::ids;

/// A plan of faults, read from its text: `answer-lost 5% on POST; 429 first 3; slow:800 every 10`.
///
/// Rules are separated by semicolons or line ends. Each is a fault, when it strikes, and perhaps what:
///
/// - fault: `answer-lost`, `dropped`, `reset`, `500`, `500-after`, `502`, `503`, `429`, `lock-timeout`,
///   `409`, `slow:MILLISECONDS`, `truncated`, `wrong-type`, `declined`, `forbidden`, `expired`
/// - when: `5%` (or `0.25%`) of the requests, `every 10`, `first 3`, or `at 7` (the seventh alone)
/// - what: `on POST`, `on /v1/invoices`, `on POST /v1/invoices`; a path is any part of the request's
///
/// The first rule that strikes a request is the one that it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlan {
    rules: Vec<Rule>,
}

/// Why a plan could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// There is no such fault.
    #[error(
        "“{0}” is no fault; there are answer-lost, dropped, reset, 500, 500-after, 502, 503, 429, lock-timeout, 409, slow:MS, truncated, wrong-type, declined, forbidden and expired"
    )]
    Fault(String),
    /// The rule does not say when its fault strikes.
    #[error(
        "the rule “{0}” does not say when: write 5%, every 10, first 3 or at 7 after the fault"
    )]
    When(String),
    /// What follows `on` is neither a method nor a path.
    #[error("in the rule “{0}”, after “on” comes a method (POST), a path (/v1/invoices) or both")]
    Where(String),
    /// Nothing is planned.
    #[error("the plan has no rule")]
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    fault: Fault,
    when: When,
    method: Option<String>,
    path_part: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// In so many of a million.
    Millionths(u64),
    Every(u64),
    First(u64),
    At(u64),
}

impl FromStr for FaultPlan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let rules = text
            .split([';', '\n'])
            .map(str::trim)
            .filter(|rule| !rule.is_empty())
            .map(rule)
            .collect::<Result<Vec<_>, _>>()?;
        if rules.is_empty() {
            return Err(PlanError::Empty);
        }
        Ok(Self { rules })
    }
}

fn rule(text: &str) -> Result<Rule, PlanError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (fault, rest) = words.split_first().ok_or(PlanError::Empty)?;
    let fault = fault_named(fault).ok_or_else(|| PlanError::Fault((*fault).to_owned()))?;
    let no_time = || PlanError::When(text.to_owned());
    let count = |word: &str| word.parse().ok().filter(|n| *n > 0).ok_or_else(no_time);
    let (when, rest) = match rest {
        ["every", n, rest @ ..] => (When::Every(count(n)?), rest),
        ["first", n, rest @ ..] => (When::First(count(n)?), rest),
        ["at", n, rest @ ..] => (When::At(count(n)?), rest),
        [share, rest @ ..] => {
            let percent = share.strip_suffix('%').ok_or_else(no_time)?;
            (
                When::Millionths(millionths(percent).ok_or_else(no_time)?),
                rest,
            )
        }
        [] => return Err(no_time()),
    };
    let nowhere = || PlanError::Where(text.to_owned());
    let is_method = |word: &str| ["GET", "POST", "DELETE"].contains(&word);
    let (method, path_part) = match rest {
        [] => (None, ""),
        ["on", method] if is_method(method) => (Some(*method), ""),
        ["on", path] if path.starts_with('/') => (None, *path),
        ["on", method, path] if is_method(method) && path.starts_with('/') => {
            (Some(*method), *path)
        }
        _ => return Err(nowhere()),
    };
    Ok(Rule {
        fault,
        when,
        method: method.map(str::to_owned),
        path_part: path_part.to_owned(),
    })
}

fn fault_named(word: &str) -> Option<Fault> {
    if let Some(milliseconds) = word.strip_prefix("slow:") {
        let number = milliseconds.strip_suffix("ms").unwrap_or(milliseconds);
        return number.parse().ok().map(Fault::Slow);
    }
    Some(match word {
        "answer-lost" => Fault::AnswerLost,
        "dropped" => Fault::ConnectionDropped,
        "reset" => Fault::BodyReset,
        "500" => Fault::ServerError,
        "500-after" => Fault::ServerErrorAfter,
        "502" => Fault::BadGateway,
        "503" => Fault::Unavailable,
        "429" => Fault::RateLimited,
        "lock-timeout" => Fault::LockTimeout,
        "409" => Fault::KeyInUse,
        "truncated" => Fault::Truncated,
        "wrong-type" => Fault::WrongContentType,
        "declined" => Fault::CardDeclined,
        "forbidden" => Fault::Forbidden,
        "expired" => Fault::KeyExpired,
        _ => return None,
    })
}

/// `2.5` percent as 25,000 of a million; at most four decimals and a hundred percent.
fn millionths(percent: &str) -> Option<u64> {
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    if part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok().filter(|n| *n <= 100)?;
    let part: u64 = format!("{part:0<4}").parse().ok()?;
    Some(whole * 10_000 + part).filter(|n| *n <= 1_000_000)
}

/// A plan under way: the seed, and how many requests have come.
#[derive(Debug)]
pub(crate) struct Course {
    plan: FaultPlan,
    seed: u64,
    /// How many requests each rule has been asked about.
    asked: Vec<u64>,
    /// How many requests of a method and endpoint have come.
    come: HashMap<String, u64>,
}

impl Course {
    pub(crate) fn new(plan: FaultPlan, seed: u64) -> Self {
        Self {
            asked: vec![0; plan.rules.len()],
            plan,
            seed,
            come: HashMap::new(),
        }
    }

    /// The fault that the next request meets; `endpoint` is its path with the ids blanked.
    pub(crate) fn next(&mut self, method: &str, path: &str, endpoint: &str) -> Option<Fault> {
        let come = self.come.entry(format!("{method} {endpoint}")).or_insert(0);
        *come += 1;
        let place = spread(self.seed, method, endpoint, *come);
        let mut met = None;
        for (number, rule) in self.plan.rules.iter().enumerate() {
            let applies = rule.method.as_deref().is_none_or(|m| m == method)
                && path.contains(&rule.path_part);
            if !applies {
                continue;
            }
            self.asked[number] += 1;
            let asked = self.asked[number];
            let strikes = match rule.when {
                When::Every(n) => asked.is_multiple_of(n),
                When::First(n) => asked <= n,
                When::At(n) => asked == n,
                When::Millionths(share) => {
                    ids::scramble(place ^ ids::scramble(number as u64)) % 1_000_000 < share
                }
            };
            if strikes {
                met.get_or_insert(rule.fault);
            }
        }
        met
    }
}

/// A number that only the seed and the request's place in its endpoint's sequence decide.
fn spread(seed: u64, method: &str, endpoint: &str, come: u64) -> u64 {
    let mut state = ids::scramble(seed ^ ids::scramble(come));
    for byte in method.bytes().chain(endpoint.bytes()) {
        state = ids::scramble(state ^ u64::from(byte));
    }
    state
}

#[cfg(test)]
mod tests {
    use super::{Course, Fault, FaultPlan, PlanError};

    fn met(plan: &str, seed: u64, count: usize) -> Vec<Option<Fault>> {
        let plan: FaultPlan = plan.parse().unwrap_or_else(|e| unreachable!("{plan}: {e}"));
        let mut course = Course::new(plan, seed);
        (0..count)
            .map(|_| course.next("POST", "/v1/customers", "/v1/customers"))
            .collect()
    }

    #[test]
    fn the_same_seed_strikes_the_same_requests() {
        let plan = "answer-lost 10%; slow:5 25% on /v1/customers";
        assert_eq!(met(plan, 7, 400), met(plan, 7, 400));
        assert_ne!(met(plan, 7, 400), met(plan, 8, 400));
        let lost = met(plan, 7, 4000)
            .into_iter()
            .filter(|f| *f == Some(Fault::AnswerLost))
            .count();
        assert!((300..500).contains(&lost), "about one in ten: {lost}");
    }

    #[test]
    fn other_endpoints_do_not_move_the_dice() {
        let plan: FaultPlan = "503 30%".parse().unwrap_or_else(|e| unreachable!("{e}"));
        let (mut alone, mut among) = (Course::new(plan.clone(), 1), Course::new(plan, 1));
        for n in 0..200 {
            if n % 3 == 0 {
                among.next("GET", "/v1/events", "/v1/events");
            }
            assert_eq!(
                alone.next("GET", "/v1/quotes", "/v1/quotes"),
                among.next("GET", "/v1/quotes", "/v1/quotes"),
            );
        }
    }

    #[test]
    fn rules_count_what_they_apply_to() {
        let none = None;
        let slow = Some(Fault::Slow(800));
        assert_eq!(
            met("slow:800ms every 3", 0, 6),
            [none, none, slow, none, none, slow]
        );
        assert_eq!(met("slow:800 first 1", 0, 3), [slow, none, none]);
        assert_eq!(met("slow:800 at 2", 0, 3), [none, slow, none]);
        assert_eq!(met("slow:800 100%", 0, 2), [slow, slow]);
        assert_eq!(met("503 0%; slow:800 at 1", 0, 1), [slow]);
        assert_eq!(met("slow:800 100% on GET", 0, 1), [none]);
        assert_eq!(met("slow:800 100% on POST /v1/quotes", 0, 1), [none]);
        assert_eq!(
            met("slow:800 100% on POST /v1/cust\n503 100%", 0, 1),
            [slow]
        );
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        let refused = |plan: &str| plan.parse::<FaultPlan>().err();
        assert_eq!(refused(" ; "), Some(PlanError::Empty));
        assert!(matches!(
            refused("earthquake 5%"),
            Some(PlanError::Fault(_))
        ));
        for plan in [
            "500",
            "500 5",
            "500 every",
            "500 every 0",
            "500 101%",
            "500 1.23456%",
            "500 -1%",
        ] {
            assert!(matches!(refused(plan), Some(PlanError::When(_))), "{plan}");
        }
        for plan in [
            "500 5% on",
            "500 5% on invoices",
            "500 5% POST",
            "500 5% on PUT /v1/x",
        ] {
            assert!(matches!(refused(plan), Some(PlanError::Where(_))), "{plan}");
        }
    }
}
