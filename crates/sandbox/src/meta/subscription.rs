//! Where webhooks go: `/{account}/subscribed_apps`.

use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{Refusal, facts, state::Hook};
use crate::{
    call::{Answer, Call},
    loopback,
    sandbox::Sandbox,
};

/// What the receiver has to give back.
const CHALLENGE: &str = "1158201444";

#[derive(Debug, Default, Deserialize)]
struct Subscription {
    override_callback_uri: Option<String>,
    verify_token: Option<String>,
}

/// `POST /{account}/subscribed_apps`. The receiver was asked before, and has to have given the challenge back.
pub(super) fn subscribe(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given = given(call)?;
    if let Some(url) = given.override_callback_uri {
        if !is_here(&url) {
            return Err(Refusal::invalid(
                "override_callback_uri: the sandbox posts to this machine only, by http(s)",
            ));
        }
        if given.verify_token.is_none() {
            return Err(Refusal::invalid("verify_token is required"));
        }
        if call.challenged.as_deref() != Some(CHALLENGE) {
            return Err(Refusal::of(2_200, "Callback verification failed")
                .because("The receiver did not give the challenge back."));
        }
        sandbox.meta.with(|account| account.hook = Some(Hook { url }));
    }
    Ok(Answer::new(200, json!({"success": true})))
}

fn given(call: &Call) -> Result<Subscription, Refusal> {
    if call.size == 0 { Ok(Subscription::default()) } else { Ok(call.body()?) }
}

fn is_here(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| loopback::is_loopback(&url))
}

/// Asks a receiver that is about to be registered whether it wants to be one, and keeps what it says in the call.
pub(super) async fn challenge(sandbox: &Sandbox, call: &mut Call) {
    if call.method != "POST" || !call.path.ends_with("/subscribed_apps") {
        return;
    }
    let Ok(Subscription { override_callback_uri: Some(url), verify_token: Some(token) }) = given(call) else {
        return;
    };
    if is_here(&url) {
        let said = ask(sandbox, &url, &token).await;
        call.challenged =
            said.inspect_err(|error| tracing::info!(%error, url, "a receiver did not answer")).ok();
    }
}

async fn ask(sandbox: &Sandbox, url: &str, token: &str) -> anyhow::Result<String> {
    let mut url = Url::parse(url)?;
    let asked = [("hub.mode", "subscribe"), ("hub.challenge", CHALLENGE), ("hub.verify_token", token)];
    url.query_pairs_mut().extend_pairs(asked);
    let answer = sandbox.web.get(url).send().await?.error_for_status()?;
    Ok(answer.text().await?)
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
