//! Values in messages, by SendGrid's substitutions: wherever a tag stands, its value is put as it is, without escaping.

use std::{borrow::Cow, collections::BTreeMap};

/// What opens our tags. Text that holds it is a value, so that nothing but our tags is ever replaced.
pub(super) const DELIMITERS: &[&str] = &[OPEN];

const OPEN: &str = "{ebv";
const CLOSE: &str = "}";

/// A space of no width parts what would open a tag.
const PARTED: &str = "{\u{200b}ebv";

/// The text that stands for the value of a slot.
pub(super) fn tag(slot: u16) -> String {
    format!("{OPEN}{slot}{CLOSE}")
}

/// The member `substitutions` of one recipient. Nobody says whether values are looked through for tags as well: none holds one.
pub(super) fn substitutions(values: &[String]) -> BTreeMap<String, Cow<'_, str>> {
    (0..).zip(values).map(|(slot, value)| (tag(slot), harmless(value))).collect()
}

/// A text with its values written in.
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

fn harmless(value: &str) -> Cow<'_, str> {
    if value.contains(OPEN) { Cow::Owned(value.replace(OPEN, PARTED)) } else { Cow::Borrowed(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What SendGrid makes of a message: each tag replaced, one after the other, in any order.
    fn substituted(text: &str, values: &[String], backwards: bool) -> String {
        let mut substitutions: Vec<_> = substitutions(values).into_iter().collect();
        if backwards {
            substitutions.reverse();
        }
        substitutions.iter().fold(text.to_owned(), |text, (tag, value)| text.replace(tag, value))
    }

    proptest! {
        #[test]
        fn written_in_or_not_a_person_sees_the_same_in_whatever_order_tags_are_replaced(
            values in prop::collection::vec("([ab<&]|\\{ebv1?\\}?){0,4}", 1..14),
            fixed in prop::collection::vec("[a}<% ]{0,3}", 14),
        ) {
            let slots = 0..values.len() as u16;
            let text: String = slots.zip(&fixed).map(|(slot, fixed)| tag(slot) + fixed).collect();
            let filled = fill(&text, &values);
            prop_assert_eq!(&filled, &substituted(&text, &values, false));
            prop_assert_eq!(&filled, &substituted(&text, &values, true));
            prop_assert!(!filled.contains(OPEN), "{filled}");
        }
    }
}
