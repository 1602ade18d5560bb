//! Rate limits (Meta, "Throughput", "Rate limits"): 80 messages a second for a number, 5,000 calls an hour for everything else.

use crate::limits;

/// Operations that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    Messages,
    Management,
}

impl limits::Bucket for Bucket {
    fn windows(self) -> &'static [(i64, u32)] {
        match self {
            Self::Messages => &[(1, 80)],
            Self::Management => &[(3_600, 5_000)],
        }
    }
}
