//! What is known about a person.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::{Deserialize, Serialize};

/// The values of a person's variables, by group and name (`domain::variables`): `{"contact": {"nom": "…"}}`.
///
/// A value that is absent, null, blank, a list or an object is *missing*: it shows nothing, or what the template's
/// `default` says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Variables(BTreeMap<String, BTreeMap<String, serde_json::Value>>);

impl Variables {
    /// What is known of a person as a message of a campaign is filled: what was kept of them, and the campaign's name.
    ///
    /// # Errors
    /// What was kept is damaged.
    pub fn read(kept: serde_json::Value, campaign: &str) -> serde_json::Result<Self> {
        let mut variables: Self = serde_json::from_value(kept)?;
        variables.set("campagne", "nom", campaign);
        Ok(variables)
    }

    /// Sets a value: text, number or boolean.
    pub fn set(&mut self, group: &str, name: &str, value: impl Into<serde_json::Value>) {
        self.0.entry(group.to_owned()).or_default().insert(name.to_owned(), value.into());
    }

    /// A value as the template language sees it; none when it is missing.
    pub(crate) fn get(&self, group: &str, name: &str) -> Option<Value> {
        self.0.get(group)?.get(name).and_then(present)
    }

    /// Every group as the template language sees it.
    pub(crate) fn context(&self) -> BTreeMap<&str, Value> {
        let fill = |fields: &BTreeMap<String, serde_json::Value>| {
            Value::from_pairs(
                fields.iter().filter_map(|(name, value)| Some((name.as_str(), present(value)?))),
            )
        };
        self.0.iter().map(|(group, fields)| (group.as_str(), fill(fields))).collect()
    }
}

fn present(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::String(text) => (!text.trim().is_empty()).then(|| text.as_str().into()),
        serde_json::Value::Bool(truth) => Some((*truth).into()),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_u64().map(Value::from))
            .or_else(|| number.as_f64().map(Value::from)),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}
