//! What a template says, whichever service it was handed in to, and what it becomes with somebody's values in it.

use serde::Serialize;

/// A template's words. Variables stand in double braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) name: String,
    /// With `_`: `en_US`.
    pub(crate) language: String,
    /// In capitals: `MARKETING`.
    pub(crate) category: String,
    pub(crate) header: Option<Header>,
    pub(crate) body: String,
    pub(crate) footer: Option<String>,
    pub(crate) buttons: Vec<Button>,
}

/// What stands above the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Header {
    Text(String),
    /// `IMAGE`, `VIDEO`, `DOCUMENT`…
    Media(String),
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Press {
    /// It is an answer.
    Reply,
    /// It leads somewhere.
    Url,
    Phone,
    /// It puts a code on the clipboard.
    Code,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Button {
    pub(crate) press: Press,
    pub(crate) text: String,
    /// Address, number, code, or what comes back with an answer; empty where the sender gave nothing.
    pub(crate) target: String,
}

/// A message as whoever gets it sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) header: Option<String>,
    pub(crate) body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) footer: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) buttons: Vec<Button>,
}

impl Shown {
    /// Free text.
    pub(crate) fn text(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::default() }
    }
}

/// The names between double braces, in their order, each as often as it stands there.
pub(crate) fn variables(text: &str) -> Vec<&str> {
    let inside = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    inside.map(|(name, _)| name.trim()).collect()
}

/// The names, each once.
pub(crate) fn distinct(text: &str) -> Vec<&str> {
    let mut names = variables(text);
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    names
}

/// A text with values in the place of its variables; one without a value stays as it is.
pub(crate) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part.split_once("}}").and_then(|(name, rest)| Some((value(name.trim())?, rest)));
        match found {
            Some((value, rest)) => filled.extend([value.as_str(), rest]),
            None => filled.extend(["{{", part]),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_variables_and_are_not_looked_at_again() {
        let value = |name: &str| (name != "no").then(|| format!("<{name}{{{{2}}}}>"));
        assert_eq!(fill("{{1}} et {{ a }}, {{no}} {{", value), "<1{{2}}> et <a{{2}}>, {{no}} {{");
        assert_eq!(distinct("{{a}} {{b}} {{ a }}"), ["a", "b"]);
    }
}
