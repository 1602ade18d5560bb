//! Template constructs hidden behind marks of letters and digits, so that HTML can be read as HTML: quotes, `<` and
//! white space inside an expression confuse no parser.

use crate::pieces::{Piece, push_data};

/// The constructs that are hidden, each by its number.
#[derive(Debug)]
pub(crate) struct Mask {
    prefix: String,
    hidden: Vec<Piece>,
}

impl Mask {
    /// Hides everything but fixed text.
    pub(crate) fn over(pieces: &[Piece]) -> (Self, String) {
        let mut mask = Self { prefix: free_prefix(pieces), hidden: Vec::new() };
        let masked = mask.hide_all(pieces);
        (mask, masked)
    }

    /// Hides one more; the answer is its mark.
    pub(crate) fn hide(&mut self, piece: Piece) -> String {
        self.hidden.push(piece);
        format!("{}{}z", self.prefix, self.hidden.len() - 1)
    }

    /// Hides several; the answer is the text that stands for them.
    pub(crate) fn hide_all(&mut self, pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Data(data) => data.clone(),
                other => self.hide(other.clone()),
            })
            .collect()
    }

    /// Whether a mark stands in the text.
    pub(crate) fn marks(&self, masked: &str) -> bool {
        masked.contains(&self.prefix)
    }

    /// The marks of a masked text, without the text between them.
    pub(crate) fn only_marks(&self, masked: &str) -> String {
        let marks = masked.split(self.prefix.as_str()).skip(1);
        let numbers = marks.filter_map(|part| self.read(part).and(part.split('z').next()));
        numbers.map(|number| format!("{}{number}z", self.prefix)).collect()
    }

    /// The pieces behind a masked text.
    pub(crate) fn lift(&self, masked: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut parts = masked.split(self.prefix.as_str());
        push_data(&mut pieces, parts.next().unwrap_or_default());
        for part in parts {
            match self.read(part) {
                Some((piece, rest)) => {
                    pieces.push(piece.clone());
                    push_data(&mut pieces, rest);
                }
                None => push_data(&mut pieces, part),
            }
        }
        pieces
    }

    fn read<'a>(&self, part: &'a str) -> Option<(&Piece, &'a str)> {
        let (number, rest) = part.split_once('z')?;
        Some((self.hidden.get(number.parse::<usize>().ok()?)?, rest))
    }
}

/// The first prefix that the text does not hold. It neither begins as it ends nor holds itself, so that no letter before
/// it can be taken for its own.
fn free_prefix(pieces: &[Piece]) -> String {
    let taken =
        |prefix: &str| pieces.iter().any(|piece| matches!(piece, Piece::Data(data) if data.contains(prefix)));
    let mut number = 0_u32;
    loop {
        let prefix = format!("xq{number}q");
        if !taken(&prefix) {
            return prefix;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pieces::cut;

    proptest! {
        #[test]
        fn what_is_hidden_comes_back(parts in prop::collection::vec("[xq01z<]{0,6}", 0..6)) {
            let pieces = cut(&parts.join("{{ a < \"b\" }}")).unwrap();
            let (mask, masked) = Mask::over(&pieces);
            prop_assert!(!masked.contains('"'));
            prop_assert_eq!(mask.lift(&masked), pieces);
        }
    }
}
