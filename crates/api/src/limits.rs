//! Rate limit per caller: GCRA, so that a burst is welcome and a flood is not.

use std::{num::NonZeroU32, time::Duration};

use domain::ProblemCode;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use crate::error::Refusal;

/// The share of each caller.
#[derive(Debug)]
pub struct Limits {
    limiter: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// `per_second` requests each second on average, `burst` at once.
    #[must_use]
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)) }
    }

    pub(crate) fn admit(&self, caller: &str) -> Result<(), Refusal> {
        self.limiter.check_key(&caller.to_owned()).map_err(|later| {
            let wait = later.wait_time_from(governor::clock::DefaultClock::default().now());
            Refusal::until(ProblemCode::RequestRateLimited, wait.max(Duration::from_secs(1)))
        })
    }

    /// Forgets callers that have not called for a while.
    pub fn forget_the_idle(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}
