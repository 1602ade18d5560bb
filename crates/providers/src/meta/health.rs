//! How the number is: `GET /{phone number id}`.

use domain::whatsapp::{SenderNews, Tier};
use reqwest::Method;
use serde::Deserialize;

use super::{Meta, answer::success, template::quality};
use crate::{Failure, Health, http};

/// What a number is by which nothing leaves (specification, `WhatsAppPhoneNumberStatus`; documentation). Words that nobody knows
/// keep nothing from leaving.
const SILENT: [&str; 7] =
    ["PENDING", "UNLINKED", "DELETED", "MIGRATED", "BANNED", "DISCONNECTED", "UNVERIFIED"];

#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    status: String,
}

#[derive(Deserialize)]
struct Number {
    quality_rating: Option<String>,
    whatsapp_business_manager_messaging_limit: Option<String>,
    throughput: Option<Throughput>,
}

#[derive(Deserialize)]
struct Throughput {
    #[serde(default)]
    level: String,
}

impl Meta {
    pub(super) async fn health(&self) -> Result<Health, Failure> {
        let Status { status } = self.asked("id,status").await?;
        let silent = SILENT.iter().any(|word| status.eq_ignore_ascii_case(word));
        Ok(Health { enabled: !silent, credits: None })
    }

    pub(super) async fn number(&self) -> Result<SenderNews, Failure> {
        let number: Number =
            self.asked("quality_rating,whatsapp_business_manager_messaging_limit,throughput").await?;
        let limit = number.whatsapp_business_manager_messaging_limit;
        Ok(SenderNews {
            quality: number.quality_rating.as_deref().map(quality),
            daily_limit: limit.as_deref().and_then(Tier::read).map(|tier| tier.0),
            per_second: number.throughput.and_then(|throughput| per_second(&throughput.level)),
            event: None,
        })
    }

    async fn asked<T: serde::de::DeserializeOwned>(&self, fields: &str) -> Result<T, Failure> {
        let call = self.call(Method::GET, &self.phone_number_id).query(&[("fields", fields)]);
        success(http::call(call).await)
    }
}

/// How many messages a second a number may send and get (throughput).
pub(super) fn per_second(level: &str) -> Option<u32> {
    match level.to_uppercase().as_str() {
        "STANDARD" => Some(80),
        "HIGH" => Some(1_000),
        _ => None,
    }
}
