//! Registering our webhook: `GET`, `POST` and `PUT /webhooks`.

use reqwest::Method;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Brevo, answer::BREVO, vocabulary::Word};
use crate::{Failure, Registered, http};

/// The most webhooks that an account keeps.
const WEBHOOKS_MAX: usize = 40;

#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    webhooks: Vec<Webhook>,
}

#[derive(Deserialize)]
struct Webhook {
    id: u64,
    url: String,
}

#[derive(Serialize)]
struct Wanted<'a> {
    url: &'a str,
    description: &'static str,
    /// Only when it is created: it cannot be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    /// Up to 500 events in a call instead of a call for each.
    batched: bool,
    events: Vec<&'static str>,
    auth: Auth<'a>,
}

#[derive(Serialize)]
struct Auth<'a> {
    r#type: &'static str,
    token: &'a str,
}

impl Brevo {
    /// Brevo shows no token, so that a webhook that is known is always written again.
    pub(super) async fn register(&self, url: &Url) -> Result<Registered, Failure> {
        let known = self.webhooks().await?;
        let wanted = self.wanted(url);
        let Some(webhook) = known.iter().find(|webhook| webhook.url == url.as_str()) else {
            return self.create(wanted, known.len()).await;
        };
        let call = self.call(Method::PUT, &format!("/webhooks/{}", webhook.id)).json(&wanted);
        BREVO.success(http::call(call).await).map(|_| Registered::Updated)
    }

    async fn webhooks(&self) -> Result<Vec<Webhook>, Failure> {
        let call = self.call(Method::GET, "/webhooks").query(&[("type", "transactional")]);
        let answer = BREVO.success(http::call(call).await)?;
        Ok(BREVO.parsed::<Known>(&answer)?.webhooks)
    }

    async fn create(&self, wanted: Wanted<'_>, known: usize) -> Result<Registered, Failure> {
        if known >= WEBHOOKS_MAX {
            let detail = format!("Brevo keeps {WEBHOOKS_MAX} webhooks at most: delete one in its settings");
            return Err(Failure::Refused { code: "too_many_webhooks".into(), detail });
        }
        let wanted = Wanted { r#type: Some("transactional"), ..wanted };
        let call = self.call(Method::POST, "/webhooks").json(&wanted);
        BREVO.success(http::call(call).await).map(|_| Registered::Created)
    }

    fn wanted<'a>(&'a self, url: &'a Url) -> Wanted<'a> {
        Wanted {
            url: url.as_str(),
            description: "EB VISION Marketing",
            r#type: None,
            batched: true,
            events: Word::subscribed(),
            auth: Auth { r#type: "bearer", token: self.webhook_token.expose_secret() },
        }
    }
}
