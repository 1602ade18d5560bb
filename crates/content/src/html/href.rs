//! What the address of a link means.

use url::Url;

use crate::mask::Mask;

/// Where a link leads, as far as it concerns us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// To a page of the web, the same for everybody: tracked.
    Page(Url),
    /// To a page that depends on variables: left alone, its meaning is worth more than its count.
    Variable,
    /// Elsewhere (mailto, tel, a fragment, a relative address, nothing): left alone.
    Elsewhere,
}

impl Target {
    /// Reads the masked value of an `href`.
    pub(crate) fn read(value: &str, mask: &Mask) -> Self {
        if mask.marks(value) {
            return Self::Variable;
        }
        match Url::parse(&htmlize::unescape_attribute(value)) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Self::Page(url),
            _ => Self::Elsewhere,
        }
    }
}
