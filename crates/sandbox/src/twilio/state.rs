//! What Twilio remembers of the account beside its contents.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{facts, limits::Bucket, signing::Signing};
use crate::{limits::Limits, loopback, sandbox::Sandbox, whatsapp::Line};

/// The account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(super) limits: Limits<Bucket>,
    /// Where what people write is handed over.
    pub(super) inbound: Option<String>,
    /// Where events are streamed to.
    pub(super) sink: Option<String>,
    pub(super) signing: Signing,
}

/// The account's facts, and how it stands: `GET /_sandbox/twilio`.
pub(crate) fn show(sandbox: &Sandbox) -> Value {
    let (inbound, sink) = sandbox.twilio.with(|account| (account.inbound.clone(), account.sink.clone()));
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
            "webhookKey": format!("{}={}", facts::SHARED_KEY, facts::shared_secret(sandbox.settings.seed)),
            "messagingServiceSid": facts::SERVICE_SID,
            "phone": facts::PHONE,
            "inbound": inbound,
            "sink": sink,
            "contents": contents.collect::<Vec<_>>(),
        })
    })
}

/// What tests and the demo say in the place of Twilio's console: `POST /_sandbox/twilio`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Where what people write is handed over: an address of this machine.
    inbound: Option<String>,
    /// Where events are streamed to: another such.
    sink: Option<String>,
    /// How calls are signed from now on.
    signing: Option<Signing>,
}

const SHAPE: &str = r#"{"inbound"?: "http://127.0.0.1:…", "sink"?: "http://127.0.0.1:…", "signing"?: "sha1", "sha256" or "forged"}"#;

/// Says where calls go, and how they are signed.
pub(crate) fn change(sandbox: &Sandbox, body: &[u8]) -> Result<(), String> {
    let change: Change = serde_json::from_slice(body).map_err(|error| format!("write {SHAPE}: {error}"))?;
    let is_here = |url: &String| Url::parse(url).is_ok_and(|url| loopback::is_loopback(&url));
    if !change.inbound.iter().chain(&change.sink).all(is_here) {
        return Err("the address must be of this machine".into());
    }
    sandbox.twilio.with(|account| {
        account.inbound = change.inbound.or(account.inbound.take());
        account.sink = change.sink.or(account.sink.take());
        account.signing = change.signing.unwrap_or(account.signing);
    });
    Ok(())
}
