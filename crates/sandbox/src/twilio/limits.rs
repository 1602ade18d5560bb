//! Rate limits. Twilio's own is about requests at the same time, which depends on the account; here it is a number a second.

use crate::limits;

/// Operations that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Bucket {
    All,
}

impl limits::Bucket for Bucket {
    fn windows(self) -> &'static [(i64, u32)] {
        &[(1, 100)]
    }
}
