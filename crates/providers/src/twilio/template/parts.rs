//! What a template consists of, and which of Twilio's types says it.

use serde::{Deserialize, Serialize};

use super::actions::Action;

/// Most characters of the text of a `twilio/call-to-action` (twilio.com/docs/content/twilio-call-to-action).
const CALL_TO_ACTION_MAX: usize = 640;

/// The members of all types that we know (specification, `types`).
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Parts {
    #[serde(default)]
    pub(super) body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) header_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) footer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) media: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) actions: Vec<Action>,
}

/// The types that we know.
pub(super) const TYPES: [&str; 5] =
    ["twilio/text", "twilio/media", "twilio/quick-reply", "twilio/call-to-action", "whatsapp/card"];

impl Parts {
    /// The plainest type that says it all.
    pub(super) fn type_of(&self) -> &'static str {
        let [text, media, quick_reply, call_to_action, card] = TYPES;
        if self.header_text.is_some() || self.footer.is_some() {
            return card;
        }
        let quick_replies = self.actions.iter().filter(|action| action.is_quick_reply()).count();
        let is_short = self.body.chars().count() <= CALL_TO_ACTION_MAX;
        match (&self.media, self.actions.len()) {
            (None, 0) => text,
            (Some(_), 0) => media,
            (None, all) if quick_replies == all => quick_reply,
            (None, _) if quick_replies == 0 && is_short => call_to_action,
            _ => card,
        }
    }
}
