//! Names beside addresses, as Brevo lets them through.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::name;

/// The most bytes that an encoded word of 70 characters holds: `=?utf-8?B?…?=` leaves 58 for base64.
const ENCODED_MAX: usize = 58 / 4 * 3;

/// The name to send: on one line, at most 70 characters; none where it is empty.
///
/// Brevo drops names that hold both a comma and something beyond ASCII (seen live by django-anymail): these go encoded (RFC 2047).
pub(super) fn display(name: &str) -> Option<Cow<'_, str>> {
    let name = name::one_line(name, |_| false)?;
    if name.contains(',') && !name.is_ascii() {
        return Some(Cow::Owned(format!("=?utf-8?B?{}?=", STANDARD.encode(up_to(&name, ENCODED_MAX)))));
    }
    Some(name)
}

/// The longest start of at most so many bytes.
fn up_to(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_with_comma_and_accents_goes_encoded() {
        assert_eq!(display("Dupont, Hélène").unwrap(), "=?utf-8?B?RHVwb250LCBIw6lsw6huZQ==?=");
        assert_eq!(display("Dupont, Helene").unwrap(), "Dupont, Helene");
        assert_eq!(display("Hélène Dupont").unwrap(), "Hélène Dupont");
    }

    #[test]
    fn an_empty_name_is_none() {
        assert_eq!(display("  "), None);
    }

    proptest! {
        #[test]
        fn no_name_is_longer_than_brevo_takes_nor_breaks_its_line(name in "\\PC{0,90}|[é,\r\n]{0,90}") {
            if let Some(shown) = display(&name) {
                prop_assert!(shown.chars().count() <= 70);
                prop_assert!(!shown.contains(['\r', '\n']));
            }
        }
    }
}
