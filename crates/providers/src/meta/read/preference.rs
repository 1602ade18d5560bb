//! Who stopped marketing messages, or wants them again, by WhatsApp's own menu (webhooks/reference/user_preferences).

use domain::whatsapp::{Preference, WhatsappNews};

use super::{Change, e164};
use crate::payload::{Payload, short};

/// The one category that there is.
const MARKETING: &str = "marketing_messages";

/// The choice, or in a few words why it is none.
pub(super) fn news(change: Change<'_>, payload: Payload<'_>) -> Result<WhatsappNews, String> {
    let category = payload.text("category").unwrap_or(MARKETING);
    let value = payload.text("value").unwrap_or_default();
    let unknown = || short(&format!("a preference: {category} {value}"));
    if !category.eq_ignore_ascii_case(MARKETING) {
        return Err(unknown());
    }
    let phone = payload.id("wa_id").and_then(|told| e164(&told));
    let user_id = payload.text("user_id").map(str::to_owned);
    if phone.is_none() && user_id.is_none() {
        return Err(unknown());
    }
    let wanted = match value.to_lowercase().as_str() {
        "stop" => false,
        "resume" => true,
        _ => return Err(unknown()),
    };
    Ok(WhatsappNews::Preference(Preference {
        phone,
        user_id,
        wanted,
        detail: short(payload.text("detail").unwrap_or(value)),
        at: payload.instant(&["timestamp"]).unwrap_or(change.at),
    }))
}
