//! The number itself: the Senders API, `/v2/Channels/Senders` (twilio.com/docs/whatsapp/api/senders).

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{Refusal, facts};
use crate::{
    call::{Answer, Call},
    loopback,
    sandbox::Sandbox,
    whatsapp::Quality,
};

/// `GET /v2/Channels/Senders?Channel=whatsapp`.
pub(super) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let url = format!("{}/twilio{}?{}", sandbox.url, call.path, call.query);
    let meta = json!({
        "page": 0, "page_size": 50, "url": url, "first_page_url": url, "next_page_url": null,
        "previous_page_url": null, "key": "senders",
    });
    Ok(Answer::new(200, json!({"senders": [shown(sandbox)], "meta": meta})))
}

/// `GET /v2/Channels/Senders/{Sid}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    ours(call)?;
    Ok(Answer::new(200, shown(sandbox)))
}

fn ours(call: &Call) -> Result<(), Refusal> {
    if call.parameter == facts::CHANNEL_SID { Ok(()) } else { Err(Refusal::not_found(&call.path)) }
}

#[derive(Debug, Deserialize)]
struct Update {
    webhook: Option<Webhook>,
}

#[derive(Debug, Deserialize)]
struct Webhook {
    callback_url: Option<String>,
    callback_method: Option<String>,
}

/// `POST /v2/Channels/Senders/{Sid}`: where what people write is handed over.
pub(super) fn update(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    ours(call)?;
    let update: Update = call.body()?;
    if let Some(webhook) = update.webhook {
        if webhook.callback_method.is_some_and(|method| method != "POST") {
            return Err(Refusal::of(20_001, "callback_method: the sandbox hands over by POST only"));
        }
        let url = webhook.callback_url.filter(|url| !url.is_empty());
        if url.as_ref().is_some_and(|url| !Url::parse(url).is_ok_and(|url| loopback::is_loopback(&url))) {
            return Err(Refusal::of(20_001, "callback_url: the sandbox calls this machine only"));
        }
        sandbox.twilio.with(|account| account.inbound = url);
    }
    Ok(Answer::new(202, shown(sandbox)))
}

fn shown(sandbox: &Sandbox) -> Value {
    let inbound = sandbox.twilio.with(|account| account.inbound.clone());
    let (quality, tier) = sandbox.whatsapp.with(|world| (world.twilio.quality, world.twilio.tier_word()));
    let rating = match quality {
        Quality::Unknown => "UNKNOWN",
        Quality::Green => "HIGH",
        Quality::Yellow => "MEDIUM",
        Quality::Red => "LOW",
    };
    json!({
        "sid": facts::CHANNEL_SID,
        "sender_id": format!("whatsapp:{}", facts::PHONE),
        "status": "ONLINE",
        "configuration": {"waba_id": "102200000000002"},
        "webhook": {"callback_url": inbound, "callback_method": "POST"},
        "properties": {
            "quality_rating": rating,
            "messaging_limit": format!("{} Customers/24hr", tier.trim_start_matches("TIER_")),
        },
        "url": format!("https://messaging.twilio.com/v2/Channels/Senders/{}", facts::CHANNEL_SID),
    })
}
