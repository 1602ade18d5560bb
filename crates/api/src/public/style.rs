//! The style sheet of the public pages, in the page itself: a page that asks for nothing else shows even on a poor line.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The colours of the product's tokens, light and dark.
pub(super) const STYLE: &str = include_str!("style.css");

/// Nothing but this very style sheet and a form of ours; no script, no frame, no other origin.
pub(super) static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});
