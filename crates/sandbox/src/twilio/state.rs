//! What Twilio remembers of the account beside its contents.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{facts, limits::Bucket};
use crate::{limits::Limits, loopback, sandbox::Sandbox, whatsapp::Line};

/// The account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(super) limits: Limits<Bucket>,
    /// Where what people write is handed over.
    pub(super) inbound: Option<String>,
}

/// The account's facts, and how it stands: `GET /_sandbox/twilio`.
pub(crate) fn show(sandbox: &Sandbox) -> Value {
    let inbound = sandbox.twilio.with(|account| account.inbound.clone());
    sandbox.whatsapp.with(|world| {
        let contents = world.templates(Line::Twilio).map(|content| {
            json!({
                "sid": content.id,
                "name": content.words.name,
                "language": content.words.language,
                "status": content.status,
            })
        });
        json!({
            "accountSid": facts::ACCOUNT_SID,
            "authToken": facts::auth_token(sandbox.settings.seed),
            "messagingServiceSid": facts::SERVICE_SID,
            "phone": facts::PHONE,
            "inbound": inbound,
            "contents": contents.collect::<Vec<_>>(),
        })
    })
}

/// What tests and the demo say in the place of Twilio's console: `POST /_sandbox/twilio`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// An address of this machine.
    inbound: String,
}

/// Says where what people write is handed over.
pub(crate) fn change(sandbox: &Sandbox, body: &[u8]) -> Result<(), String> {
    let change: Change = serde_json::from_slice(body)
        .map_err(|error| format!("write {{\"inbound\": \"http://127.0.0.1:…\"}}: {error}"))?;
    if !Url::parse(&change.inbound).is_ok_and(|url| loopback::is_loopback(&url)) {
        return Err("the address must be of this machine".into());
    }
    sandbox.twilio.with(|account| account.inbound = Some(change.inbound));
    Ok(())
}
