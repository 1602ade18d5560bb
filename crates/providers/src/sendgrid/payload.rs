//! The members that only SendGrid has.

use domain::event::Subject;

use crate::payload::{Payload, delivery};

/// The custom argument that holds our campaign. SendGrid puts custom arguments beside its own members, which win.
pub(super) const CAMPAIGN: &str = "ebvision_campaign";

/// The custom argument that holds the delivery's number in it.
pub(super) const NUMBER: &str = "ebvision_number";

/// Our own numbers, as the body of a send wrote them.
pub(super) fn ours(payload: Payload<'_>) -> Option<Subject> {
    let number = payload.number(NUMBER).and_then(|number| u64::try_from(number).ok());
    delivery(payload.text(CAMPAIGN), number)
}

/// The id of the request (`X-Message-Id`): `sg_message_id` begins with it, and so does `smtp-id`, which is there when a bounce that
/// comes late lacks the other.
pub(super) fn request_id(payload: Payload<'_>) -> Option<String> {
    let whole = payload.text("sg_message_id").map(|id| (id, '.'));
    let (id, end) = whole.or_else(|| Some((payload.text("smtp-id")?, '@')))?;
    let id = id.trim_start_matches('<').split(end).next()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// The categories: an array, or one as text.
pub(super) fn categories(payload: Payload<'_>) -> Vec<String> {
    let one = || payload.text("category").map(str::to_owned).into_iter().collect();
    payload.texts("category").unwrap_or_else(one)
}
