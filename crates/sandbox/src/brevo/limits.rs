//! Rate limits of the general plan (developers.brevo.com/docs/api-limits).

use crate::{
    call::Call,
    limits::{self, Standing},
};

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
}

impl limits::Bucket for Bucket {
    fn windows(self) -> &'static [(i64, u32)] {
        match self {
            Self::Send | Self::Blocked => &[(1, 1_000), (3_600, 3_600_000)],
            Self::Versions => &[(60, 100), (3_600, 6_000)],
            Self::Smtp => &[(3_600, 300)],
            Self::Other => &[(3_600, 100)],
        }
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
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::limits::Limits;

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
