//! What the list is asked for.

use serde::Deserialize;

use super::texts::Texts;

/// Search, page and language.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) q: String,
    #[serde(default)]
    pub(crate) page: usize,
    pub(crate) lang: Option<String>,
}

impl Asked {
    pub(crate) fn texts(&self) -> &'static Texts {
        Texts::of(self.lang.as_deref())
    }

    /// The list's address with another page or language.
    pub(crate) fn href(&self, page: usize, language: &str) -> String {
        let pairs = [("q", self.q.clone()), ("page", page.to_string()), ("lang", language.to_owned())];
        let given = pairs
            .iter()
            .filter(|(name, value)| !value.is_empty() && (*name, value.as_str()) != ("page", "0"));
        let query = given.collect::<Vec<_>>();
        format!("/?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    }
}
