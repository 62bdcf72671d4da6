//! A token bucket: how long a request has to wait so that Stripe's rate limit is never met.
//!
//! Pure: the time is passed in and the wait handed back; [`Pace`](crate::Pace) does the waiting.
//! The bucket lets out a small burst at once and then a steady rate a little below the limit,
//! so that no second, wherever it begins, holds more requests than the limit.

use std::time::Duration;

/// One limit. Every request reserves its place at once, in the order of asking.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// From one request to the next, at the steady rate.
    interval: Duration,
    /// How far ahead of the steady rate a burst may run.
    tolerance: Duration,
    /// When the bucket is full again, on the caller's clock.
    full_at: Duration,
}

impl Bucket {
    /// A full bucket that never lets out more than `limit` requests in any one second. A limit
    /// of 0 is taken as 1.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        let limit = limit.max(1);
        // burst + steady = limit: a second may begin with the burst and go on at the steady rate.
        let burst = (limit / 10).max(1);
        let steady = (limit - burst).max(1);
        let interval = Duration::from_secs(1) / steady;
        Self {
            interval,
            tolerance: interval * (burst - 1),
            full_at: Duration::ZERO,
        }
    }

    /// Takes a place, and says how long from `now` to wait before using it. `now` is any clock
    /// that never goes back.
    pub fn take(&mut self, now: Duration) -> Duration {
        let free_at = self.full_at.max(now);
        self.full_at = free_at + self.interval;
        free_at.saturating_sub(self.tolerance).saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;
    use std::time::Duration;

    /// The moments at which `count` requests go out that were all asked for at once.
    fn sent(limit: u32, count: usize) -> Vec<Duration> {
        let mut bucket = Bucket::new(limit);
        (0..count).map(|_| bucket.take(Duration::ZERO)).collect()
    }

    fn busiest_second(moments: &[Duration]) -> usize {
        moments
            .iter()
            .map(|&start| {
                let end = start + Duration::from_secs(1);
                moments
                    .iter()
                    .filter(|&&moment| moment >= start && moment < end)
                    .count()
            })
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn no_second_holds_more_than_the_limit_and_most_is_used() {
        for limit in [10, 20, 25, 100] {
            let busiest = busiest_second(&sent(limit, 500));
            assert!(
                busiest <= limit as usize,
                "limit {limit}: {busiest} in one second"
            );
            assert!(
                busiest * 10 >= limit as usize * 9,
                "limit {limit}: only {busiest} used"
            );
        }
    }

    #[test]
    fn a_quiet_bucket_fills_up_again_but_not_beyond() {
        let mut bucket = Bucket::new(25);
        let moments: Vec<_> = (0..10).map(|_| bucket.take(Duration::ZERO)).collect();
        assert_eq!(
            moments[..2],
            [Duration::ZERO; 2],
            "a burst of two goes at once"
        );
        assert!(moments[2] > Duration::ZERO);
        let later = Duration::from_secs(60);
        assert_eq!(bucket.take(later), Duration::ZERO);
        assert_eq!(bucket.take(later), Duration::ZERO);
        assert!(
            bucket.take(later) > Duration::ZERO,
            "a minute of quiet saves up one burst only"
        );
    }

    #[test]
    fn places_are_given_in_order() {
        let moments = sent(25, 100);
        assert!(moments.is_sorted());
    }
}
