//! Where webhooks go: `/{account}/subscribed_apps`.

use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use url::Url;

use super::{Refusal, facts, state::Hook};
use crate::{
    call::{Answer, Call},
    loopback,
    sandbox::Sandbox,
    whatsapp::Task,
};

/// What the receiver has to give back.
const CHALLENGE: &str = "1158201444";

#[derive(Debug, Default, Deserialize)]
struct Subscription {
    override_callback_uri: Option<String>,
    verify_token: Option<String>,
}

/// `POST /{account}/subscribed_apps`. The real service asks the receiver before it answers; here it is asked right afterwards.
pub(super) fn subscribe(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given: Subscription = if call.size == 0 { Subscription::default() } else { call.body()? };
    if let Some(url) = given.override_callback_uri {
        if !Url::parse(&url).is_ok_and(|url| loopback::is_loopback(&url)) {
            return Err(Refusal::invalid(
                "override_callback_uri: the sandbox posts to this machine only, by http(s)",
            ));
        }
        let verify_token = given.verify_token.ok_or_else(|| Refusal::invalid("verify_token is required"))?;
        sandbox.meta.with(|account| account.hook = Some(Hook { url, verify_token, verified: None }));
        sandbox.whatsapp_agenda.enter(Instant::now(), Task::Verify);
    }
    Ok(Answer::new(200, json!({"success": true})))
}

/// `GET /{account}/subscribed_apps`.
pub(super) fn list(sandbox: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    let hook = sandbox.meta.with(|account| account.hook.clone());
    let apps = hook.map(|hook| {
        json!({
            "override_callback_uri": hook.url,
            "whatsapp_business_api_data": {"id": facts::APP_ID, "name": "EB VISION", "link": "https://www.example.org/"},
        })
    });
    Ok(Answer::new(200, json!({"data": apps.into_iter().collect::<Vec<_>>()})))
}

/// `DELETE /{account}/subscribed_apps`.
pub(super) fn unsubscribe(sandbox: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    sandbox.meta.with(|account| account.hook = None);
    Ok(Answer::new(200, json!({"success": true})))
}

/// Asks the receiver whether it wants to be one; a receiver that does not say so is forgotten.
pub(crate) async fn verify(sandbox: &Sandbox) {
    let Some(hook) = sandbox.meta.with(|account| account.hook.clone()) else { return };
    let wants = asked(sandbox, &hook).await.is_ok_and(|said| said == CHALLENGE);
    if !wants {
        tracing::warn!(
            url = hook.url,
            "a receiver of Meta's webhooks did not give the challenge back: forgotten"
        );
    }
    sandbox.meta.with(|account| {
        if let Some(own) = account.hook.as_mut().filter(|own| own.url == hook.url) {
            own.verified = Some(wants);
        }
    });
}

async fn asked(sandbox: &Sandbox, hook: &Hook) -> anyhow::Result<String> {
    let mut url = Url::parse(&hook.url)?;
    let asked = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", CHALLENGE),
        ("hub.verify_token", hook.verify_token.as_str()),
    ];
    url.query_pairs_mut().extend_pairs(asked);
    let answer = sandbox.web.get(url).send().await?.error_for_status()?;
    Ok(answer.text().await?)
}
