//! Pieces as a reader of the finished message meets them: outside blocks one by one, a block as a whole.

use crate::{pieces::Piece, token::Kind};

/// Tags that want an end.
const OPENERS: [&str; 5] = ["if", "for", "with", "filter", "autoescape"];

/// What becomes a segment of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Group<'a> {
    /// A piece outside any block.
    Single(&'a Piece),
    /// A block with its tags; or all that follows a tag whose effect reaches to the end, such as `set`.
    Block(&'a [Piece]),
}

/// The groups of a template.
pub(crate) fn groups(mut pieces: &[Piece]) -> Vec<Group<'_>> {
    let mut found = Vec::new();
    while let Some(first) = pieces.first() {
        let length = block_length(pieces);
        let (group, rest) = pieces.split_at(length.unwrap_or(1));
        found.push(if length.is_some() { Group::Block(group) } else { Group::Single(first) });
        pieces = rest;
    }
    found
}

/// How many pieces the block takes that opens here; none where no block opens.
fn block_length(pieces: &[Piece]) -> Option<usize> {
    let Some(Piece::Tag(first)) = pieces.first() else { return None };
    if !OPENERS.contains(&keyword(first)) {
        return Some(pieces.len());
    }
    let mut depth = 0;
    for (index, piece) in pieces.iter().enumerate() {
        depth += step(piece);
        if depth == 0 {
            return Some(index + 1);
        }
    }
    Some(pieces.len())
}

fn step(piece: &Piece) -> i32 {
    let Piece::Tag(inner) = piece else { return 0 };
    let word = keyword(inner);
    if OPENERS.contains(&word) || (word == "set" && !inner.contains('=')) {
        1
    } else if word.starts_with("end") {
        -1
    } else {
        0
    }
}

/// The word that says what a tag does.
pub(crate) fn keyword(inner: &str) -> &str {
    inner.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Whether every reader finds the way out: `{{ lien.desinscription }}` under no condition.
pub(crate) fn has_opt_out(pieces: &[Piece]) -> bool {
    let way_out = Piece::Expression(Kind::Unsubscribe.variable());
    groups(pieces).iter().any(|group| matches!(group, Group::Single(piece) if **piece == way_out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::cut;

    fn sizes(source: &str) -> Vec<usize> {
        let pieces = cut(source).unwrap();
        groups(&pieces)
            .iter()
            .map(|group| match group {
                Group::Single(_) => 0,
                Group::Block(pieces) => pieces.len(),
            })
            .collect()
    }

    #[test]
    fn a_block_is_one_with_what_it_holds() {
        assert_eq!(
            sizes("a{{ b }}{% if c %}{% for d in e %}f{% endfor %}{% else %}g{% endif %}h"),
            [0, 0, 7, 0]
        );
    }

    #[test]
    fn what_is_set_reaches_to_the_end() {
        assert_eq!(sizes("a{% set b = 1 %}{{ b }}c"), [0, 3]);
        assert_eq!(sizes("{% if a %}{% set b %}c{% endset %}{{ b }}{% endif %}d"), [6, 0]);
    }

    #[test]
    fn a_way_out_under_a_condition_is_none() {
        let found = |source| has_opt_out(&cut(source).unwrap());
        assert!(found("<a href='{{lien.desinscription}}'>x</a>"));
        assert!(!found("{% if client.type %}{{ lien.desinscription }}{% endif %}"));
        assert!(!found("{## {{ lien.desinscription }} ##}{{ lien.preferences }}"));
    }
}
