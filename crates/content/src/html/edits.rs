//! Changes at known places; every other byte stays.

use std::ops::Range;

/// Replacements, by the bytes they replace.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Replaces these bytes.
    pub(crate) fn replace(&mut self, place: Range<usize>, text: impl Into<String>) {
        self.0.push((place, text.into()));
    }

    /// Inserts before this byte; behind what was inserted there earlier.
    pub(crate) fn insert(&mut self, place: usize, text: impl Into<String>) {
        self.replace(place..place, text);
    }

    /// The text with all of it done. Places that overlap are changed once, by the first.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(place, _)| place.start);
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for (place, replacement) in self.0 {
            if place.start >= at {
                changed.push_str(&text[at..place.start]);
                changed.push_str(&replacement);
                at = place.end;
            }
        }
        changed.push_str(&text[at..]);
        changed
    }
}
