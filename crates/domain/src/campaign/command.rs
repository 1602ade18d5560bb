//! What can be asked of a campaign. A request body *is* one of these.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Canary, DoubtPolicy, Schedule};
use crate::{
    audience::Segment,
    channel::Channel,
    ids::TemplateId,
    limits::{HTML_MAX, NAME_MAX, SENDER_NAME_MAX, SUBJECT_MAX, TAG_MAX, TAGS_MAX, TEXT_MAX},
    pace::at_least_one,
    problem::{FieldError, FieldReason},
    provider::{AccountId, Sender},
    quiet::QuietHours,
    rules::Findings,
    whatsapp::WhatsappMessage,
};

/// Makes a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignCreate {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The channel; fixed from here on.
    pub channel: Channel,
    /// The subject line, at most 240 characters (e-mail only).
    #[serde(default)]
    pub subject: Option<String>,
    /// The preview text behind the subject, at most 240 characters (e-mail only).
    #[serde(default)]
    pub preheader: Option<String>,
    /// The template whose content it begins with: of the same channel, not archived.
    #[serde(default)]
    pub template_id: Option<TemplateId>,
    /// At most 20 labels of at most 40 characters.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// Replaces what a draft holds, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignEdit {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The subject line, at most 240 characters (e-mail only).
    #[serde(default)]
    pub subject: Option<String>,
    /// The preview text behind the subject, at most 240 characters (e-mail only).
    #[serde(default)]
    pub preheader: Option<String>,
    /// The template that the content began with: of the same channel, not archived.
    #[serde(default)]
    pub template_id: Option<TemplateId>,
    /// At most 20 labels of at most 40 characters.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who it is for; none while nobody has been chosen.
    #[serde(default)]
    pub audience: Option<Segment>,
    /// The HTML part (e-mail only), byte for byte.
    #[serde(default)]
    pub html: Option<String>,
    /// The plain-text part (e-mail only); made from the HTML part where there is none.
    #[serde(default)]
    pub text: Option<String>,
    /// What fills its template, and what is said instead where the window is open (WhatsApp only).
    #[serde(default)]
    pub whatsapp: Option<WhatsappMessage>,
    /// Who it comes from (e-mail only): one of the account's senders.
    #[serde(default)]
    pub sender: Option<Sender>,
    /// Where answers go, if not to the sender (e-mail only).
    #[serde(default)]
    pub reply_to: Option<String>,
    /// The account that carries it; none for the channel's first.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// When it leaves once launched; none for at once.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Most messages of it in any minute, at least 1; none for as many as the account allows.
    #[serde(default)]
    pub pace_per_minute: Option<u32>,
    /// Most messages of it in a day, at least 1; none for no such limit. Its days begin at the hour at which it is due, by the
    /// organisation's clock.
    #[serde(default)]
    pub pace_per_day: Option<u32>,
    /// Who leaves first, and what lets the rest follow; none where all leave at once.
    #[serde(default)]
    pub canary: Option<Canary>,
    /// When nothing of it leaves; none for the organisation's quiet hours, one without windows for none at all.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
    /// What becomes of messages of which nobody can tell whether they were taken.
    #[serde(default)]
    pub doubt: DoubtPolicy,
}

impl CampaignCreate {
    /// The channel, and the content as an edit would write it.
    #[must_use]
    pub fn into_parts(self) -> (Channel, CampaignEdit) {
        let Self { name, channel, subject, preheader, template_id, tags } = self;
        (channel, CampaignEdit { name, subject, preheader, template_id, tags, ..CampaignEdit::default() })
    }
}

