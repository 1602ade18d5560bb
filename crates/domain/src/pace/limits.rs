//! Most messages in a time.

use serde::{Deserialize, Serialize};

use super::window::Span;

/// Most messages in a second, a minute, a day; none for no limit. A second and a minute are any second and any minute, wherever
/// they begin; a day is a day of UTC, the same for every process and never an hour longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// In any second.
    pub per_second: Option<u32>,
    /// In any minute.
    pub per_minute: Option<u32>,
    /// In a day (UTC).
    pub per_day: Option<u32>,
}

impl Limits {
    /// A limit by the minute alone.
    #[must_use]
    pub const fn by_minute(per_minute: u32) -> Self {
        Self { per_second: None, per_minute: Some(per_minute), per_day: None }
    }

    /// Whether there is no limit at all.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.each().next().is_none()
    }

    /// The limits that there are, with the span that each is for.
    pub(super) fn each(&self) -> impl Iterator<Item = (Span, u32)> {
        let all =
            [(Span::Second, self.per_second), (Span::Minute, self.per_minute), (Span::Day, self.per_day)];
        all.into_iter().filter_map(|(span, limit)| Some((span, limit?)))
    }
}
