//! What became of the number and of its account (webhooks/reference/phone_number_quality_update, business_capability_update,
//! account_update).

use domain::{
    consequence::ALERT,
    event::{Event, EventKind, Subject, Verdict},
    provider::Provider,
    whatsapp::{SenderNews, TemplateQuality, Tier},
};
use serde_json::json;

use super::{Change, e164};
use crate::{
    Telling,
    meta::health::per_second,
    payload::{digest, short},
};

/// Limits, by whatever name: of people a day.
const LIMITS: [&str; 3] =
    ["max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit"];

/// News of the number; none where a change is about something else.
pub(super) fn sender(change: Change<'_>) -> Option<SenderNews> {
    let value = change.value;
    let is_of_number = change.field == "phone_number_quality_update";
    let limit = LIMITS.iter().find_map(|name| value.id(name));
    if limit.is_none() && !is_of_number || is_another(change) {
        return None;
    }
    let event = value.text("event");
    Some(SenderNews {
        quality: event.and_then(flag),
        daily_limit: limit.as_deref().and_then(Tier::read).map(|tier| tier.0),
        per_second: event
            .filter(|event| event.eq_ignore_ascii_case("throughput_upgrade"))
            .and_then(|_| per_second("HIGH")),
        event: event.map(short),
    })
}

/// What Meta calls a number that people take badly, and one of which that is over; how well it is taken then is asked for.
fn flag(event: &str) -> Option<TemplateQuality> {
    match event.to_uppercase().as_str() {
        "FLAGGED" => Some(TemplateQuality::Red),
        "UNFLAGGED" => Some(TemplateQuality::Unknown),
        _ => None,
    }
}

/// Whether another number of the account is meant.
fn is_another(change: Change<'_>) -> bool {
    let told = change.value.id("display_phone_number");
    let digits = told.map(|told| told.chars().filter(char::is_ascii_digit).collect::<String>());
    digits.and_then(|digits| e164(&digits)).is_some_and(|phone| phone != change.account.phone)
}

/// What became of the account; none where a change is about something else.
pub(super) fn telling(change: Change<'_>) -> Option<Telling> {
    let value = change.value;
    let members = ["ban_info", "violation_info", "restriction_info"];
    let alert = alert(change);
    let is_update =
        change.field == "account_update" || members.iter().any(|member| value.0.contains_key(*member));
    if !is_update && alert.is_none() {
        return None;
    }
    let event = Event {
        kind: EventKind::AccountStatus,
        bounce: None,
        provider: Some(Provider::Meta),
        account: Some(change.account.id.clone()),
        natural_key: digest(&json!([change.entry.id("id"), change.entry.id("time"), value.0])),
        subject: Subject::Account,
        message_id: None,
        occurred_at: change.at,
        verdict: Verdict::Unknown,
        sign: None,
        reason: Some(alert.unwrap_or_else(|| reason(change))),
        link: None,
        foreign: false,
    };
    Some(Telling { event, tags: Vec::new(), made_at: None })
}

/// What Meta warns of (webhooks/reference/account_alerts): how grave it is, its name and its words. None where it only informs, or what
/// it warned of is over.
fn alert(change: Change<'_>) -> Option<String> {
    let info = change.value.object("alert_info").unwrap_or(change.value);
    let kind = info.text("alert_type")?;
    let severity = info.text("alert_severity").unwrap_or_default();
    let is_over = info.text("alert_status").is_some_and(|status| status.eq_ignore_ascii_case("none"));
    if severity.eq_ignore_ascii_case("informational") || is_over {
        return None;
    }
    let said = info.text("alert_description").unwrap_or_default();
    Some(short(&format!("{ALERT}{severity} {kind}: {said}")))
}

/// What happened, and what of: `DISABLED_UPDATE DISABLE`, `ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING`.
fn reason(change: Change<'_>) -> String {
    let value = change.value;
    let ban = value.object("ban_info").and_then(|info| info.text("waba_ban_state"));
    let violation = value.object("violation_info").and_then(|info| info.text("violation_type"));
    let restrictions = value.objects("restriction_info").filter_map(|info| info.text("restriction_type"));
    let words = value.text("event").into_iter().chain(ban).chain(violation).chain(restrictions);
    short(&words.collect::<Vec<_>>().join(" "))
}
