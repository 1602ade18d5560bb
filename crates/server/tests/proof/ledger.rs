//! The sandbox's ledger, read by recipient.

use serde_json::Value;

/// What the sandbox says of one campaign.
pub(crate) struct Ledger(pub(crate) Value);

impl Ledger {
    /// A total by its path.
    pub(crate) fn total(&self, path: &str) -> i64 {
        let found = path.split('/').fold(&self.0["totals"], |value, name| &value[name]);
        found.as_i64().unwrap_or_else(|| panic!("the ledger has no total {path}"))
    }

    /// Requests whose caller never saw the answer.
    pub(crate) fn unanswered(&self) -> i64 {
        self.0["requests"]["unanswered"].as_i64().unwrap()
    }

    /// Where the sandbox was given the provider's own specification: requests were held against it, and none broke it.
    pub(crate) fn keeps_to_the_specification(&self) {
        let specs = &self.0["specs"];
        if !specs.is_null() {
            assert!(specs["validated"].as_i64().unwrap() > 0, "{specs}");
            assert_eq!(specs["violations"], 0, "{specs}");
        }
    }

    /// Recipients of whom a predicate holds with at least one deed of a kind.
    pub(crate) fn recipients(&self, what: &str, holds: impl Fn(&str, &Value) -> bool) -> i64 {
        let did = self.lines().filter(|line| {
            let email = line["email"].as_str().unwrap();
            deeds(line).any(|deed| deed["what"] == what && holds(email, deed))
        });
        i64::try_from(did.count()).unwrap()
    }

    /// Deeds of a kind of which a predicate holds.
    pub(crate) fn deeds(&self, what: &str, holds: impl Fn(&str, &Value) -> bool) -> i64 {
        let done = self.lines().flat_map(|line| {
            let email = line["email"].as_str().unwrap();
            deeds(line).filter(|deed| deed["what"] == what && holds(email, deed)).collect::<Vec<_>>()
        });
        i64::try_from(done.count()).unwrap()
    }

    fn lines(&self) -> impl Iterator<Item = &Value> {
        self.0["recipients"].as_array().unwrap().iter()
    }
}

fn deeds(line: &Value) -> impl Iterator<Item = &Value> {
    line["messages"].as_array().unwrap().iter().flat_map(|message| message["deeds"].as_array().unwrap())
}

/// Whether a person did it, and not a program.
pub(crate) fn by_a_person(deed: &Value) -> bool {
    deed["by"] == "person"
}
