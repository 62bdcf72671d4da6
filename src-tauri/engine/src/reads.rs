//! How many times Stripe was read, and how often it may be looked at by itself. Stripe allows 500
//! reads for each transaction over 30 days, and 10,000 a month at the least: we keep to the least,
//! because how many transactions there are is not ours to know.

use crate::account::Account;
use crate::view::ReadsView;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// What Stripe allows at the least in 30 days.
pub(crate) const ALLOWED: u64 = 10_000;
/// How often Stripe is asked what happened while the owner looks, and while not, seconds.
const IN_FRONT: i64 = 300;
const BEHIND: i64 = 1_800;
/// How long a read counts, days.
const DAYS: i64 = 30;
const KEY: &str = "reads";

/// Whether the owner is looking. A terminal always is.
#[derive(Debug)]
pub(crate) struct Attention(AtomicBool);

impl Default for Attention {
    fn default() -> Attention {
        Attention(AtomicBool::new(true))
    }
}

/// The owner looks, or looks elsewhere. Coming back is a reason to look at Stripe when that was long ago.
pub async fn attend(account: &Account, here: bool) {
    let before = account.attention.0.swap(here, Ordering::Relaxed);
    if here && !before {
        account.wake.notify_one();
    }
}

/// Adds what the client has read since it was last asked. Whoever used it calls this afterwards.
pub(crate) async fn note(account: &Account) {
    let read = account.connection.take_reads();
    if read == 0 {
        return;
    }
    // Stripe counts by its own clock, so this goes by the computer's, whatever a practice account's says.
    let today = today();
    let kept = account
        .cache
        .write(move |w| {
            let mut days = days_in(w.settings().get(KEY)?);
            *days.entry(today).or_default() += read;
            days.retain(|day, _| *day > today.saturating_sub(DAYS));
            let days: BTreeMap<String, u64> = days
                .into_iter()
                .map(|(day, count)| (day.to_string(), count))
                .collect();
            w.settings().note(KEY, &serde_json::json!(days))
        })
        .await;
    if let Err(error) = kept {
        tracing::warn!(%error, "reads are not counted");
    }
}

/// How much was read, and how often Stripe is looked at now.
pub(crate) async fn view(account: &Account) -> ReadsView {
    let today = today();
    let days = account.cache.read(|r| r.settings().get(KEY)).await;
    let spent = days_in(days.unwrap_or_default())
        .into_iter()
        .filter(|(day, _)| *day > today.saturating_sub(DAYS))
        .map(|(_, count)| count)
        .sum();
    let every = |here| pause(spent, here).map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX));
    ReadsView {
        spent,
        allowed: ALLOWED,
        every: every(true),
        every_behind: every(false),
    }
}

/// How long to wait from one look to the next, seconds; none when only on demand.
pub(crate) async fn until_next(account: &Account) -> Option<i64> {
    let here = account.attention.0.load(Ordering::Relaxed);
    pause(view(account).await.spent, here)
}

/// The more was read, the rarer: what is left is the owner's, for looking things up.
fn pause(spent: u64, here: bool) -> Option<i64> {
    let usual = if here { IN_FRONT } else { BEHIND };
    match spent.saturating_mul(100) / ALLOWED {
        0..70 => Some(usual),
        70..85 => Some(usual * 3),
        85..95 => Some(usual.max(BEHIND) * 2),
        _ => None,
    }
}

fn today() -> i64 {
    use crate::clock::{Clock as _, SystemClock};
    SystemClock.now().div_euclid(86_400)
}

fn days_in(stored: Option<serde_json::Value>) -> BTreeMap<i64, u64> {
    let days: Option<BTreeMap<String, u64>> =
        stored.and_then(|stored| serde_json::from_value(stored).ok());
    days.unwrap_or_default()
        .into_iter()
        .filter_map(|(day, count)| Some((day.parse().ok()?, count)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ALLOWED, BEHIND, IN_FRONT, pause};

    #[test]
    fn a_month_of_looking_stays_within_what_stripe_allows() {
        // Ten hours a day in front, the rest behind, one read a look, each day for thirty days.
        let mut spent = 0;
        for _ in 0..30 {
            for (here, seconds) in [(true, 10 * 3_600), (false, 14 * 3_600)] {
                let mut left = seconds;
                while let Some(wait) = pause(spent, here).filter(|wait| *wait <= left) {
                    left -= wait;
                    spent += 1;
                }
            }
        }
        assert!(spent < ALLOWED / 2, "{spent} reads");
    }

    #[test]
    fn the_more_was_read_the_rarer_it_looks() {
        assert_eq!(pause(0, true), Some(IN_FRONT));
        assert_eq!(pause(0, false), Some(BEHIND));
        let waits: Vec<Option<i64>> = [6_999, 7_000, 8_500, 9_500]
            .map(|spent| pause(spent, true))
            .to_vec();
        assert_eq!(waits, [Some(300), Some(900), Some(3_600), None]);
    }
}
