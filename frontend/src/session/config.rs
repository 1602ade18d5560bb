//! What the server tells every visitor: in which environment it runs, and where one signs in.

use gloo_net::http::Request;
use serde::Deserialize;

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

/// Reads it; nothing when it cannot be had, and then the page explains both ways.
pub(crate) async fn load() -> Option<Config> {
    let response = Request::get("/config.json").send().await.ok()?;
    response.json().await.ok()
}
