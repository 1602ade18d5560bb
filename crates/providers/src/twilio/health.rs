//! How the account is.

use reqwest::Method;
use serde::Deserialize;

use super::{Twilio, answer::TWILIO};
use crate::{Failure, Health, http};

#[derive(Deserialize)]
struct Account {
    status: String,
}

/// A page of messages, of which nothing but its being one is of interest.
#[derive(Deserialize)]
struct Listed {
    #[serde(rename = "messages")]
    _messages: Vec<serde::de::IgnoredAny>,
}

impl Twilio {
    /// `GET /Accounts/{sid}.json` tells whether the account is active. API keys may not ask for that (twilio.com/docs/iam/api-keys): they
    /// prove themselves by a list of one message.
    pub(super) async fn health(&self) -> Result<Health, Failure> {
        let enabled = if self.by_key { self.lists().await? } else { self.is_active().await? };
        Ok(Health { enabled, credits: None })
    }

    async fn is_active(&self) -> Result<bool, Failure> {
        let answer = TWILIO.success(http::call(self.account(Method::GET, ".json")).await)?;
        Ok(TWILIO.parsed::<Account>(&answer)?.status == "active")
    }

    async fn lists(&self) -> Result<bool, Failure> {
        let answer =
            TWILIO.success(http::call(self.account(Method::GET, "/Messages.json?PageSize=1")).await)?;
        TWILIO.parsed::<Listed>(&answer).map(|_| true)
    }
}
