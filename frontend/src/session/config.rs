//! What the server tells every visitor: in which environment it runs, and where one signs in.

use gloo_net::http::Request;
use serde::Deserialize;

use crate::api::Failure;

/// `/config.json`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Config {
    /// Development or production.
    pub(crate) environment: Environment,
    /// Where the suite hands out tokens.
    pub(crate) sign_in_url: Option<String>,
}

/// The environment of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Environment {
    /// The demo, and developers' machines.
    Development,
    /// Everything else.
    Production,
}

/// Reads it. Where it cannot be had, the page offers what works everywhere.
pub(crate) async fn load() -> Result<Config, Failure> {
    let response = Request::get("/config.json").send().await.map_err(|_| Failure::Network)?;
    response.json().await.map_err(|error| Failure::Unreadable(error.to_string()))
}
