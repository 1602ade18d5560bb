//! Errands about an account.

use std::sync::Arc;

use domain::provider::AccountId;
use providers::{Connection, Registered};
use serde_json::{Value, json};

use url::Url;

use super::{Errands, Stopped};

impl Errands {
    /// Registers our webhook: `/hooks/{provider}/{account}` (words.md "Public paths").
    pub(super) async fn ensure_webhook(&self, account: &AccountId) -> Result<Value, Stopped> {
        let connection = self.connection(account)?;
        let base = self.public_url.as_str().trim_end_matches('/');
        let url = format!("{base}/hooks/{}/{account}", connection.provider());
        let url: Url = url.parse().map_err(|why| Stopped::for_good("public_url", why))?;
        let registered = connection.ensure_webhook(&url).await.inspect_err(|why| {
            tracing::error!(%account, %why, "the provider will not call our webhook as it should");
        })?;
        Ok(json!({"url": url.as_str(), "created": registered == Registered::Created}))
    }

    /// Asks how the account is.
    pub(super) async fn probe(&self, account: &AccountId) -> Result<Value, Stopped> {
        let health = self.connection(account)?.probe().await?;
        Ok(json!({"enabled": health.enabled, "credits": health.credits}))
    }

    pub(super) fn connection(&self, account: &AccountId) -> Result<&Arc<dyn Connection>, Stopped> {
        let missing = || Stopped::for_good("not_configured", format!("no account {account} is configured"));
        self.carrier.accounts.get(account).ok_or_else(missing)
    }
}
