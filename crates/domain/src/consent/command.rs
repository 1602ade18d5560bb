//! What can be asked of the ledger and of its rules.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::ConsentPolicy;
use crate::{
    limits::SEARCH_MAX,
    list::{self, Cursor, DEFAULT_LIMIT},
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Most days of a frequency cap.
const DAYS_MAX: u16 = 365;

/// Which entries of the ledger to list, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ConsentQuery {
    /// Only those of one address: an e-mail, or a phone in E.164 or as written in France.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub address: String,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
    /// Where to go on.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
}

impl Default for ConsentQuery {
    fn default() -> Self {
        Self { address: String::new(), limit: DEFAULT_LIMIT, cursor: None }
    }
}

impl ConsentQuery {
    /// Checks the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.line("?address", &self.address, SEARCH_MAX);
        findings.extend(list::check("", self.limit));
        findings.verdict()
    }
}

impl ConsentPolicy {
    /// Checks that each kind has one rule at most, and that the cap can be kept.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        let mut seen = BTreeSet::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if !seen.insert(rule.kind) {
                findings.add(format!("/rules/{index}/kind"), FieldReason::Duplicate, "");
            }
        }
        if let Some(cap) = self.frequency_cap {
            if cap.messages == 0 {
                findings.add("/frequency_cap/messages", FieldReason::Required, "");
            }
            if !(1..=DAYS_MAX).contains(&cap.days) {
                findings.add("/frequency_cap/days", FieldReason::Unknown, format!("1–{DAYS_MAX}"));
            }
        }
        findings.verdict()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::FrequencyCap;

    #[test]
    fn a_policy_says_one_thing_of_each_kind_and_caps_what_can_be_counted() {
        let mut policy = ConsentPolicy::default();
        assert_eq!(policy.check(), Ok(()));
        policy.rules.push(policy.rules[0].clone());
        policy.frequency_cap = Some(FrequencyCap { messages: 0, days: 366 });
        let errors = policy.check().unwrap_err();
        let found: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(found, ["/rules/5/kind", "/frequency_cap/messages", "/frequency_cap/days"]);
    }
}
