//! What can be asked of a template. A request body *is* one of these.

use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    limits::{HTML_MAX, NAME_MAX, SUBJECT_MAX, TEXT_MAX, WHATSAPP_MAX},
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Makes a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateCreate {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The channel; fixed from here on.
    pub channel: Channel,
    /// The subject line, at most 240 characters (e-mail only).
    #[serde(default)]
    pub subject: Option<String>,
    /// The HTML part (e-mail only).
    #[serde(default)]
    pub html: Option<String>,
    /// The plain-text part of an e-mail, or the text of a WhatsApp message (at most 1 024 characters).
    #[serde(default)]
    pub text: Option<String>,
}

/// Replaces what a template holds, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateEdit {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The subject line, at most 240 characters (e-mail only).
    #[serde(default)]
    pub subject: Option<String>,
    /// The HTML part (e-mail only).
    #[serde(default)]
    pub html: Option<String>,
    /// The plain-text part of an e-mail, or the text of a WhatsApp message (at most 1 024 characters).
    #[serde(default)]
    pub text: Option<String>,
}

impl TemplateCreate {
    /// The channel, and the content as an edit would write it.
    #[must_use]
    pub fn into_parts(self) -> (Channel, TemplateEdit) {
        let Self { name, channel, subject, html, text } = self;
        (channel, TemplateEdit { name, subject, html, text })
    }
}

impl TemplateEdit {
    /// Checks everything but the template language, for a template of `channel`.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self, channel: Channel) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_line("/name", &self.name, NAME_MAX);
        match channel {
            Channel::Email => self.check_email(&mut findings),
            Channel::Whatsapp => self.check_whatsapp(&mut findings),
        }
        findings.verdict()
    }

    fn check_email(&self, findings: &mut Findings) {
        findings.line("/subject", self.subject.as_deref().unwrap_or_default(), SUBJECT_MAX);
        findings.text("/html", self.html.as_deref().unwrap_or_default(), HTML_MAX);
        findings.text("/text", self.text.as_deref().unwrap_or_default(), TEXT_MAX);
    }

    fn check_whatsapp(&self, findings: &mut Findings) {
        for (pointer, field) in [("/subject", &self.subject), ("/html", &self.html)] {
            if field.is_some() {
                findings.add(pointer, FieldReason::Channel, Channel::Whatsapp);
            }
        }
        findings.text("/text", self.text.as_deref().unwrap_or_default(), WHATSAPP_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whatsapp_template_is_plain_text_of_metas_length() {
        let edit = TemplateEdit {
            name: "Rappel".into(),
            subject: None,
            html: Some("<p>Bonjour</p>".into()),
            text: Some("x".repeat(WHATSAPP_MAX + 1)),
        };
        let wrong: Vec<_> =
            edit.check(Channel::Whatsapp).unwrap_err().into_iter().map(|e| (e.pointer, e.reason)).collect();
        assert_eq!(wrong, [("/html".into(), FieldReason::Channel), ("/text".into(), FieldReason::TooLong)]);
        assert_eq!(edit.check(Channel::Email), Ok(()));
    }
}
