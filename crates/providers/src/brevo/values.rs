//! Values in messages, in Brevo's template language.
//!
//! Brevo evaluates a message, escapes HTML in every value unless told not to (help article 360018252080), and was seen
//! to evaluate what values hold as well. Ours come escaped where they must be, and must be shown as they are.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};

/// What opens something that Brevo evaluates.
pub(super) const DELIMITERS: &[&str] = &["{{", "{%", "{#"];

/// What closes each of them.
const CLOSERS: &[&str] = &["}}", "%}", "#}"];

const OPEN: &str = "{{params.s";
const CLOSE: &str = "}}";

/// Stands for a brace that would otherwise open something.
const BRACE: &str = "{{params.b}}";

/// The text that stands for the value of a slot.
pub(super) fn tag(slot: u16) -> String {
    format!("{OPEN}{slot}{CLOSE}")
}

/// Whether a text has places for values.
pub(super) fn has_tags(text: &str) -> bool {
    text.contains(OPEN)
}

/// Whether a text that was filled wants the value of the brace.
pub(super) fn has_brace(text: &str) -> bool {
    text.contains(BRACE)
}

/// A part of a message whose values go in as they are.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !has_tags(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{{% autoescape off %}}{text}{{% endautoescape %}}"))
}

/// A text with its values written in, in which Brevo finds nothing to evaluate but the brace.
pub(super) fn fill(text: &str, values: &[String]) -> String {
    let mut pieces = text.split(OPEN);
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (slot, rest) = piece.split_once(CLOSE).unwrap_or((piece, ""));
        let value = slot.parse::<usize>().ok().and_then(|slot| values.get(slot));
        filled.push_str(&value.map(|value| harmless(value)).unwrap_or_default());
        filled.push_str(rest);
    }
    at_openings(&filled, |written| written.push_str(BRACE))
}

/// A value that holds nothing to evaluate: a space of no width parts what opens an expression. A value without a whole
/// expression stays as it is, for it may be fixed text: a style sheet holds `{#`.
fn harmless(value: &str) -> Cow<'_, str> {
    let holds =
        |(open, close): (&&str, &&str)| value.find(*open).is_some_and(|at| value[at + 2..].contains(*close));
    if !DELIMITERS.iter().zip(CLOSERS).any(holds) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(at_openings(value, |written| written.push_str("{\u{200b}")))
}

/// Writes something else in place of each brace that opens something.
fn at_openings(text: &str, otherwise: impl Fn(&mut String)) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('{', Some('{' | '%' | '#')) => otherwise(&mut written),
            _ => written.push(c),
        }
    }
    written
}

/// The member `params` of one recipient: `{"s0": …, "s1": …}`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Params<'a> {
    pub(super) values: &'a [String],
    /// Whether the brace is among them.
    pub(super) brace: bool,
}

impl Params<'_> {
    pub(super) const fn is_empty(self) -> bool {
        self.values.is_empty() && !self.brace
    }

    /// How many bytes of a request they take.
    pub(super) fn size(self) -> usize {
        serde_json::to_vec(&self).map_or(usize::MAX, |json| json.len())
    }
}

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (slot, value) in self.values.iter().enumerate() {
            map.serialize_entry(&format!("s{slot}"), &harmless(value))?;
        }
        if self.brace {
            map.serialize_entry("b", "{")?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What Brevo makes of a message that holds nothing but tags: one pass, each tag replaced.
    fn evaluated(text: &str, params: Params<'_>) -> String {
        let params = serde_json::to_value(params).unwrap();
        let mut pieces = text.split("{{params.");
        let mut shown = pieces.next().unwrap().to_owned();
        assert!(!DELIMITERS.iter().any(|open| shown.contains(open)), "{text}");
        for piece in pieces {
            let (name, rest) = piece.split_once("}}").unwrap();
            assert!(!DELIMITERS.iter().any(|open| rest.contains(open)), "{text}");
            shown.push_str(params[name].as_str().unwrap());
            shown.push_str(rest);
        }
        shown
    }

    proptest! {
        #[test]
        fn written_in_or_not_a_person_sees_the_same(
            values in prop::collection::vec("[{}%#a]{0,6}", 1..4),
            fixed in prop::collection::vec("[}%#a ]{0,3}", 3),
        ) {
            let slots = 0..values.len() as u16;
            let text: String = slots.zip(fixed.iter().cycle()).map(|(slot, fixed)| tag(slot) + fixed).collect();
            let filled = fill(&text, &values);
            let written_in = evaluated(&filled, Params { values: &[], brace: has_brace(&filled) });
            prop_assert_eq!(written_in, evaluated(&text, Params { values: &values, brace: false }));
        }

        #[test]
        fn no_value_holds_an_expression(value in "[{}%# a]{0,12}") {
            let shown = harmless(&value);
            for (open, close) in DELIMITERS.iter().zip(CLOSERS) {
                prop_assert!(shown.find(open).is_none_or(|at| !shown[at + 2..].contains(close)), "{shown}");
            }
            prop_assert_eq!(shown.replace('\u{200b}', ""), value);
        }
    }

    #[test]
    fn style_sheets_stay_as_they_are() {
        let style = "@media screen{#main{color:#fff}}";
        assert_eq!(harmless(style), style);
    }
}
