//! What a template may hold.

use domain::{Channel, FieldError, template::TemplateEdit};

use crate::error::Refusal;

/// Checks lengths and the template language, and tells everything that is wrong at once.
pub(super) fn check(channel: Channel, edit: &TemplateEdit) -> Result<(), Refusal> {
    let mut errors = edit.check(channel).err().unwrap_or_default();
    let sources = [("/subject", &edit.subject), ("/html", &edit.html), ("/text", &edit.text)];
    for (pointer, source) in sources {
        errors.extend(language(pointer, source.as_deref()));
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::fields(errors)) }
}

fn language(pointer: &str, source: Option<&str>) -> Vec<FieldError> {
    source.map_or_else(Vec::new, |source| ::content::check(pointer, source).err().unwrap_or_default())
}
