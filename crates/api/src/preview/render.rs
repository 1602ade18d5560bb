//! Rendering what a person writes, while it is being written.

use content::{Email, Message, Renderer, Variables, compile, urls::PreviewUrls};
use domain::{
    FieldError, FieldReason, Language,
    campaign::{Campaign, PreviewContent},
};

use crate::{error::Refusal, review};

/// The message for a person, of what is saved or of what is sent along. What cannot be rendered is told by its place.
pub(crate) fn render(
    campaign: &Campaign,
    unsaved: Option<&PreviewContent>,
    mut person: Variables,
    language: Language,
) -> Result<Message, Refusal> {
    let (email, within) = match unsaved {
        Some(content) => (email(content), "/content"),
        None => (review::email(campaign), ""),
    };
    let compiled = compile(&email, language).map_err(|errors| place(errors, within))?;
    let links = compiled.links().to_vec();
    person.set("campagne", "nom", campaign.name.as_str());
    let rendered =
        Renderer::new(compiled).and_then(|renderer| renderer.render(&person, &PreviewUrls(&links)));
    rendered.map_err(|error| {
        let wrong = FieldError::new(format!("{within}/html"), FieldReason::Syntax, error.reason);
        Refusal::fields(vec![wrong])
    })
}

fn email(content: &PreviewContent) -> Email<'_> {
    Email {
        subject: content.subject.as_deref().unwrap_or_default(),
        preheader: content.preheader.as_deref(),
        html: content.html.as_deref().unwrap_or_default(),
        text: content.text.as_deref(),
    }
}

/// The pointers of the compiler lead into a campaign; the caller's body may hold it deeper.
pub(super) fn place(errors: Vec<FieldError>, within: &str) -> Refusal {
    let placed =
        errors.into_iter().map(|error| FieldError { pointer: format!("{within}{}", error.pointer), ..error });
    Refusal::fields(placed.collect())
}