impl CampaignEdit {
    /// Checks everything that needs no database, for a campaign of `channel`.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self, channel: Channel) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_line("/name", &self.name, NAME_MAX);
        self.check_line(&mut findings, "/subject", self.subject.as_deref(), channel);
        self.check_line(&mut findings, "/preheader", self.preheader.as_deref(), channel);
        self.check_tags(&mut findings);
        self.check_content(&mut findings, channel);
        self.check_sender(&mut findings, channel);
        self.check_whatsapp(&mut findings, channel);
        if let Some(audience) = &self.audience {
            findings.extend(audience.check("/audience"));
        }
        if let Some(hours) = &self.quiet_hours {
            findings.extend(hours.check("/quiet_hours"));
        }
        at_least_one(&mut findings, "/pace_per_minute", self.pace_per_minute);
        at_least_one(&mut findings, "/pace_per_day", self.pace_per_day);
        if let Some(canary) = &self.canary {
            canary.check(&mut findings, "/canary", channel);
        }
        findings.verdict()
    }

    fn check_content(&self, findings: &mut Findings, channel: Channel) {
        for (pointer, text, max) in [("/html", &self.html, HTML_MAX), ("/text", &self.text, TEXT_MAX)] {
            let Some(text) = text else { continue };
            if channel == Channel::Whatsapp {
                findings.add(pointer, FieldReason::Channel, channel);
            } else {
                findings.text(pointer, text, max);
            }
        }
    }

    fn check_whatsapp(&self, findings: &mut Findings, channel: Channel) {
        match &self.whatsapp {
            Some(_) if channel == Channel::Email => findings.add("/whatsapp", FieldReason::Channel, channel),
            Some(message) => message.check(findings, "/whatsapp"),
            None => {}
        }
    }

    fn check_sender(&self, findings: &mut Findings, channel: Channel) {
        if let Some(sender) = &self.sender {
            self.check_line(findings, "/sender/email", Some(&sender.email), channel);
            findings.required_line("/sender/name", &sender.name, SENDER_NAME_MAX);
        }
        self.check_line(findings, "/reply_to", self.reply_to.as_deref(), channel);
    }

    fn check_line(&self, findings: &mut Findings, pointer: &str, line: Option<&str>, channel: Channel) {
        let Some(line) = line else { return };
        if channel == Channel::Whatsapp {
            return findings.add(pointer, FieldReason::Channel, channel);
        }
        findings.line(pointer, line, SUBJECT_MAX);
    }

    fn check_tags(&self, findings: &mut Findings) {
        if self.tags.len() > TAGS_MAX {
            findings.add("/tags", FieldReason::TooLong, TAGS_MAX);
        }
        let mut seen = BTreeSet::new();
        for (index, tag) in self.tags.iter().enumerate() {
            let pointer = format!("/tags/{index}");
            findings.required_line(&pointer, tag, TAG_MAX);
            if !seen.insert(tag.trim().to_lowercase()) {
                findings.add(pointer, FieldReason::Duplicate, "");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit() -> CampaignEdit {
        CampaignEdit {
            name: "Soldes BTP".into(),
            subject: Some("−20 % sur l’outillage".into()),
            preheader: None,
            tags: vec!["BTP".into(), "promo".into()],
            ..CampaignEdit::default()
        }
    }

    fn wrong(edit: &CampaignEdit, channel: Channel) -> Vec<(String, FieldReason)> {
        edit.check(channel).err().unwrap_or_default().into_iter().map(|e| (e.pointer, e.reason)).collect()
    }

    #[test]
    fn every_wrong_field_is_told_at_once_by_its_pointer() {
        let bad = CampaignEdit {
            name: " ".into(),
            subject: Some("a\r\nBcc: x@example.com".into()),
            tags: vec!["BTP".into(), "btp ".into(), "x".repeat(41)],
            ..edit()
        };
        assert_eq!(
            wrong(&bad, Channel::Email),
            [
                ("/name".into(), FieldReason::Required),
                ("/subject".into(), FieldReason::Characters),
                ("/tags/1".into(), FieldReason::Duplicate),
                ("/tags/2".into(), FieldReason::TooLong),
            ]
        );
    }

    #[test]
    fn a_whatsapp_campaign_has_no_subject() {
        assert_eq!(wrong(&edit(), Channel::Whatsapp), [("/subject".into(), FieldReason::Channel)]);
        assert_eq!(wrong(&edit(), Channel::Email), []);
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        let accents = CampaignEdit { name: "é".repeat(NAME_MAX), ..edit() };
        assert_eq!(wrong(&accents, Channel::Email), []);
    }
}
