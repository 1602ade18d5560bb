//! Values in messages, in Brevo's template language.
//!
//! Brevo escapes HTML in every value, unless told not to (help article 360018252080), and was seen to evaluate what
//! values hold in its own language. Ours come escaped where they must be, and must never be evaluated.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};

/// What opens something that Brevo evaluates.
pub(super) const DELIMITERS: &[&str] = &["{{", "{%", "{#"];

const OPEN: &str = "{{params.s";
const CLOSE: &str = "}}";

/// The text that stands for the value of a slot.
pub(super) fn tag(slot: u16) -> String {
    format!("{OPEN}{slot}{CLOSE}")
}

/// Whether a text has places for values.
pub(super) fn has_tags(text: &str) -> bool {
    text.contains(OPEN)
}

/// A value that Brevo evaluates nowhere: a space of no width parts what would open an expression.
pub(super) fn harmless(value: &str) -> Cow<'_, str> {
    if !value.contains('{') {
        return Cow::Borrowed(value);
    }
    let mut parted = String::with_capacity(value.len() + 3);
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        parted.push(c);
        // At the end, too: what follows the value in the message is not known here.
        if c == '{' && matches!(rest.peek(), None | Some('{' | '%' | '#')) {
            parted.push('\u{200b}');
        }
    }
    Cow::Owned(parted)
}

/// A text with its values written in, harmless.
pub(super) fn fill(text: &str, values: &[String]) -> String {
    let mut pieces = text.split(OPEN);
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (slot, rest) = piece.split_once(CLOSE).unwrap_or((piece, ""));
        let value = slot.parse::<usize>().ok().and_then(|slot| values.get(slot));
        filled.push_str(&value.map(|value| harmless(value)).unwrap_or_default());
        filled.push_str(rest);
    }
    filled
}

/// A part of a message whose values go in as they are.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !has_tags(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{{% autoescape off %}}{text}{{% endautoescape %}}"))
}

/// The values of one recipient, as the member `params`: `{"s0": …, "s1": …}`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Params<'a>(pub(super) &'a [String]);

impl Params<'_> {
    /// How many bytes of a request they take.
    pub(super) fn size(self) -> usize {
        serde_json::to_vec(&self).map_or(usize::MAX, |json| json.len())
    }
}

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (slot, value) in self.0.iter().enumerate() {
            map.serialize_entry(&format!("s{slot}"), &harmless(value))?;
        }
        map.end()
    }
}
