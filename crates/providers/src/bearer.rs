//! Webhooks that are believed by a token of ours.

use subtle::ConstantTimeEq;

/// Whether a call bears the token; compared in constant time.
pub(crate) fn bears(headers: &[(&str, &str)], token: &str) -> bool {
    let header = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let Some((scheme, told)) = header.and_then(|(_, value)| value.trim().split_once(' ')) else {
        return false;
    };
    scheme.eq_ignore_ascii_case("bearer") && told.trim().as_bytes().ct_eq(token.as_bytes()).into()
}
