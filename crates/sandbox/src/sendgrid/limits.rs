//! Rate limits (twilio.com/docs/sendgrid, "Rate Limits"): sending takes 10,000 requests a second and shows no headers, the rest 600 a minute.

use chrono::{DateTime, Utc};

use crate::limits::{self, Standing};

/// Operations that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    Send,
    Other,
}

impl limits::Bucket for Bucket {
    fn windows(self) -> &'static [(i64, u32)] {
        match self {
            Self::Send => &[(1, 10_000)],
            Self::Other => &[(60, 600)],
        }
    }
}

/// `X-RateLimit-*`: the reset is an instant, in seconds. Sending shows them with a refusal only.
pub(super) fn headers(
    bucket: Bucket,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Vec<(&'static str, String)> {
    if bucket == Bucket::Send && !standing.refused {
        return Vec::new();
    }
    vec![
        ("x-ratelimit-limit", standing.limit.to_string()),
        ("x-ratelimit-remaining", standing.remaining.to_string()),
        ("x-ratelimit-reset", (now.timestamp() + standing.reset).to_string()),
    ]
}

/// The headers of a 429 on demand: nothing is left, for some seconds.
pub(super) fn storm(reset: u32, now: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let standing = Standing { refused: true, limit: 10_000, remaining: 0, reset: i64::from(reset) };
    headers(Bucket::Send, &standing, now)
}
