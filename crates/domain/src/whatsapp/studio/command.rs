//! What can be asked of a template of WhatsApp. A request body *is* one of these, or a [`TemplateContent`].

use serde::{Deserialize, Serialize};

use super::super::{TemplateButton, TemplateContent, TemplateHeader, WhatsappTemplate};
use crate::{
    problem::{FieldError, FieldReason},
    provider::AccountId,
    rules::Findings,
};

/// Most characters of a name (developers.facebook.com, templates/overview).
const NAME_MAX: usize = 512;
/// Most characters of a language: `pt_BR`, `zh_CN`.
const LANGUAGE_MAX: usize = 8;
/// What a draft may hold of a text: more than may be handed in, so that nothing typed is lost.
const DRAFT_MAX: usize = 4_096;
/// What a draft may hold of buttons and of examples.
const DRAFT_PARTS_MAX: usize = 50;

/// Makes a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WhatsappTemplateCreate {
    /// The account that it is for; fixed from here on.
    pub account: AccountId,
    /// What it says.
    pub content: TemplateContent,
}

/// Makes a draft that says the same under another name or in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WhatsappTemplateCopy {
    /// Its name: lower-case letters, digits and `_`.
    pub name: String,
    /// Its language: `fr`, `en_US`.
    pub language: String,
    /// The account that it is for; none for the same.
    #[serde(default)]
    pub account: Option<AccountId>,
}

impl WhatsappTemplateCreate {
    /// Checks what a draft needs: a name, a language, and sizes that can be kept. The rest is looked at when it is handed in.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        self.content.check_at("/content")
    }
}

impl WhatsappTemplateCopy {
    /// Checks the name and the language.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        identity(&mut findings, "", &self.name, &self.language);
        findings.verdict()
    }
}

impl TemplateContent {
    /// Checks what a draft needs: a name, a language, and sizes that can be kept. The rest is looked at when it is handed in.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        self.check_at("")
    }

    /// Checks an edit of a template: name and language stay once the provider knows it by them.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check_edit(&self, of: &WhatsappTemplate) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.extend(self.check());
        if of.is_named() {
            for (pointer, is, was) in
                [("/name", &self.name, &of.content.name), ("/language", &self.language, &of.content.language)]
            {
                if is != was {
                    findings.add(pointer, FieldReason::Unknown, was);
                }
            }
        }
        findings.verdict()
    }

    fn check_at(&self, base: &str) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        identity(&mut findings, base, &self.name, &self.language);
        findings.text(&format!("{base}/body"), &self.body, DRAFT_MAX);
        if let Some(footer) = &self.footer {
            findings.text(&format!("{base}/footer"), footer, DRAFT_MAX);
        }
        if let Some(header) = &self.header {
            let (member, text) = header.written();
            findings.text(&format!("{base}/header/{member}"), text, DRAFT_MAX);
        }
        for (pointer, count) in [("buttons", self.buttons.len()), ("examples", self.examples.len())] {
            if count > DRAFT_PARTS_MAX {
                findings.add(format!("{base}/{pointer}"), FieldReason::TooMany, DRAFT_PARTS_MAX);
            }
        }
        self.check_parts(&mut findings, base);
        findings.verdict()
    }

    fn check_parts(&self, findings: &mut Findings, base: &str) {
        for (at, button) in self.buttons.iter().enumerate() {
            for (member, text) in button.written() {
                findings.text(&format!("{base}/buttons/{at}/{member}"), text, DRAFT_MAX);
            }
        }
        for (name, example) in &self.examples {
            let name = name.replace('~', "~0").replace('/', "~1");
            findings.text(&format!("{base}/examples/{name}"), &name, DRAFT_MAX);
            findings.text(&format!("{base}/examples/{name}"), example, DRAFT_MAX);
        }
    }
}

impl TemplateHeader {
    /// What somebody has written for it, and in which member.
    pub(crate) const fn written(&self) -> (&'static str, &str) {
        match self {
            Self::Text { text } => ("text", text.as_str()),
            Self::Media { example_url, .. } => ("example_url", example_url.as_str()),
        }
    }
}

impl TemplateButton {
    /// What somebody has written for it, by member.
    pub(crate) fn written(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::QuickReply { text, .. } | Self::Tracked { text } => vec![("text", text)],
            Self::Url { text, url } => vec![("text", text), ("url", url)],
            Self::Phone { text, phone } => vec![("text", text), ("phone", phone)],
            Self::CopyCode => Vec::new(),
        }
    }

    /// What stands on it; nothing on one whose words are the provider's.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.written().into_iter().find_map(|(member, text)| (member == "text").then_some(text))
    }
}

/// A name and a language, as the provider takes them.
fn identity(findings: &mut Findings, base: &str, name: &str, language: &str) {
    findings.required_line(&format!("{base}/name"), name, NAME_MAX);
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        findings.add(format!("{base}/name"), FieldReason::Name, "");
    }
    findings.required_line(&format!("{base}/language"), language, LANGUAGE_MAX);
    if !language.is_empty() && !is_language(language) {
        findings.add(format!("{base}/language"), FieldReason::Unknown, "fr, en, en_US, pt_BR…");
    }
}

/// Two or three small letters, and a country in capitals where there is one.
fn is_language(code: &str) -> bool {
    let (language, country) = code.split_once('_').map_or((code, None), |(l, c)| (l, Some(c)));
    let is_small = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    is_small && country.is_none_or(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::whatsapp::TemplateCategory;
    use std::collections::BTreeMap;

    fn content(name: &str, language: &str) -> TemplateContent {
        TemplateContent {
            name: name.into(),
            language: language.into(),
            category: TemplateCategory::Marketing,
            header: None,
            body: String::new(),
            footer: None,
            buttons: Vec::new(),
            examples: BTreeMap::new(),
        }
    }

    #[test]
    fn a_draft_needs_no_more_than_a_name_and_a_language() {
        for language in ["fr", "en_US", "pt_BR", "fil"] {
            assert_eq!(content("promo_btp_2026_03", language).check(), Ok(()), "{language}");
        }
    }

    #[test]
    fn a_name_or_language_that_no_provider_takes_is_told_at_its_place() {
        for (name, language, pointer) in [
            ("", "fr", "/name"),
            ("Promo", "fr", "/name"),
            ("promo été", "fr", "/name"),
            ("promo", "", "/language"),
            ("promo", "en-US", "/language"),
            ("promo", "FR", "/language"),
            ("promo", "fr_fr", "/language"),
        ] {
            let errors = content(name, language).check().unwrap_err();
            assert!(errors.iter().all(|error| error.pointer == pointer), "{name} {language}: {errors:?}");
        }
        let command =
            WhatsappTemplateCreate { account: AccountId("meta".into()), content: content("", "fr") };
        assert_eq!(command.check().unwrap_err()[0].pointer, "/content/name");
    }
}
