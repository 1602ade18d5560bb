//! Rate limits (Meta, "Throughput", "Rate limits"): 80 messages a second for a number, or 1,000, and 5,000 calls an hour for everything
//! else.

use crate::{limits, whatsapp::Throughput};

/// Operations that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    /// By what the number may do.
    Messages(Throughput),
    Management,
}

impl limits::Bucket for Bucket {
    fn windows(self) -> &'static [(i64, u32)] {
        match self {
            Self::Messages(Throughput::Standard) => &[(1, 80)],
            Self::Messages(Throughput::High) => &[(1, 1_000)],
            Self::Management => &[(3_600, 5_000)],
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::limits::Limits;

    #[test]
    fn a_number_sends_eighty_messages_in_a_second_and_a_fast_one_a_thousand() {
        let now = DateTime::UNIX_EPOCH;
        for (throughput, most) in [(Throughput::Standard, 80), (Throughput::High, 1_000)] {
            let mut limits = Limits::default();
            let taken =
                (0..2_000).filter(|_| !limits.take(Bucket::Messages(throughput), now).refused).count();
            assert_eq!(taken, most);
        }
    }
}
