//! serde's complaint about a value, as a wrong field of ours.

use domain::{FieldError, FieldReason};

/// Tells what `complaint` means for the field at `pointer`; `inside` makes the pointer of a field within it.
pub(crate) fn field(pointer: String, complaint: &str, inside: impl Fn(&str, &str) -> String) -> FieldError {
    if let Some(name) = quoted(complaint, "missing field ") {
        return FieldError::new(inside(&pointer, name), FieldReason::Required, "");
    }
    if quoted(complaint, "unknown field ").is_some() {
        return FieldError::new(pointer, FieldReason::Unexpected, "");
    }
    if quoted(complaint, "unknown variant ").is_some() {
        return FieldError::new(pointer, FieldReason::Unknown, expected(complaint).replace('`', ""));
    }
    FieldError::new(pointer, FieldReason::Type, expected(complaint))
}

fn quoted<'a>(complaint: &'a str, start: &str) -> Option<&'a str> {
    complaint.strip_prefix(start)?.split('`').nth(1)
}

/// What serde says it expected; all of its words where it says no such thing.
fn expected(complaint: &str) -> String {
    let words = complaint.split_once("expected ").map_or(complaint, |(_, words)| words);
    words.trim_start_matches("one of ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(complaint: &str) -> (String, FieldReason, String) {
        let FieldError { pointer, reason, about } =
            field("/a".into(), complaint, |at, name| format!("{at}/{name}"));
        (pointer, reason, about)
    }

    #[test]
    fn a_missing_field_is_named_by_its_own_pointer() {
        assert_eq!(told("missing field `name`"), ("/a/name".into(), FieldReason::Required, String::new()));
    }

    #[test]
    fn an_unknown_word_comes_with_the_known_ones() {
        let (_, reason, about) = told("unknown variant `fax`, expected `email` or `whatsapp`");
        assert_eq!((reason, about.as_str()), (FieldReason::Unknown, "email or whatsapp"));
        let (_, _, about) = told("unknown variant `x`, expected one of `a`, `b`, `c`");
        assert_eq!(about, "a, b, c");
    }

    #[test]
    fn a_strange_field_and_a_wrong_type_are_told_apart() {
        assert_eq!(told("unknown field `b`, expected `name`").1, FieldReason::Unexpected);
        assert_eq!(told("invalid type: integer `1`, expected a string").2, "a string");
    }
}
