//! One way to read HTML.

use std::borrow::Cow;

use lol_html::{
    DocumentContentHandlers, ElementContentHandlers, RewriteStrSettings, Selector, errors::RewritingError,
    rewrite_str,
};

/// What is done with the elements that a selector finds.
pub(crate) type OnElement<'h, 's> = (Cow<'s, Selector>, ElementContentHandlers<'h>);

/// Reads HTML with these handlers. Mails are read as browsers read them: no oddity is an error.
pub(crate) fn rewrite<'h, 's>(
    html: &str,
    elements: Vec<OnElement<'h, 's>>,
    document: Vec<DocumentContentHandlers<'h>>,
) -> Result<String, RewritingError> {
    let mut settings = RewriteStrSettings::new().with_strict(false);
    for handler in elements {
        settings = settings.append_element_content_handler(handler);
    }
    for handler in document {
        settings = settings.append_document_content_handler(handler);
    }
    rewrite_str(html, settings)
}
