//! For whom there is no message, and how many they are.

use std::collections::BTreeMap;

use domain::whatsapp::{Filling, MessagePart, UnfitCount, UnfitReason};
use thiserror::Error;

/// Why a person cannot get a message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// These variables have no value for this person: Meta refuses empty ones.
    #[error("empty for this person: {}", .0.join(", "))]
    Empty(Vec<String>),
    /// The free text says nothing to this person.
    #[error("the free text is empty for this person")]
    EmptyText,
    /// Filled, a part is longer than the provider takes.
    #[error("the {part} has {length} characters for this person, and may have {max}")]
    TooLong {
        /// Which.
        part: MessagePart,
        /// Most characters of it.
        max: usize,
        /// How many it has.
        length: usize,
    },
    /// A template that does not take this person's values.
    #[error("the message cannot be filled for this person: {0}")]
    Broken(String),
}

impl Unfit {
    /// The code under which the message ends.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty(_) | Self::EmptyText => "content.empty_value",
            Self::TooLong { .. } => "content.too_long",
            Self::Broken(_) => "content.template",
        }
    }

    /// Everything that keeps the person from getting it, and how long it has become where that is why.
    fn reasons(&self) -> Vec<(UnfitReason, Option<u32>)> {
        match self {
            Self::Empty(names) => {
                let empty = |name: &String| (UnfitReason::EmptyValue { variable: name.clone() }, None);
                names.iter().map(empty).collect()
            }
            Self::EmptyText => vec![(UnfitReason::EmptyText, None)],
            Self::TooLong { part, max, length } => {
                vec![(UnfitReason::TooLong { part: *part, max: told(*max) }, Some(told(*length)))]
            }
            Self::Broken(_) => vec![(UnfitReason::Broken, None)],
        }
    }
}

fn told(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// Counts, person by person, for how many there is a message.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    looked_at: i64,
    unfit: i64,
    reasons: BTreeMap<UnfitReason, (i64, Option<u32>)>,
}

impl Tally {
    /// Counts one person.
    pub fn add<T>(&mut self, written: Result<T, Unfit>) {
        self.looked_at += 1;
        let Err(unfit) = written else { return };
        self.unfit += 1;
        for (reason, length) in unfit.reasons() {
            let (people, longest) = self.reasons.entry(reason).or_default();
            *people += 1;
            *longest = length.max(*longest);
        }
    }

    /// What it came to.
    #[must_use]
    pub fn filling(self) -> Filling {
        let counted = self.reasons.into_iter();
        let mut reasons: Vec<_> =
            counted.map(|(reason, (people, longest))| UnfitCount { reason, people, longest }).collect();
        reasons.sort_by_key(|count| std::cmp::Reverse(count.people));
        Filling { looked_at: self.looked_at, unfit: self.unfit, reasons }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_once_and_under_each_reason() {
        let long = |length| Err(Unfit::TooLong { part: MessagePart::Body, max: 1_024, length });
        let empty = |names: &[&str]| Err(Unfit::Empty(names.iter().map(|name| (*name).to_owned()).collect()));
        let mut tally = Tally::default();
        for written in [Ok(()), long(1_100), long(1_050), empty(&["b", "a"]), empty(&["a"]), empty(&["a"])] {
            tally.add(written);
        }
        let filling = tally.filling();
        assert_eq!((filling.looked_at, filling.unfit), (6, 5));
        let told: Vec<_> = filling.reasons.iter().map(|count| (count.people, count.longest)).collect();
        assert_eq!(told, [(3, None), (2, Some(1_100)), (1, None)]);
        assert_eq!(filling.reasons[0].reason, UnfitReason::EmptyValue { variable: "a".into() });
    }
}
