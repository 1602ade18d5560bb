//! What an administrator may ask of an account's pace.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Limits, WarmUp};
use crate::{
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Most groups of domains of one account.
const GROUPS_MAX: usize = 50;
/// Most domains of a group.
const DOMAINS_MAX: usize = 50;
/// Longest name of a domain (RFC 1035 §3.1).
const DOMAIN_MAX: usize = 253;
/// Most percent that a day of a warm-up plan may have more than the one before.
const GROWTH_MAX: u16 = 900;

/// How fast messages may leave by an account. The provider's own limits are no part of it: it tells them itself, with 429.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AccountPace {
    /// Most messages in any second; none for no limit.
    pub per_second: Option<u32>,
    /// Most messages in any minute; none for no limit.
    pub per_minute: Option<u32>,
    /// Most messages in a day (UTC); none for no limit.
    pub per_day: Option<u32>,
    /// The plan of a new account; none for none.
    pub warm_up: Option<WarmUp>,
    /// Limits for the recipients' domains; a domain that is in no group has none.
    pub domains: Vec<DomainPace>,
}

/// How fast the mailboxes of some domains may be written to, all of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DomainPace {
    /// The domains, as they stand behind the `@`: `gmail.com`, `googlemail.com`.
    pub domains: Vec<String>,
    /// Most messages in any second; none for no limit.
    pub per_second: Option<u32>,
    /// Most messages in any minute; none for no limit.
    pub per_minute: Option<u32>,
}

impl AccountPace {
    /// The account's limits on a day.
    #[must_use]
    pub fn limits_on(&self, day: NaiveDate) -> Limits {
        let warm_up = self.warm_up.and_then(|plan| plan.limit_on(day));
        let per_day = self.per_day.into_iter().chain(warm_up).min();
        Limits { per_second: self.per_second, per_minute: self.per_minute, per_day, per_24_hours: None }
    }

    /// Whether nothing is limited on a day.
    #[must_use]
    pub fn is_none_on(&self, day: NaiveDate) -> bool {
        self.limits_on(day).is_none() && self.domains.is_empty()
    }

    /// The group that an address belongs to; none where its domain has no limit.
    #[must_use]
    pub fn group_of(&self, address: &str) -> Option<&DomainPace> {
        let (_, domain) = address.rsplit_once('@')?;
        self.domains.iter().find(|group| group.domains.iter().any(|known| known.eq_ignore_ascii_case(domain)))
    }

    /// Checks that every limit can be kept, and that no domain has two.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        let limits =
            [("/per_second", self.per_second), ("/per_minute", self.per_minute), ("/per_day", self.per_day)];
        limits.into_iter().for_each(|(pointer, limit)| at_least_one(&mut findings, pointer, limit));
        if let Some(plan) = &self.warm_up {
            check_plan(&mut findings, plan);
        }
        self.check_domains(&mut findings);
        findings.verdict()
    }

    fn check_domains(&self, findings: &mut Findings) {
        if self.domains.len() > GROUPS_MAX {
            findings.add("/domains", FieldReason::TooMany, GROUPS_MAX);
        }
        let mut seen = BTreeSet::new();
        for (index, group) in self.domains.iter().enumerate() {
            group.check(findings, &format!("/domains/{index}"), &mut seen);
        }
    }
}

impl DomainPace {
    /// What the group is known by: its first domain.
    #[must_use]
    pub fn name(&self) -> &str {
        self.domains.first().map_or("", String::as_str)
    }

