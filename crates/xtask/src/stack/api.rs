//! The product's API and the sandbox's, as their callers see them.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use ureq::{Agent, http::Request};

use crate::interrupt;

const TICK: Duration = Duration::from_millis(100);
/// A sandbox's ledger of a million recipients is long.
const ANSWER_MAX: u64 = 2 << 30;

/// Somebody who calls.
#[derive(Debug)]
pub(crate) struct Caller {
    agent: Agent,
    address: String,
    token: String,
}

impl Caller {
    pub(crate) fn new(address: String, token: String) -> Self {
        let config = Agent::config_builder().http_status_as_error(false);
        Self { agent: config.timeout_global(Some(Duration::from_secs(60))).build().into(), address, token }
    }

    /// Where it calls.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Asks, and expects to be answered.
    pub(crate) fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call("GET", path, None, None)
    }

    /// A campaign with this content, launched; its id. By e-mail, unless it says what fills a template of WhatsApp.
    pub(crate) fn launch(&self, content: Value) -> anyhow::Result<String> {
        let channel = if content["whatsapp"].is_null() { "email" } else { "whatsapp" };
        let new = json!({"name": content["name"], "channel": channel});
        let made = self.call("POST", "/campaigns", Some(new), None)?;
        let id = made["id"].as_str().context("a campaign has no id")?.to_owned();
        let path = format!("/campaigns/{id}");
        let edited = self.call("PUT", &path, Some(content), made["version"].as_i64())?;
        self.call("POST", &format!("{path}/launch"), Some(json!({})), edited["version"].as_i64())?;
        Ok(id)
    }

    /// Calls with a body and a version, and expects to be answered.
    pub(crate) fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        version: Option<i64>,
    ) -> anyhow::Result<Value> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        request = request.header("authorization", format!("Bearer {}", self.token));
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        let answer = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json").body(body.to_string())?;
                self.agent.run(request)
            }
            None => self.agent.run(request.body(())?),
        };
        let mut answer = answer.with_context(|| format!("{method} {path}"))?;
        let text = answer.body_mut().with_config().limit(ANSWER_MAX).read_to_string()?;
        ensure!(answer.status().is_success(), "{method} {path}: {} {text}", answer.status());
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

/// Asks until the answer is yes. An answer that fails is none: what is asked may be away.
pub(crate) fn until(
    what: &str,
    patience: Duration,
    mut ask: impl FnMut() -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let begun = Instant::now();
    loop {
        interrupt::check()?;
        let answer = ask();
        if matches!(answer, Ok(true)) {
            return Ok(());
        }
        if begun.elapsed() > patience {
            answer?;
            bail!("gave up waiting until {what}");
        }
        sleep(TICK);
    }
}
