//! Rate limits of the general plan (developers.brevo.com/docs/api-limits): fixed windows from the first request on.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Call;

/// Operations that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    /// One message for each request.
    Send,
    /// Requests with `messageVersions`.
    Versions,
    /// Reading the blocked contacts.
    Blocked,
    /// The rest of `/smtp`.
    Smtp,
    /// Everything else.
    Other,
}

impl Bucket {
    /// The bucket of a call: what it sends decides, too.
    pub(crate) fn of(self, call: &Call) -> Self {
        if self == Self::Send && call.has("messageVersions") { Self::Versions } else { self }
    }

    /// Windows in seconds, with the requests that fit in.
    const fn windows(self) -> &'static [(i64, u32)] {
        match self {
            Self::Send | Self::Blocked => &[(1, 1_000), (3_600, 3_600_000)],
            Self::Versions => &[(60, 100), (3_600, 6_000)],
            Self::Smtp => &[(3_600, 300)],
            Self::Other => &[(3_600, 100)],
        }
    }
}

/// Where a caller stands in the window that leaves least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) refused: bool,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds until the window ends.
    pub(crate) reset: i64,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends: DateTime<Utc>,
    used: u32,
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    open: HashMap<(Bucket, i64), Window>,
}

impl Limits {
    /// Counts a request, unless it is one too many: that one counts nowhere.
    pub(crate) fn take(&mut self, bucket: Bucket, now: DateTime<Utc>) -> Standing {
        for (seconds, _) in bucket.windows() {
            let fresh = Window { ends: now + TimeDelta::seconds(*seconds), used: 0 };
            let window = self.open.entry((bucket, *seconds)).or_insert(fresh);
            if window.ends <= now {
                *window = fresh;
            }
        }
        let refused =
            bucket.windows().iter().any(|(seconds, limit)| self.open[&(bucket, *seconds)].used >= *limit);
        if !refused {
            for (seconds, _) in bucket.windows() {
                self.open.entry((bucket, *seconds)).and_modify(|window| window.used += 1);
            }
        }
        let standings = bucket.windows().iter().map(|(seconds, limit)| {
            let window = self.open[&(bucket, *seconds)];
            let reset = ((window.ends - now).num_milliseconds() + 999) / 1_000;
            Standing { refused, limit: *limit, remaining: limit.saturating_sub(window.used), reset }
        });
        standings.min_by_key(|standing| standing.remaining).unwrap_or(Standing {
            refused,
            limit: 0,
            remaining: 0,
            reset: 0,
        })
    }
}

/// `x-sib-ratelimit-*`: the reset is in seconds from now, not an instant.
pub(crate) fn headers(standing: &Standing) -> [(&'static str, String); 3] {
    [
        ("x-sib-ratelimit-limit", standing.limit.to_string()),
        ("x-sib-ratelimit-remaining", standing.remaining.to_string()),
        ("x-sib-ratelimit-reset", standing.reset.to_string()),
    ]
}

/// The headers of a 429 on demand: nothing is left, for some seconds.
pub(crate) fn storm(reset: u32) -> [(&'static str, String); 3] {
    headers(&Standing { refused: true, limit: 100, remaining: 0, reset: i64::from(reset) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_794_000_000_000 + millis).unwrap()
    }

    #[test]
    fn the_hundred_and_first_batch_of_a_minute_is_refused_until_the_minute_is_over() {
        let mut limits = Limits::default();
        for i in 0..100 {
            assert!(!limits.take(Bucket::Versions, at(i * 10)).refused);
        }
        let standing = limits.take(Bucket::Versions, at(30_500));
        assert_eq!(standing, Standing { refused: true, limit: 100, remaining: 0, reset: 30 });
        assert!(!limits.take(Bucket::Versions, at(60_000)).refused);
    }

    proptest::proptest! {
        /// However requests are spread, no minute from the first of them on takes more than its hundred.
        #[test]
        fn no_window_takes_more_than_its_limit(gaps in proptest::collection::vec(0_i64..900, 1..600)) {
            let mut limits = Limits::default();
            let (mut now, mut opened, mut taken) = (0, 0, 0);
            for gap in gaps {
                now += gap;
                if now >= opened + 60_000 || taken == 0 {
                    (opened, taken) = (now, 0);
                }
                taken += u32::from(!limits.take(Bucket::Versions, at(now)).refused);
                proptest::prop_assert!(taken <= 100);
            }
        }
    }

    #[test]
    fn buckets_do_not_take_from_each_other() {
        let mut limits = Limits::default();
        for _ in 0..100 {
            limits.take(Bucket::Other, at(0));
        }
        assert!(limits.take(Bucket::Other, at(1)).refused);
        assert!(!limits.take(Bucket::Smtp, at(1)).refused);
    }
}
