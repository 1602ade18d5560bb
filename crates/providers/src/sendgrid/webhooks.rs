//! Registering our webhook, and having it signed: `/user/webhooks/event/settings`.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::{Sendgrid, answer::SENDGRID, signature::VerifyingKey};
use crate::{Failure, Registered, http};

const SETTINGS: &str = "/user/webhooks/event/settings";

/// An account without webhooks has one without members in its list.
#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    webhooks: Vec<Webhook>,
}

#[derive(Deserialize)]
struct Webhook {
    id: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Signed {
    public_key: String,
}

/// What our webhook is told. No opens and clicks: SendGrid is asked to count none.
#[derive(Serialize)]
struct Wanted<'a> {
    enabled: bool,
    url: &'a str,
    friendly_name: &'static str,
    processed: bool,
    delivered: bool,
    deferred: bool,
    bounce: bool,
    dropped: bool,
    spam_report: bool,
    unsubscribe: bool,
    group_unsubscribe: bool,
    group_resubscribe: bool,
    account_status_change: bool,
    open: bool,
    click: bool,
}

impl<'a> Wanted<'a> {
    fn at(url: &'a Url) -> Self {
        Self {
            enabled: true,
            url: url.as_str(),
            friendly_name: "EB VISION Marketing",
            processed: true,
            delivered: true,
            deferred: true,
            bounce: true,
            dropped: true,
            spam_report: true,
            unsubscribe: true,
            group_unsubscribe: true,
            group_resubscribe: true,
            account_status_change: true,
            open: false,
            click: false,
        }
    }
}

impl Sendgrid {
    /// The key is looked at last: whoever has to correct the settings finds a webhook that is ready.
    pub(super) async fn register(&self, url: &Url) -> Result<Registered, Failure> {
        let known = self.known(url).await?;
        let (id, registered) = match known {
            Some(id) => (self.change(&id, url).await?, Registered::Updated),
            None => (self.create(url).await?, Registered::Created),
        };
        let path = format!("{SETTINGS}/signed/{id}");
        let call = self.call(Method::PATCH, &path).json(&json!({"enabled": true}));
        let signed: Signed = SENDGRID.parsed(&SENDGRID.success(http::call(call).await)?)?;
        self.verifies(&signed.public_key)?;
        Ok(registered)
    }

    async fn known(&self, url: &Url) -> Result<Option<String>, Failure> {
        let call = self.call(Method::GET, &format!("{SETTINGS}/all"));
        let known: Known = SENDGRID.parsed(&SENDGRID.success(http::call(call).await)?)?;
        let ours = known.webhooks.into_iter().find(|webhook| webhook.url.as_deref() == Some(url.as_str()));
        Ok(ours.and_then(|webhook| webhook.id))
    }

    async fn change(&self, id: &str, url: &Url) -> Result<String, Failure> {
        let call = self.call(Method::PATCH, &format!("{SETTINGS}/{id}")).json(&Wanted::at(url));
        SENDGRID.success(http::call(call).await)?;
        Ok(id.to_owned())
    }

    async fn create(&self, url: &Url) -> Result<String, Failure> {
        let call = self.call(Method::POST, SETTINGS).json(&Wanted::at(url));
        let made: Webhook = SENDGRID.parsed(&SENDGRID.success(http::call(call).await)?)?;
        let unnamed = || unreadable("SendGrid made a webhook without telling its id");
        made.id.ok_or_else(unnamed)
    }

    /// Whether the settings hold the key that SendGrid signs with; a public key is no secret.
    fn verifies(&self, public_key: &str) -> Result<(), Failure> {
        let key = VerifyingKey::parse(public_key)
            .map_err(|_| unreadable("SendGrid's answer holds no verification key"))?;
        if self.webhook_key.as_ref() == Some(&key) {
            return Ok(());
        }
        let problem = if self.webhook_key.is_some() { "another key than the settings hold" } else { "a key" };
        let detail = format!(
            "the webhook is registered, and SendGrid signs with {problem}: set EBVISION_SENDGRID_WEBHOOK_KEY to {public_key} and start again"
        );
        Err(Failure::Refused { code: "webhook_key".into(), detail })
    }
}

fn unreadable(detail: &str) -> Failure {
    Failure::Retry { after: None, code: "unreadable".into(), detail: detail.into() }
}
