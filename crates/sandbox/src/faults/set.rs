//! The faults that are set.

use super::{Fault, FaultKind, WebhookFaults};

/// A fault and the requests that it has looked at.
#[derive(Debug)]
struct Set {
    fault: Fault,
    seen: u32,
}

impl Set {
    /// Counts a request, and tells whether this fault is for it.
    fn strikes(&mut self, route: &str) -> bool {
        let fault = &mut self.fault;
        if fault.kind.is_of_webhooks() || fault.route.as_ref().is_some_and(|own| own != route) {
            return false;
        }
        self.seen += 1;
        let turn = fault.every.is_none_or(|every| self.seen.is_multiple_of(every.max(1)));
        if turn {
            fault.times = fault.times.map(|times| times.saturating_sub(1));
        }
        turn
    }
}

/// All of them, in the order of their setting.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Set>);

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        let mut all = Self::default();
        all.add(faults);
        all
    }

    pub(crate) fn add(&mut self, faults: Vec<Fault>) {
        let lasting = faults.into_iter().filter(|fault| fault.times != Some(0));
        self.0.extend(lasting.map(|fault| Set { fault, seen: 0 }));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn all(&self) -> Vec<&Fault> {
        self.0.iter().map(|set| &set.fault).collect()
    }

    /// The fault that strikes a request; one that is used up is forgotten.
    pub(crate) fn strike(&mut self, route: &str) -> Option<FaultKind> {
        let struck = self.0.iter_mut().find_map(|set| set.strikes(route).then_some(set.fault.kind));
        self.0.retain(|set| set.fault.times != Some(0));
        struck
    }

    /// What goes wrong with webhooks.
    pub(crate) fn of_webhooks(&self) -> WebhookFaults {
        let set = |kind| self.0.iter().any(|set| set.fault.kind == kind);
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

    const SEND: &str = "POST /smtp/email";
    const ACCOUNT: &str = "GET /account";

    fn strikes(json: &str, routes: &[&str]) -> Vec<bool> {
        let mut faults = Faults::new(crate::faults::parse(json).unwrap());
        routes.iter().map(|route| faults.strike(route).is_some()).collect()
    }

    #[test]
    fn a_fault_strikes_as_often_as_it_was_told() {
        let struck = strikes(r#"{"kind": "server_error", "times": 2}"#, &[SEND, ACCOUNT, SEND]);
        assert_eq!(struck, [true, true, false]);
        assert_eq!(strikes(r#"{"kind": "server_error", "times": 0}"#, &[SEND]), [false]);
    }

    #[test]
    fn a_fault_strikes_every_so_many_requests_of_its_route() {
        let fault = r#"[{"kind": "slow", "ms": 5, "route": "POST /smtp/email", "every": 2}]"#;
        let struck = strikes(fault, &[SEND, ACCOUNT, SEND, ACCOUNT, SEND, SEND]);
        assert_eq!(struck, [false, false, true, false, false, true]);
    }
}
