//! What the claims of a token say (words.md "Permissions"): names of claims and of roles are configuration.

use std::collections::BTreeMap;

use domain::{Permissions, Role, permission::Me};
use serde_json::{Map, Value};

/// How tokens are judged and read.
#[derive(Debug, Clone)]
pub struct TokenPolicy {
    /// `iss` that a token must carry, when configured.
    pub issuer: Option<String>,
    /// `aud` that a token must carry, when configured.
    pub audience: Option<String>,
    /// Seconds by which clocks may differ.
    pub leeway: u64,
    /// Where the claims are.
    pub claims: ClaimNames,
    /// The suite's role names beside ours; compared without case.
    pub roles: BTreeMap<String, Role>,
}

/// The names of the claims, most preferred first.
#[derive(Debug, Clone)]
pub struct ClaimNames {
    /// The caller's id.
    pub id: Vec<String>,
    /// The name to show.
    pub name: Vec<String>,
    /// Permissions, an array of words. All of these claims count together.
    pub permissions: Vec<String>,
    /// Roles, one word or an array of words. All of these claims count together.
    pub roles: Vec<String>,
}

impl Default for TokenPolicy {
    fn default() -> Self {
        Self {
            issuer: None,
            audience: None,
            leeway: 30,
            claims: ClaimNames::default(),
            roles: BTreeMap::new(),
        }
    }
}

impl Default for ClaimNames {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            id: names(&["sub", "id", "userId"]),
            name: names(&["name", "nom", "email"]),
            permissions: names(&["permissions"]),
            roles: names(&["role", "roles"]),
        }
    }
}

impl TokenPolicy {
    /// The caller that verified claims tell; nobody where no id is found.
    pub(super) fn read(&self, claims: &Map<String, Value>) -> Option<Me> {
        let id = first(claims, &self.claims.id)?;
        let name = first(claims, &self.claims.name).unwrap_or_else(|| id.clone());
        Some(Me { id, name, permissions: self.permissions(claims) })
    }

    /// Words that are no permission or role of ours are left aside: the suite has rights that are not our concern.
    fn permissions(&self, claims: &Map<String, Value>) -> Permissions {
        let mut held: Permissions =
            words(claims, &self.claims.permissions).filter_map(|word| word.parse().ok()).collect();
        for role in words(claims, &self.claims.roles).filter_map(|word| self.role(word)) {
            held.extend_by(role);
        }
        held
    }

    fn role(&self, word: &str) -> Option<Role> {
        let configured = self.roles.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        configured.map(|(_, role)| *role).or_else(|| word.to_lowercase().parse().ok())
    }
}

/// The first of the claims that is a non-empty text or a number (the suite's ids may be integers).
fn first(claims: &Map<String, Value>, names: &[String]) -> Option<String> {
    names.iter().filter_map(|name| claims.get(name)).find_map(|value| match value {
        Value::String(text) if !text.trim().is_empty() && !text.contains(char::is_control) => {
            Some(text.clone())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn words<'a>(claims: &'a Map<String, Value>, names: &'a [String]) -> impl Iterator<Item = &'a str> {
    names.iter().filter_map(|name| claims.get(name)).flat_map(|value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use domain::Permission;
    use serde_json::json;

    use super::*;

    fn read(policy: &TokenPolicy, claims: &Value) -> Option<Me> {
        claims.as_object().and_then(|claims| policy.read(claims))
    }

    #[test]
    fn the_suites_three_ways_to_name_a_person_are_understood() {
        for claims in [json!({"sub": "7"}), json!({"id": 7}), json!({"sub": "", "userId": "7"})] {
            assert_eq!(read(&TokenPolicy::default(), &claims).map(|me| me.id), Some("7".into()));
        }
        assert_eq!(read(&TokenPolicy::default(), &json!({"role": "admin"})), None);
    }

    #[test]
    fn permissions_and_roles_add_up_and_foreign_words_count_for_nothing() {
        let claims = json!({"sub": "7", "permissions": ["campaigns:send", "invoices:write"], "roles": ["viewer", "cook"]});
        let held = read(&TokenPolicy::default(), &claims).map(|me| me.permissions).unwrap_or_default();
        assert!(held.allow(Permission::CampaignsSend) && held.allow(Permission::TemplatesRead));
        assert!(!held.allow(Permission::CampaignsWrite));
    }

    #[test]
    fn a_role_of_the_suite_is_mapped_by_configuration() {
        let roles = BTreeMap::from([("COMMERCIAL".to_owned(), Role::Marketer)]);
        let policy = TokenPolicy { roles, ..TokenPolicy::default() };
        let held = read(&policy, &json!({"id": 1, "role": "commercial"})).map(|me| me.permissions);
        assert_eq!(held, Some(Role::Marketer.permissions()));
    }
}
