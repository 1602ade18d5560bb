//! How the account is: `GET /account`.

use reqwest::Method;
use serde::Deserialize;

use super::{Brevo, answer::BREVO};
use crate::{Failure, Health, http};

#[derive(Deserialize)]
struct Account {
    relay: Relay,
    #[serde(default)]
    plan: Vec<Plan>,
}

#[derive(Deserialize)]
struct Relay {
    enabled: bool,
}

#[derive(Deserialize)]
struct Plan {
    r#type: String,
    credits: f64,
}

impl Brevo {
    pub(super) async fn health(&self) -> Result<Health, Failure> {
        let answer = BREVO.success(http::call(self.call(Method::GET, "/account")).await)?;
        let account: Account = BREVO.parsed(&answer)?;
        // A plan's credits count e-mails, but those of a plan for text messages.
        let left: Vec<_> = account.plan.iter().filter(|plan| plan.r#type != "sms").collect();
        let credits = (!left.is_empty()).then(|| left.iter().map(|plan| plan.credits.max(0.0) as u64).sum());
        Ok(Health { enabled: account.relay.enabled, credits })
    }
}
