//! The words of WhatsApp: where templates stand, how people take them, why a provider refused them.

use domain::whatsapp::{RateCategory, TemplateCategory, TemplateQuality, TemplateStatus};

use super::Word;
use crate::i18n::{Locale, td_string};

/// A template by what it is chosen by: of one name there is one in each language.
pub(crate) fn template_label(name: &str, language: &str) -> String {
    format!("{name} ({language})")
}

/// « Approuvé », « Refusé »…
pub(crate) fn template_status(l: Locale, status: TemplateStatus) -> Word {
    use TemplateStatus as S;
    match status {
        S::Draft => td_string!(l, whatsapp.status.draft),
        S::Pending => td_string!(l, whatsapp.status.pending),
        S::Approved => td_string!(l, whatsapp.status.approved),
        S::Rejected => td_string!(l, whatsapp.status.rejected),
        S::Paused => td_string!(l, whatsapp.status.paused),
        S::Disabled => td_string!(l, whatsapp.status.disabled),
        S::InAppeal => td_string!(l, whatsapp.status.in_appeal),
        S::PendingDeletion => td_string!(l, whatsapp.status.pending_deletion),
        S::Deleted => td_string!(l, whatsapp.status.deleted),
        S::LimitExceeded => td_string!(l, whatsapp.status.limit_exceeded),
        S::Archived => td_string!(l, whatsapp.status.archived),
        S::Other => td_string!(l, whatsapp.status.other),
    }
}

/// The same by its word in the API.
pub(super) fn standing(l: Locale, word: &str) -> String {
    word.parse().map_or_else(|_| word.to_owned(), |status| template_status(l, status).to_owned())
}

/// « Bonne », « Moyenne »…
pub(crate) fn quality(l: Locale, quality: TemplateQuality) -> Word {
    match quality {
        TemplateQuality::Unknown => td_string!(l, whatsapp.quality.unknown),
        TemplateQuality::Green => td_string!(l, whatsapp.quality.green),
        TemplateQuality::Yellow => td_string!(l, whatsapp.quality.yellow),
        TemplateQuality::Red => td_string!(l, whatsapp.quality.red),
    }
}

/// « Marketing », « Utilitaire »…
pub(crate) fn category(l: Locale, category: TemplateCategory) -> Word {
    match category {
        TemplateCategory::Marketing => td_string!(l, whatsapp.category.marketing),
        TemplateCategory::Utility => td_string!(l, whatsapp.category.utility),
        TemplateCategory::Authentication => td_string!(l, whatsapp.category.authentication),
    }
}

/// What a message is billed as.
pub(crate) fn rate_category(l: Locale, category: RateCategory) -> Word {
    match category {
        RateCategory::Marketing => td_string!(l, whatsapp.category.marketing),
        RateCategory::Utility => td_string!(l, whatsapp.category.utility),
        RateCategory::Authentication => td_string!(l, whatsapp.category.authentication),
        RateCategory::AuthenticationInternational => td_string!(l, cost.authentication_international),
        RateCategory::Service => td_string!(l, cost.service),
    }
}

/// Why the provider refused or paused a template, and what to do about it; a code that nobody knows is shown as it is.
pub(crate) fn rejection(l: Locale, reason: &str) -> String {
    let told = match reason {
        "INVALID_FORMAT" => td_string!(l, whatsapp.rejection.invalid_format),
        "ABUSIVE_CONTENT" => td_string!(l, whatsapp.rejection.abusive_content),
        "INCORRECT_CATEGORY" => td_string!(l, whatsapp.rejection.incorrect_category),
        "PROMOTIONAL" => td_string!(l, whatsapp.rejection.promotional),
        "SCAM" => td_string!(l, whatsapp.rejection.scam),
        "TAG_CONTENT_MISMATCH" => td_string!(l, whatsapp.rejection.tag_content_mismatch),
        "FIRST_PAUSE" => td_string!(l, whatsapp.rejection.first_pause),
        "SECOND_PAUSE" => td_string!(l, whatsapp.rejection.second_pause),
        "RATE_LIMITING_PAUSE" => td_string!(l, whatsapp.rejection.rate_limiting_pause),
        "DISABLED" => td_string!(l, whatsapp.rejection.disabled),
        other => return td_string!(l, whatsapp.rejection.other, reason = other.to_owned()).to_string(),
    };
    told.to_owned()
}