    /// The group's limits.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        Limits { per_second: self.per_second, per_minute: self.per_minute, ..Limits::NONE }
    }

    fn check(&self, findings: &mut Findings, pointer: &str, seen: &mut BTreeSet<String>) {
        at_least_one(findings, &format!("{pointer}/per_second"), self.per_second);
        at_least_one(findings, &format!("{pointer}/per_minute"), self.per_minute);
        if self.limits().is_none() {
            findings.add(format!("{pointer}/per_minute"), FieldReason::Required, "");
        }
        if self.domains.is_empty() {
            findings.add(format!("{pointer}/domains"), FieldReason::Required, "");
        }
        if self.domains.len() > DOMAINS_MAX {
            findings.add(format!("{pointer}/domains"), FieldReason::TooMany, DOMAINS_MAX);
        }
        for (index, domain) in self.domains.iter().enumerate() {
            let pointer = format!("{pointer}/domains/{index}");
            if !is_domain(domain) {
                findings.add(&pointer, FieldReason::Unknown, "gmail.com, exemple.fr…");
            }
            if !seen.insert(domain.to_lowercase()) {
                findings.add(pointer, FieldReason::Duplicate, "");
            }
        }
    }
}

/// A limit of nothing would be a pause that nobody sees.
pub(crate) fn at_least_one(findings: &mut Findings, pointer: &str, limit: Option<u32>) {
    if limit == Some(0) {
        findings.add(pointer, FieldReason::Unknown, "1–4294967295");
    }
}

fn check_plan(findings: &mut Findings, plan: &WarmUp) {
    at_least_one(findings, "/warm_up/first", Some(plan.first));
    at_least_one(findings, "/warm_up/until", Some(plan.until));
    if !(1..=GROWTH_MAX).contains(&plan.growth_percent) {
        findings.add("/warm_up/growth_percent", FieldReason::Unknown, format!("1–{GROWTH_MAX}"));
    } else if plan.ends_on().is_none() {
        let about = format!("a growth by which the plan ends within {} days", WarmUp::DAYS_MAX);
        findings.add("/warm_up/growth_percent", FieldReason::Unknown, about);
    }
}

/// Labels of letters, digits and hyphens with dots between them; international domains in the form that begins with `xn--`, as
/// addresses are kept.
fn is_domain(text: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    text.len() <= DOMAIN_MAX && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn google() -> DomainPace {
        let domains = ["gmail.com", "googlemail.com"].map(str::to_owned).to_vec();
        DomainPace { domains, per_minute: Some(60), ..DomainPace::default() }
    }

    #[test]
    fn the_domains_of_a_group_share_its_limits() {
        let pace = AccountPace { domains: vec![google()], ..AccountPace::default() };
        let name = |address| pace.group_of(address).map(DomainPace::name);
        assert_eq!(name("a@gmail.com"), Some("gmail.com"));
        assert_eq!(name("a@GoogleMail.com"), Some("gmail.com"));
        assert_eq!(name("a@mail.gmail.com"), None);
        assert_eq!(name("+33612345678"), None);
    }

    #[test]
    fn the_smaller_of_the_days_limits_holds() {
        let from = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let warm_up = Some(WarmUp { from, first: 100, growth_percent: 100, until: 1_000 });
        let pace = AccountPace { per_day: Some(300), warm_up, ..AccountPace::default() };
        let limits: Vec<_> =
            from.iter_days().take(5).map(|day| pace.limits_on(day).per_day.unwrap()).collect();
        assert_eq!(limits, [100, 200, 300, 300, 300]);
    }

    #[test]
    fn a_limit_of_nothing_and_a_domain_with_two_limits_are_refused() {
        let warm_up =
            Some(WarmUp { from: NaiveDate::default(), first: 1, growth_percent: 0, until: 1_000_000 });
        let twice =
            DomainPace { domains: vec!["Gmail.com".into(), "x@y.fr".into()], ..DomainPace::default() };
        let pace = AccountPace {
            per_second: Some(0),
            warm_up,
            domains: vec![google(), twice],
            ..AccountPace::default()
        };
        let found: Vec<_> = pace.check().unwrap_err().into_iter().map(|error| error.pointer).collect();
        let expected = [
            "/per_second",
            "/warm_up/growth_percent",
            "/domains/1/per_minute",
            "/domains/1/domains/0",
            "/domains/1/domains/1",
        ];
        assert_eq!(found, expected);
    }
}
