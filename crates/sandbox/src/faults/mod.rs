//! Faults on demand: what the real world does to a caller, and a test cannot wait for.

mod hooks;
mod wire;

use serde::{Deserialize, Serialize};

pub(crate) use hooks::WebhookFaults;
pub(crate) use wire::{Wire, let_go};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// 429, with the rate limit's headers. Nothing is processed.
    RateLimit {
        /// Seconds that `x-sib-ratelimit-reset` tells.
        #[serde(default = "one")]
        reset: u32,
    },
    /// 500. Nothing is processed.
    ServerError,
    /// 401, whatever the key. Nothing is processed.
    Unauthorized,
    /// The request is processed, and its answer never comes.
    HangAfterAccept,
    /// The body is read, then the connection is reset without an answer.
    ResetAfterBody {
        /// Whether the request is processed before.
        #[serde(default = "yes")]
        processed: bool,
    },
    /// The answer comes late.
    Slow {
        /// By how many milliseconds.
        ms: u64,
    },
    /// Webhooks are kept back until this fault is cleared.
    WebhooksPaused,
    /// Every webhook event comes twice.
    WebhooksDuplicated,
    /// Webhook events come in the opposite order, one post after the other.
    WebhooksReversed,
}

const fn one() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

impl FaultKind {
    const fn is_of_webhooks(self) -> bool {
        matches!(self, Self::WebhooksPaused | Self::WebhooksDuplicated | Self::WebhooksReversed)
    }
}

/// A fault that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Where: `POST /smtp/email`; everywhere if none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// How often yet; for ever if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only every so many requests (3: the third, the sixth…); each if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    /// Requests that it has looked at.
    #[serde(default, skip_deserializing)]
    pub seen: u32,
}

impl Fault {
    /// Counts a request, and tells whether this fault is for it.
    fn strikes(&mut self, route: &str) -> bool {
        if self.kind.is_of_webhooks() || self.route.as_ref().is_some_and(|own| own != route) {
            return false;
        }
        self.seen += 1;
        let turn = self.every.is_none_or(|every| self.seen.is_multiple_of(every.max(1)));
        if !turn || self.times == Some(0) {
            return false;
        }
        self.times = self.times.map(|times| times - 1);
        true
    }
}

/// One fault, or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Faulty {
    Several(Vec<Fault>),
    One(Fault),
}

impl From<Faulty> for Vec<Fault> {
    fn from(faulty: Faulty) -> Self {
        match faulty {
            Faulty::Several(faults) => faults,
            Faulty::One(fault) => vec![fault],
        }
    }
}

/// Parses one fault or a list of them.
///
/// # Errors
///
/// Says what a fault looks like.
pub fn parse(json: &str) -> Result<Vec<Fault>, String> {
    let faulty: Result<Faulty, _> = serde_json::from_str(json);
    faulty.map(Vec::from).map_err(|_| {
        "a fault is {\"kind\": …, \"route\"?: \"POST /smtp/email\", \"times\"?: n, \"every\"?: n}, or a list of such; kinds: \
         rate_limit (reset?: seconds), server_error, unauthorized, hang_after_accept, reset_after_body \
         (processed?: boolean), slow (ms), webhooks_paused, webhooks_duplicated, webhooks_reversed"
            .to_owned()
    })
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    pub(crate) fn add(&mut self, faults: Vec<Fault>) {
        self.0.extend(faults);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn all(&self) -> &[Fault] {
        &self.0
    }

    /// The fault that strikes a request; one that is used up is forgotten.
    pub(crate) fn strike(&mut self, route: &str) -> Option<FaultKind> {
        let struck = self.0.iter_mut().find_map(|fault| fault.strikes(route).then_some(fault.kind));
        self.0.retain(|fault| fault.times != Some(0));
        struck
    }

    /// What goes wrong with webhooks.
    pub(crate) fn of_webhooks(&self) -> WebhookFaults {
        let set = |kind| self.0.iter().any(|fault| fault.kind == kind);
        WebhookFaults {
            paused: set(FaultKind::WebhooksPaused),
            duplicated: set(FaultKind::WebhooksDuplicated),
            reversed: set(FaultKind::WebhooksReversed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strikes(json: &str, routes: &[&str]) -> Vec<bool> {
        let mut faults = Faults::new(parse(json).unwrap());
        routes.iter().map(|route| faults.strike(route).is_some()).collect()
    }

    #[test]
    fn a_fault_strikes_as_often_as_it_was_told() {
        let struck = strikes(r#"{"kind": "server_error", "times": 2}"#, &["a", "b", "c"]);
        assert_eq!(struck, [true, true, false]);
    }

    #[test]
    fn a_fault_strikes_every_so_many_requests_of_its_route() {
        let fault = r#"[{"kind": "slow", "ms": 5, "route": "a", "every": 2}]"#;
        assert_eq!(strikes(fault, &["a", "b", "a", "b", "a", "a"]), [false, false, true, false, false, true]);
    }

    #[test]
    fn an_unknown_fault_is_told_which_there_are() {
        assert!(parse(r#"{"kind": "flood"}"#).unwrap_err().contains("reset_after_body"));
    }
}
