//! Templates: `/{waba id}/message_templates` (templates/template-management).

mod components;
mod known;
mod submit;
mod upload;

use domain::whatsapp::{HeaderMedia, TemplateCategory, TemplateQuality, TemplateStatus};

/// What Meta's word for a status, or for the event that led to it, means. An appeal that was granted and a template that was taken
/// back from the archive may be sent again.
pub(super) fn status(word: &str) -> TemplateStatus {
    match word.to_uppercase().as_str() {
        "APPROVED" | "REINSTATED" | "UNARCHIVED" => TemplateStatus::Approved,
        "PENDING" => TemplateStatus::Pending,
        "REJECTED" => TemplateStatus::Rejected,
        "PAUSED" => TemplateStatus::Paused,
        "DISABLED" => TemplateStatus::Disabled,
        "IN_APPEAL" => TemplateStatus::InAppeal,
        "PENDING_DELETION" => TemplateStatus::PendingDeletion,
        "DELETED" => TemplateStatus::Deleted,
        "LIMIT_EXCEEDED" => TemplateStatus::LimitExceeded,
        "ARCHIVED" => TemplateStatus::Archived,
        _ => TemplateStatus::Other,
    }
}

/// What Meta's word for a quality means, of a template or a number.
pub(super) fn quality(word: &str) -> TemplateQuality {
    match word.to_uppercase().as_str() {
        "GREEN" => TemplateQuality::Green,
        "YELLOW" => TemplateQuality::Yellow,
        "RED" => TemplateQuality::Red,
        _ => TemplateQuality::Unknown,
    }
}

/// What Meta's word for a category means.
pub(super) fn category(word: &str) -> Option<TemplateCategory> {
    word.to_lowercase().parse().ok()
}

/// A language with `_`, as Meta's API writes it: its webhooks write `en-US`.
pub(super) fn language(told: &str) -> String {
    told.replace('-', "_")
}

/// Meta's word for what stands above the text.
fn media(word: &str) -> Option<HeaderMedia> {
    word.to_lowercase().parse().ok()
}
