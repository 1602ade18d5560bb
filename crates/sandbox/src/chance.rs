//! Chance without dice: a digest of the seed and of what is decided, the same on every machine.

use sha2::{Digest, Sha256};

/// Who decides: everything that looks random follows from its seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    seed: u64,
}

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number for a question about a subject.
    pub(crate) fn number(self, subject: &str, question: &str) -> u64 {
        let mut digest = Sha256::new();
        digest.update(self.seed.to_be_bytes());
        digest.update(question.as_bytes());
        digest.update([0]);
        digest.update(subject.as_bytes());
        let digest = digest.finalize();
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// A point in [0, 1).
    #[allow(clippy::cast_precision_loss, reason = "32 bits fit")]
    pub(crate) fn point(self, subject: &str, question: &str) -> f64 {
        (self.number(subject, question) >> 32) as f64 / f64::from(u32::MAX)
    }

    /// Whether something with this share in percent happens.
    pub(crate) fn happens(self, subject: &str, question: &str, percent: f64) -> bool {
        self.point(subject, question) * 100.0 < percent
    }

    /// A number of milliseconds within bounds.
    pub(crate) fn millis(self, subject: &str, question: &str, from: u64, to: u64) -> u64 {
        from + self.number(subject, question) % (to - from).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_decides_the_same_and_another_one_differently() {
        let decide =
            |seed| (0..64).map(|i| Chance::new(seed).number(&format!("{i}"), "q")).collect::<Vec<_>>();
        assert_eq!(decide(7), decide(7));
        assert_ne!(decide(7), decide(8));
    }

    #[test]
    fn a_share_is_kept_over_many() {
        let chance = Chance::new(1);
        let hits = (0..10_000).filter(|i| chance.happens(&format!("{i}@example.org"), "open", 35.0)).count();
        assert!((3_300..3_700).contains(&hits), "{hits}");
    }
}
