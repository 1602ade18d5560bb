//! The number, and the account that it belongs to.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Refusal, facts};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
    whatsapp::Quality,
};

/// What is told of the number when nothing is asked for.
const FIELDS: &str = "display_phone_number,verified_name,quality_rating";

/// `GET /{phone number}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query: HashMap<String, String> = serde_urlencoded::from_str(&call.query).unwrap_or_default();
    let fields = query.get("fields").map_or(FIELDS, String::as_str);
    let (quality, tier, throughput) =
        sandbox.whatsapp.with(|world| (world.meta.quality, world.meta.tier_word(), world.meta.throughput));
    let mut shown: Map<_, _> = [("id".to_owned(), json!(facts::PHONE_NUMBER_ID))].into_iter().collect();
    for field in fields.split(',').map(str::trim) {
        let value = match field {
            "display_phone_number" => json!(format!("+{}", facts::PHONE)),
            "verified_name" => json!("EB VISION Sandbox"),
            "quality_rating" => json!(rating(quality)),
            "whatsapp_business_manager_messaging_limit" | "messaging_limit_tier" => json!(tier),
            "throughput" => json!({"level": throughput}),
            "name_status" => json!("APPROVED"),
            "code_verification_status" => json!("VERIFIED"),
            "platform_type" => json!("CLOUD_API"),
            "status" => json!("CONNECTED"),
            _ => continue,
        };
        shown.insert(field.to_owned(), value);
    }
    Ok(Answer::new(200, Value::Object(shown)))
}

/// A number that nothing is known of has the quality `NA`.
const fn rating(quality: Quality) -> &'static str {
    match quality {
        Quality::Unknown => "NA",
        known => known.word(),
    }
}

/// `GET /{account}`.
pub(super) fn account(_: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    let body = json!({
        "id": facts::WABA_ID,
        "name": "EB VISION Sandbox",
        "timezone_id": "71",
        "message_template_namespace": "00000000_0000_4000_8000_000000000001",
    });
    Ok(Answer::new(200, body))
}

/// `GET /{account}/phone_numbers`.
pub(super) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let one = get(sandbox, call)?;
    Ok(Answer::new(200, json!({"data": [one.body]})))
}
