//! The members that only Brevo has.

use domain::event::Subject;
use serde_json::Value;

use super::answer::bare_id;
use crate::payload::{Payload, delivery};

pub(super) fn message_id(payload: Payload<'_>, name: &str) -> Option<String> {
    payload.text(name).and_then(bare_id)
}

/// The tags: `tags` is an array, `tag` an array written as text, or one tag.
pub(super) fn tags(payload: Payload<'_>) -> Vec<String> {
    let tag = payload.text("tag");
    let written = || tag.and_then(|tag| serde_json::from_str::<Vec<String>>(tag).ok());
    let one = || tag.map(str::to_owned).into_iter().collect();
    payload.texts("tags").or_else(written).unwrap_or_else(one)
}

/// Our own numbers, as the body of a send wrote them.
pub(super) fn ours(payload: Payload<'_>) -> Option<Subject> {
    let ours: Value = serde_json::from_str(payload.text("X-Mailin-custom")?).ok()?;
    delivery(ours.get("c")?.as_str(), ours.get("n")?.as_u64())
}
