//! The places where values go. The bodies are parted at them once per call.

/// Opens and closes a tag. No author types this character, and fixed text that holds it all the same becomes a value.
const EDGE: char = '\u{1}';

/// What must never stand in fixed text.
pub(in crate::smtp) const DELIMITERS: &[&str] = &["\u{1}"];

/// The text that stands for the value of a slot.
pub(in crate::smtp) fn tag(slot: u16) -> String {
    format!("{EDGE}{slot}{EDGE}")
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    /// The same for everybody.
    Fixed(&'a str),
    /// The value of this slot.
    Slot(usize),
}

/// The stretches of a text, none of them empty.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let parts = text.split(EDGE).enumerate().filter(|(_, part)| !part.is_empty());
    parts.map(|(index, part)| match part.parse() {
        Ok(slot) if index % 2 == 1 => Stretch::Slot(slot),
        _ => Stretch::Fixed(part),
    })
}

/// The text for one person.
pub(super) fn fill(text: &str, values: &[String]) -> String {
    let value = |slot: usize| values.get(slot).map_or("", String::as_str);
    stretches(text)
        .map(|stretch| match stretch {
            Stretch::Fixed(text) => text,
            Stretch::Slot(slot) => value(slot),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_at_its_tags() {
        let text = format!("a{}{}b{}", tag(0), tag(11), tag(3));
        let expected =
            [Stretch::Fixed("a"), Stretch::Slot(0), Stretch::Slot(11), Stretch::Fixed("b"), Stretch::Slot(3)];
        assert_eq!(stretches(&text).collect::<Vec<_>>(), expected);
        assert_eq!(fill(&text, &["x".into(), "y".into()]), "axb");
        assert_eq!(fill("7", &[]), "7");
    }
}
