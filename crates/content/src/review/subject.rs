//! The subject.

use domain::check::{Check, CheckCode, Severity};

use crate::pieces::Piece;

/// Longest subject that a wide list of messages shows whole; also the line length that RFC 5322 §2.1.1 recommends.
const LONG: usize = 78;
/// Fewer capitals are an abbreviation.
const CAPITALS: usize = 6;

/// Looks at the fixed text of a subject: values are the reader's own.
pub(super) fn look(subject: &[Piece]) -> Vec<Check> {
    let fixed: String = subject.iter().map(fixed).collect();
    let warn = |code, about: String| Check::new(code, Severity::Warning, about, Some("/subject"));
    let length = fixed.chars().count();
    let mut checks = Vec::new();
    if length > LONG {
        checks.push(warn(CheckCode::SubjectLong, length.to_string()));
    }
    if shouts(&fixed) {
        checks.push(warn(CheckCode::SubjectShouts, String::new()));
    }
    checks
}

fn fixed(piece: &Piece) -> &str {
    if let Piece::Data(data) = piece { data } else { "" }
}

fn shouts(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let all = capitals >= CAPITALS && !text.chars().any(char::is_lowercase);
    all || text.matches('!').count() > 1
}
