//! The retry policy as a table: what happened, on what kind of request, and what follows.

use std::time::Duration;

use super::{Decision, Delay, Effect, Outcome, Policy};

const ALL: [Effect; 3] = [Effect::None, Effect::Once, Effect::Unguarded];

fn status(status: u16) -> Outcome {
    Outcome::Status {
        status,
        should_retry: None,
        lock_timeout: false,
        retry_after: None,
    }
}

fn told(code: u16, should_retry: bool) -> Outcome {
    Outcome::Status {
        status: code,
        should_retry: Some(should_retry),
        lock_timeout: false,
        retry_after: None,
    }
}

fn wait(code: u16, seconds: u64) -> Outcome {
    Outcome::Status {
        status: code,
        should_retry: None,
        lock_timeout: false,
        retry_after: Some(Duration::from_secs(seconds)),
    }
}

fn between(least: u64, most: u64) -> Decision {
    Decision::After(Delay {
        least: Duration::from_millis(least),
        most: Duration::from_millis(most),
    })
}

/// The first decision of the default policy, for a read, a keyed write and a DELETE.
fn check(outcome: Outcome, expect: [Decision; 3]) {
    for (effect, expect) in ALL.into_iter().zip(expect) {
        assert_eq!(
            Policy::default().decide(0, effect, &outcome),
            expect,
            "{effect:?} {outcome:?}"
        );
    }
}

#[test]
fn what_follows_what() {
    let no = Decision::GiveUp;
    let soon = between(250, 500);
    let later = between(500, 1000);
    let locked = Outcome::Status {
        status: 400,
        should_retry: None,
        lock_timeout: true,
        retry_after: None,
    };

    //    happened                a read, a keyed write, a DELETE
    check(Outcome::NotSent, [soon, soon, soon]);
    check(Outcome::AnswerLost, [soon, soon, no]);
    check(Outcome::Final, [no, no, no]);
    check(status(400), [no, no, no]);
    check(status(401), [no, no, no]);
    check(status(402), [no, no, no]);
    check(status(403), [no, no, no]);
    check(status(404), [no, no, no]);
    check(status(409), [soon, soon, soon]);
    check(status(424), [no, no, no]);
    check(status(429), [later, later, later]);
    check(locked, [later, later, later]);
    check(status(500), [soon, no, no]);
    check(status(501), [no, no, no]);
    check(status(502), [soon, soon, no]);
    check(status(503), [soon, soon, no]);
    check(status(504), [soon, soon, no]);
    // What Stripe says outranks the status, both ways.
    check(told(400, true), [soon, soon, soon]);
    check(told(500, true), [soon, soon, soon]);
    check(told(409, false), [no, no, no]);
    check(told(429, false), [no, no, no]);
    check(told(503, false), [no, no, no]);
    // Retry-After is kept to, and too long a wait is the caller's to know.
    check(wait(429, 2), [between(2000, 2000); 3]);
    check(wait(429, 60), [no, no, no]);
    check(wait(400, 1), [no, no, no]);
}

#[test]
fn waits_double_up_to_the_cap_and_end() {
    let policy = Policy {
        max_retries: 40,
        ..Policy::default()
    };
    for (attempt, lost, crowded) in [
        (0, between(250, 500), between(500, 1000)),
        (1, between(500, 1000), between(1000, 2000)),
        (2, between(1000, 2000), between(2000, 4000)),
        (3, between(2000, 4000), between(4000, 5000)),
        (4, between(2500, 5000), between(5000, 5000)),
        (39, between(2500, 5000), between(5000, 5000)),
        (40, Decision::GiveUp, Decision::GiveUp),
    ] {
        assert_eq!(
            policy.decide(attempt, Effect::Once, &Outcome::AnswerLost),
            lost,
            "{attempt}"
        );
        assert_eq!(
            policy.decide(attempt, Effect::Once, &status(429)),
            crowded,
            "{attempt}"
        );
    }
}

#[test]
fn never_means_never() {
    for outcome in [Outcome::NotSent, status(409), told(503, true)] {
        assert_eq!(
            Policy::never().decide(0, Effect::None, &outcome),
            Decision::GiveUp
        );
    }
}

#[test]
fn chance_chooses_between_the_bounds() {
    let delay = Delay {
        least: Duration::from_secs(1),
        most: Duration::from_secs(3),
    };
    assert_eq!(delay.at(0), Duration::from_secs(1));
    assert_eq!(delay.at(u16::MAX), Duration::from_secs(3));
    let middle = delay.at(u16::MAX / 2);
    assert!(middle > Duration::from_millis(1990) && middle < Duration::from_millis(2010));
}
