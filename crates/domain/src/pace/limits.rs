//! Most messages in a time.

use serde::{Deserialize, Serialize};

use super::window::Span;

/// Most messages in a second, a minute, a day, 24 hours; none for no limit. A second, a minute and 24 hours are any such, wherever
/// they begin; a day is a day of UTC, the same for every process and never an hour longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// In any second.
    pub per_second: Option<u32>,
    /// In any minute.
    pub per_minute: Option<u32>,
    /// In a day (UTC).
    pub per_day: Option<u32>,
    /// In any 24 hours, of those that begin to write to somebody.
    #[serde(default)]
    pub per_24_hours: Option<u32>,
}

impl Limits {
    /// No limit.
    pub const NONE: Self = Self { per_second: None, per_minute: None, per_day: None, per_24_hours: None };

    /// A limit by the minute alone.
    #[must_use]
    pub const fn by_minute(per_minute: u32) -> Self {
        Self { per_minute: Some(per_minute), ..Self::NONE }
    }

    /// Both together: of two limits the stricter one.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let stricter = |of: fn(&Self) -> Option<u32>| of(self).into_iter().chain(of(other)).min();
        Self {
            per_second: stricter(|limits| limits.per_second),
            per_minute: stricter(|limits| limits.per_minute),
            per_day: stricter(|limits| limits.per_day),
            per_24_hours: stricter(|limits| limits.per_24_hours),
        }
    }

    /// Those of all messages, and those of the messages that begin to write to somebody.
    pub(super) const fn parted(self) -> (Self, Self) {
        let begun = Self { per_24_hours: self.per_24_hours, ..Self::NONE };
        (Self { per_24_hours: None, ..self }, begun)
    }

    /// Whether there is no limit at all.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.each().next().is_none()
    }

    /// The limits that there are, with the span that each is for.
    pub(super) fn each(&self) -> impl Iterator<Item = (Span, u32)> {
        let all = [
            (Span::Second, self.per_second),
            (Span::Minute, self.per_minute),
            (Span::Day, self.per_day),
            (Span::Rolling, self.per_24_hours),
        ];
        all.into_iter().filter_map(|(span, limit)| Some((span, limit?)))
    }
}
