//! Twilio's words for templates, in ours; in any case.

use domain::whatsapp::{TemplateCategory, TemplateQuality, TemplateStatus};

/// Where a template stands (twilio.com/docs/content/content-types-overview, "WhatsApp approval statuses"; Meta's own words may shine through).
pub(in crate::twilio) fn status(told: &str) -> TemplateStatus {
    match told.trim().to_lowercase().as_str() {
        "" | "unsubmitted" => TemplateStatus::Draft,
        "received" => TemplateStatus::Pending,
        word => word.parse().unwrap_or(TemplateStatus::Other),
    }
}

/// What it is for; the words of before 2023 are among those that Twilio's own examples hold.
pub(in crate::twilio) fn category(told: &str) -> Option<TemplateCategory> {
    match told.trim().to_lowercase().as_str() {
        "transactional" => Some(TemplateCategory::Utility),
        "otp" => Some(TemplateCategory::Authentication),
        word => word.parse().ok(),
    }
}

/// How people take a template, told by a colour, or a number, told by a height.
pub(in crate::twilio) fn quality(told: &str) -> TemplateQuality {
    match told.trim().to_lowercase().as_str() {
        "high" => TemplateQuality::Green,
        "medium" => TemplateQuality::Yellow,
        "low" => TemplateQuality::Red,
        word => word.parse().unwrap_or(TemplateQuality::Unknown),
    }
}
