//! Chance that comes out the same every time.

use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use uuid::Uuid;

/// What a row is made for: each purpose throws its own dice, so that a new field moves no other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Client = 1,
    ClientFlaws,
    Company,
    CompanyFlaws,
    ClientConsent,
    CompanyConsent,
    Template,
    Campaign,
    Reaction,
}

/// The dice of one row.
pub(crate) struct Dice(Pcg64Mcg);

impl Dice {
    pub(crate) fn new(seed: u64, stream: Stream, i: u64) -> Self {
        // Far apart in the state, whatever the small numbers are: multiplied by the golden ratio.
        let place = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) ^ ((stream as u64) << 56) ^ i;
        Self(Pcg64Mcg::seed_from_u64(place))
    }

    /// True in `per_mille` of a thousand throws.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.0.random_range(0..1000) < per_mille
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        self.0.random_range(0..n)
    }

    /// One of a list that is never empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.0.random_range(0..list.len())]
    }

    /// One of a list in which each has its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(u32, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in list {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        list[list.len() - 1].1
    }

    /// Digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.0.random_range(0..10u8))).collect()
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes[..]);
        bytes
    }

    /// An id without a time in it, as the suite makes them.
    pub(crate) fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An id of ours, made at `at`.
    pub(crate) fn id_at(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = at.timestamp_millis().unsigned_abs();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// An instant in working hours, between `days` and one day before `now`.
    pub(crate) fn past(&mut self, now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let day = now - TimeDelta::days(i64::from(1 + self.below(days.max(1))));
        let midnight = day.timestamp() - day.timestamp().rem_euclid(86_400);
        let seconds = midnight + i64::from(7 * 3600 + self.below(11 * 3600));
        DateTime::from_timestamp(seconds, 1000 * self.below(1_000_000)).unwrap_or(day)
    }
}
