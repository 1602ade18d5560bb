//! What may be done to a template, by where it stands.

use super::super::{TemplateStatus, WhatsappTemplate};

impl TemplateStatus {
    /// Whether it may be written to where the provider lets it be changed: one that people may get, or that is looked at, stays as it is.
    const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Rejected | Self::Paused | Self::LimitExceeded)
    }

    /// Whether it may be sent.
    #[must_use]
    pub const fn is_sendable(self) -> bool {
        matches!(self, Self::Approved)
    }

    /// Whether a word of the provider's is waited for.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Pending | Self::InAppeal | Self::PendingDeletion)
    }

    /// Whether it is gone, or about to be.
    #[must_use]
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::PendingDeletion | Self::Deleted)
    }
}

impl WhatsappTemplate {
    /// Whether an edit would be accepted, and handing it in afterwards. Twilio changes nothing that was handed in: there the template is
    /// made anew under its name, once the one before is deleted. A name that was ever approved, as that of a paused one was, is then
    /// reserved for 30 days (developers.facebook.com, templates/template-management): a new version takes its place.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        let is_reserved = self.status == TemplateStatus::Paused && self.is_made_anew();
        !self.archived && self.status.is_editable() && !is_reserved
    }

    /// Whether a change of it is another template. The provider's id tells whose it is: Meta's is a number, Twilio's `HX` and more.
    fn is_made_anew(&self) -> bool {
        self.provider_id.as_deref().is_some_and(|id| id.starts_with("HX"))
    }

    /// Whether its name and language are for good: the provider knows it by them.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.provider_id.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;

    use super::*;
    use crate::{
        ids::TemplateId,
        provider::AccountId,
        whatsapp::{TemplateCategory, TemplateContent, TemplateQuality},
    };

    fn template(status: TemplateStatus, provider_id: Option<&str>) -> WhatsappTemplate {
        let content = TemplateContent {
            name: "promo".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: None,
            body: "Bonjour à tous.".into(),
            footer: None,
            buttons: Vec::new(),
            examples: BTreeMap::new(),
        };
        WhatsappTemplate {
            id: TemplateId(uuid::Uuid::nil()),
            account: AccountId("numero".into()),
            content,
            status,
            told: None,
            quality: TemplateQuality::Unknown,
            next_category: None,
            next_category_at: None,
            rejection: None,
            provider_id: provider_id.map(str::to_owned),
            used: 0,
            archived: false,
            version: 1,
            submitted_at: None,
            synced_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_paused_template_is_changed_at_meta_and_has_a_new_version_at_twilio() {
        const META: &str = "1168372615092019";
        const TWILIO: &str = "HX0123456789abcdef0123456789abcdef";
        for (status, by_meta, by_twilio) in [
            (TemplateStatus::Draft, true, true),
            (TemplateStatus::Rejected, true, true),
            (TemplateStatus::Paused, true, false),
            (TemplateStatus::Approved, false, false),
            (TemplateStatus::Pending, false, false),
            (TemplateStatus::Disabled, false, false),
        ] {
            let is_editable = |id| template(status, Some(id)).is_editable();
            assert_eq!((is_editable(META), is_editable(TWILIO)), (by_meta, by_twilio), "{status}");
        }
        assert!(template(TemplateStatus::Draft, None).is_editable());
        let away = WhatsappTemplate { archived: true, ..template(TemplateStatus::Draft, None) };
        assert!(!away.is_editable());
    }
}
