//! Compiling: what stands for each variable, checked before anybody gets it.

use domain::{
    FieldError, FieldReason,
    provider::Provider,
    whatsapp::{TemplateContent, TemplateHeader, WhatsappMessage},
};
use serde::{Deserialize, Serialize};

use super::media::media_misfit;
use crate::{
    compiled::Link,
    language::{broken, check, environment},
};

/// A WhatsApp message, as it is frozen with an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatsappCompiled {
    /// The template, as it was approved.
    pub template: TemplateContent,
    /// The provider's id of it.
    pub provider_id: String,
    /// What fills it.
    pub message: WhatsappMessage,
}

/// Freezes a template with what fills it, for the provider that carries it.
///
/// # Errors
/// Everything that is missing, too much or does not parse, by its JSON pointer into a campaign.
pub fn compile_whatsapp(
    template: &TemplateContent,
    provider_id: &str,
    message: &WhatsappMessage,
    provider: Provider,
) -> Result<WhatsappCompiled, Vec<FieldError>> {
    let mut wrong = missing(template, message);
    wrong.extend(misfit(template, message, provider));
    wrong.extend(superfluous(template, message));
    for (name, source) in &message.values {
        wrong.extend(check(&format!("/whatsapp/values/{name}"), source).err().unwrap_or_default());
    }
    if let Some(source) = &message.free_text {
        wrong.extend(check("/whatsapp/free_text", source).err().unwrap_or_default());
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (template, provider_id, message) = (template.clone(), provider_id.to_owned(), message.clone());
    Ok(WhatsappCompiled { template, provider_id, message })
}

/// What the template wants and nobody gives.
fn missing(template: &TemplateContent, message: &WhatsappMessage) -> Vec<FieldError> {
    let required = |pointer: String| FieldError::new(pointer, FieldReason::Required, "");
    let is_blank = |name: &str| message.values.get(name).is_none_or(|value| value.trim().is_empty());
    let variables = template.variables().into_iter().filter(|name| is_blank(name));
    let values = variables.map(|name| required(format!("/whatsapp/values/{name}")));
    let has_media = matches!(template.header, Some(TemplateHeader::Media { .. }));
    let media = (has_media && message.media_url.is_none()).then(|| required("/whatsapp/media_url".into()));
    let link = (template.is_tracked() && message.link.is_none()).then(|| required("/whatsapp/link".into()));
    values.chain(media).chain(link).collect()
}

/// A file that cannot stand above the text, as far as its address tells.
fn misfit(template: &TemplateContent, message: &WhatsappMessage, provider: Provider) -> Option<FieldError> {
    let (reason, about) = media_misfit(template, message.media_url.as_deref()?, provider)?;
    Some(FieldError::new("/whatsapp/media_url", reason, about))
}

/// What is given and the template has no place for: somebody thinks that it is said.
fn superfluous(template: &TemplateContent, message: &WhatsappMessage) -> Vec<FieldError> {
    let known = template.variables();
    let unknown = message.values.keys().filter(|name| !known.contains(&name.as_str()));
    let pointer =
        |name: &String| FieldError::new(format!("/whatsapp/values/{name}"), FieldReason::Unexpected, name);
    unknown.map(pointer).collect()
}

impl WhatsappCompiled {
    /// The tracked links: one at most.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let link = self.message.link.as_ref().filter(|_| self.template.is_tracked());
        link.map(|url| Link { number: 1, url: url.clone() }).into_iter().collect()
    }

    /// Those of its variables that may be empty for somebody: they have no value to fall back on.
    #[must_use]
    pub fn without_default(&self) -> Vec<&str> {
        let may_be_empty = |source: &str| {
            let environment = environment();
            let blank = environment.template_from_str(source).and_then(|template| template.render(()));
            blank.map_err(|error| broken("", &error)).is_ok_and(|text| text.trim().is_empty())
        };
        let values = self.message.values.iter();
        values.filter(|(_, source)| may_be_empty(source)).map(|(name, _)| name.as_str()).collect()
    }
}
