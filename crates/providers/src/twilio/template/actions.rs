//! Buttons.

use domain::whatsapp::{OPT_OUT_PAYLOAD, TemplateButton};
use serde::{Deserialize, Serialize};

use super::numbers::Numbers;
use crate::Failure;

/// The end of a tracked address, for whoever approves it.
const TOKEN: &str = "k7Qz1";

/// A button, as Twilio knows it (specification, `cardAction` and its like).
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Action {
    #[serde(default)]
    pub(super) r#type: String,
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
}

impl Action {
    /// A button of ours; what varies on it gets its number.
    pub(super) fn of(
        button: &TemplateButton,
        tracked_base: &str,
        numbers: &mut Numbers<'_>,
    ) -> Result<Self, Failure> {
        let action =
            |kind: &str, title: &str| Self { r#type: kind.into(), title: title.into(), ..Self::default() };
        Ok(match button {
            TemplateButton::QuickReply { text, opts_out } => {
                let id = if *opts_out { OPT_OUT_PAYLOAD } else { text };
                Self { id: Some(id.to_owned()), ..action("QUICK_REPLY", text) }
            }
            TemplateButton::Tracked { text } => {
                let url = format!("{tracked_base}{}", numbers.place(TOKEN.into()));
                Self { url: Some(url), ..action("URL", text) }
            }
            TemplateButton::Url { text, url } => Self { url: Some(url.clone()), ..action("URL", text) },
            TemplateButton::Phone { text, phone } => {
                Self { phone: Some(phone.clone()), ..action("PHONE_NUMBER", text) }
            }
            TemplateButton::CopyCode => {
                Self { code: Some(numbers.named("code")?), ..action("COPY_CODE", "Copy code") }
            }
        })
    }

    pub(super) fn is_quick_reply(&self) -> bool {
        self.r#type == "QUICK_REPLY" || (self.r#type.is_empty() && self.url.is_none())
    }

    /// A button in our words; none where ours cannot say it. Addresses that vary are ours alone.
    pub(super) fn button(&self, public_base: &str) -> Option<TemplateButton> {
        let text = self.title.clone();
        let (varies, fixed): (Option<&str>, Option<&str>) = match self.url.as_deref() {
            Some(url) if url.contains("{{") => (Some(url), None),
            url => (None, url),
        };
        Some(match self.r#type.as_str() {
            _ if self.is_quick_reply() => {
                let opts_out = self.id.as_deref().is_some_and(|id| id.starts_with(OPT_OUT_PAYLOAD));
                TemplateButton::QuickReply { text, opts_out }
            }
            "URL" if varies.is_some_and(|url| url.starts_with(public_base)) => {
                TemplateButton::Tracked { text }
            }
            "URL" => TemplateButton::Url { text, url: fixed?.to_owned() },
            "PHONE_NUMBER" | "PHONE" => TemplateButton::Phone { text, phone: self.phone.clone()? },
            "COPY_CODE" if self.code.as_deref()?.starts_with("{{") => TemplateButton::CopyCode,
            _ => return None,
        })
    }
}
