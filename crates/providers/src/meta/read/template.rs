//! What became of a template (webhooks/reference/message_template_status_update and its siblings).

use domain::whatsapp::{TemplateCategory, TemplateNews, TemplateRef};

use super::Change;
use crate::{
    meta::template::{category, language, quality, status},
    payload::{Payload, short},
};

/// The news; none where a change is about something else.
pub(super) fn news(change: Change<'_>) -> Option<TemplateNews> {
    let value = change.value;
    let template = which(value)?;
    let event = value.text("event");
    let (current, next) = categories(value);
    let told = TemplateNews {
        template,
        status: event.map(status),
        told: event.map(str::to_owned),
        quality: value.text("new_quality_score").map(quality),
        category: current,
        next_category: next.map(|next| (next, value.instant(&["category_update_timestamp"]))),
        reason: reason(value),
        detail: detail(value).map(short),
        recommendation: value
            .object("rejection_info")
            .and_then(|info| info.text("recommendation"))
            .map(short),
        at: change.at,
    };
    let says_something = told.status.is_some() || told.quality.is_some() || told.category.is_some();
    (says_something || told.next_category.is_some()).then_some(told)
}

/// Ids are numbers here and texts elsewhere, languages have a hyphen.
fn which(value: Payload<'_>) -> Option<TemplateRef> {
    let template = TemplateRef {
        provider_id: value.id("message_template_id"),
        name: value.text("message_template_name").map(str::to_owned),
        language: value.text("message_template_language").map(language),
    };
    (template.provider_id.is_some() || template.name.is_some()).then_some(template)
}

/// The category that it has, and the one that it is about to get: `new_category` is what it has, `correct_category` what it will have.
fn categories(value: Payload<'_>) -> (Option<TemplateCategory>, Option<TemplateCategory>) {
    let told = |names: [&str; 2]| names.iter().find_map(|name| value.text(name)).and_then(category);
    (told(["new_category", "message_template_category"]), value.text("correct_category").and_then(category))
}

/// The code: of a rejection, or of a pause.
fn reason(value: Payload<'_>) -> Option<String> {
    let reason = value.text("reason").filter(|reason| !reason.eq_ignore_ascii_case("none"));
    let title = || value.object("other_info").and_then(|info| info.text("title"));
    reason.or_else(title).map(short)
}

fn detail<'a>(value: Payload<'a>) -> Option<&'a str> {
    let places =
        [("rejection_info", "reason"), ("other_info", "description"), ("disable_info", "disable_date")];
    places.iter().find_map(|(object, member)| value.object(object)?.text(member))
}
