//! What the mail server remembers.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::{loopback, sandbox::Sandbox};

/// Where reports are handed to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hook {
    /// An address of this machine.
    #[serde(rename = "hook")]
    pub(super) url: String,
    /// What it is called with.
    pub(super) token: String,
}

/// The server.
#[derive(Debug)]
pub(crate) struct Account {
    url: String,
    /// None throws reports away.
    pub(super) hook: Option<Hook>,
    pub(super) connections: usize,
    /// Messages that were refused, for good or for now, by status.
    pub(super) refused: BTreeMap<String, usize>,
    /// Addresses that were turned away once.
    greylisted: HashSet<String>,
}

impl Account {
    pub(crate) fn at(url: String) -> Self {
        Self { url, hook: None, connections: 0, refused: BTreeMap::new(), greylisted: HashSet::new() }
    }

    /// Notes that a message was refused.
    pub(super) fn refuse(&mut self, status: String) {
        *self.refused.entry(status).or_default() += 1;
    }

    /// Whether an address is heard of for the first time.
    pub(super) fn is_new(&mut self, to: &str) -> bool {
        self.greylisted.insert(to.to_lowercase())
    }
}

/// The server's address, and what happened before messages were taken.
pub(crate) fn show(sandbox: &Sandbox) -> Value {
    sandbox.smtp.with(
        |account| json!({"url": account.url, "connections": account.connections, "refused": account.refused}),
    )
}

/// Sets where reports go from now on.
pub(crate) fn hook(sandbox: &Sandbox, body: &[u8]) -> Result<(), String> {
    let hook: Hook = serde_json::from_slice(body)
        .map_err(|error| format!("write {{\"hook\": \"http://127.0.0.1:…\", \"token\": \"…\"}}: {error}"))?;
    if !Url::parse(&hook.url).is_ok_and(|url| loopback::is_loopback(&url)) {
        return Err("a hook must be of this machine".into());
    }
    sandbox.smtp.with(|account| account.hook = Some(hook));
    Ok(())
}
