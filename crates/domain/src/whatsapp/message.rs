//! What a campaign says by WhatsApp.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    limits::NAME_MAX,
    problem::{FieldError, FieldReason},
    provider::Provider,
    rules::Findings,
};

/// Most characters of a template's body, its variables filled (developers.facebook.com, templates/components).
pub const BODY_MAX: usize = 1_024;
/// Most characters of a line above or below the body, its variables filled (the same page).
pub(crate) const LINE_MAX: usize = 60;
/// Most characters of a code that a button copies (the same page).
pub(crate) const CODE_MAX: usize = 15;
/// Most characters of a free text, by whichever provider takes the longest: what each takes, [`Provider::free_text_max`] says.
pub const FREE_TEXT_MAX: usize = Provider::Meta.free_text_max();
/// Most characters of an address on the web.
const URL_MAX: usize = 2_000;

/// What fills a template, and what is said instead where the window is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct WhatsappMessage {
    /// What stands for each variable of the template, in the template language: `{{ contact.nom | default('à vous') }}`.
    pub values: BTreeMap<String, String>,
    /// Where the picture, film or document of the header is: https. None where the template has no such header.
    pub media_url: Option<String>,
    /// Where the tracked button leads: http or https. None where the template has no such button.
    pub link: Option<String>,
    /// What is said instead to those whose 24-hour window is open, in the template language, at most 4 096 characters by Meta and 1 600 by
    /// Twilio; none for the template to everybody.
    pub free_text: Option<String>,
}

impl WhatsappMessage {
    /// Checks lengths; the template language and the template itself are looked at elsewhere.
    pub(crate) fn check(&self, findings: &mut Findings, pointer: &str) {
        for (name, value) in &self.values {
            findings.required_line(&format!("{pointer}/values/{}", escaped(name)), value, NAME_MAX);
        }
        if let Some(url) = &self.media_url {
            media_url(findings, &format!("{pointer}/media_url"), url);
        }
        if let Some(url) = &self.link {
            let pointer = format!("{pointer}/link");
            findings.line(&pointer, url, URL_MAX);
            if !url.starts_with("https://") && !url.starts_with("http://") {
                findings.add(pointer, FieldReason::Characters, "");
            }
        }
        if let Some(text) = &self.free_text {
            findings.text(&format!("{pointer}/free_text"), text, FREE_TEXT_MAX);
        }
    }

    /// Checks what the provider that carries it bounds: [`WhatsappMessage`] alone knows none.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer into a campaign.
    pub fn check_for(&self, provider: Provider) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if let Some(text) = &self.free_text {
            findings.text("/whatsapp/free_text", text, provider.free_text_max());
        }
        findings.verdict()
    }
}

/// The address of what stands above a text: providers fetch it, and from https only.
pub(super) fn media_url(findings: &mut Findings, pointer: &str, url: &str) {
    findings.line(pointer, url, URL_MAX);
    if !url.starts_with("https://") {
        findings.add(pointer, FieldReason::Characters, "");
    }
}

/// A member's name within a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
