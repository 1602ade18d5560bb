//! A text as its variables cut it.

use std::collections::BTreeMap;

use super::Span;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) span: Span,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// Words.
    Text(&'t str),
    /// What stands between double braces, without blanks around it.
    Variable(&'t str),
    /// Double braces that open or close nothing.
    Broken,
}

/// Cuts a text: every character is in exactly one piece.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest, mut from) = (Vec::new(), text, 0);
    while !rest.is_empty() {
        let (kind, length) = first(rest);
        let (piece, after) = rest.split_at(length);
        let to = from + piece.chars().count();
        found.push(Piece { kind, span: Span { from, to } });
        (rest, from) = (after, to);
    }
    found
}

/// The first piece, and how many bytes it takes.
fn first(text: &str) -> (Kind<'_>, usize) {
    if let Some(inner) = text.strip_prefix("{{") {
        let end = inner.find("}}").filter(|end| !inner[..*end].contains("{{"));
        return end.map_or((Kind::Broken, 2), |end| (Kind::Variable(inner[..end].trim()), end + 4));
    }
    if text.starts_with("}}") {
        return (Kind::Broken, 2);
    }
    let end = [text.find("{{"), text.find("}}")].into_iter().flatten().min().unwrap_or(text.len());
    (Kind::Text(&text[..end]), end)
}

/// The text with its examples in their places.
pub(super) fn filled(text: &str, examples: &BTreeMap<String, String>) -> String {
    let each = pieces(text).into_iter().map(|piece| match piece.kind {
        Kind::Text(text) => text,
        Kind::Variable(name) => examples.get(name).map_or(name, String::as_str),
        Kind::Broken => "{{",
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_character_is_in_exactly_one_piece(text in "([a-zé{} ]|\\{\\{|\\}\\}){0,30}") {
            let mut at = 0;
            for piece in pieces(&text) {
                prop_assert_eq!(piece.span.from, at);
                prop_assert!(piece.span.to > at);
                at = piece.span.to;
            }
            prop_assert_eq!(at, text.chars().count());
        }
    }

    #[test]
    fn a_text_is_filled_with_its_examples() {
        let examples = BTreeMap::from([("prenom".to_owned(), "Awa".to_owned())]);
        assert_eq!(filled("Bonjour {{ prenom }}, {{remise}} !", &examples), "Bonjour Awa, remise !");
    }
}
