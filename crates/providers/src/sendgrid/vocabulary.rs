//! SendGrid's words for events.

use domain::event::EventKind;

/// What an event is to us (reference "Event Webhook", and the schemas of the Email Logs API).
pub(super) fn kind(event: &str) -> Option<EventKind> {
    Some(match event {
        "processed" => EventKind::Accepted,
        "delivered" => EventKind::Delivered,
        "deferred" => EventKind::Deferred,
        "bounce" => EventKind::Bounced,
        "dropped" => EventKind::DroppedByProvider,
        "open" => EventKind::Opened,
        "click" => EventKind::Clicked,
        "spamreport" => EventKind::Complained,
        "unsubscribe" | "group_unsubscribe" => EventKind::Unsubscribed,
        "group_resubscribe" => EventKind::OptedIn,
        "account_status_change" => EventKind::AccountStatus,
        _ => return None,
    })
}
