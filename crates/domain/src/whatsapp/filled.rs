//! A template as one person reads it.

use std::collections::BTreeMap;

use super::{HeaderMedia, TemplateContent, TemplateHeader};

impl TemplateContent {
    /// Header, text and footer, a line each, with a value for each variable; a variable without one stays as it is written.
    #[must_use]
    pub fn filled(&self, values: &BTreeMap<String, String>) -> String {
        let header = match &self.header {
            Some(TemplateHeader::Text { text }) => Some(text),
            _ => None,
        };
        let lines = header.into_iter().chain([&self.body]).chain(&self.footer);
        lines.map(|line| filled(line, values)).collect::<Vec<_>>().join("\n")
    }

    /// Whether it needs what only a campaign brings: where a tracked button leads.
    #[must_use]
    pub fn needs_campaign(&self) -> bool {
        self.is_tracked()
    }

    /// What stands above the text, where it is no text.
    #[must_use]
    pub const fn media(&self) -> Option<HeaderMedia> {
        match &self.header {
            Some(TemplateHeader::Media { media, .. }) => Some(*media),
            Some(TemplateHeader::Text { .. }) | None => None,
        }
    }
}

/// A text of a template with a value for each variable; a variable without one stays as it is written.
#[must_use]
pub fn filled(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut pieces = text.split("{{");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let found = piece.split_once("}}").and_then(|(name, rest)| Some((values.get(name.trim())?, rest)));
        match found {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["{{", piece]),
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::{
        super::{TemplateButton, TemplateCategory},
        *,
    };

    fn content() -> TemplateContent {
        TemplateContent {
            name: "suivi".into(),
            language: "fr".into(),
            category: TemplateCategory::Utility,
            header: Some(TemplateHeader::Text { text: "Commande {{ numero }}".into() }),
            body: "Bonjour {{prenom}}, {{ inconnu }} {{prenom}}".into(),
            footer: Some("EB VISION".into()),
            buttons: Vec::new(),
            examples: BTreeMap::new(),
        }
    }

    #[test]
    fn a_template_is_read_with_its_values_and_what_has_none_stays_visible() {
        let values = [("numero", "7"), ("prenom", "Awa {{numero}}")];
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let read = "Commande 7\nBonjour Awa {{numero}}, {{ inconnu }} Awa {{numero}}\nEB VISION";
        assert_eq!(content().filled(&values), read);
    }

    #[test]
    fn what_only_a_campaign_can_fill_is_no_answer() {
        assert!(!content().needs_campaign());
        let tracked = TemplateButton::Tracked { text: "Voir".into() };
        assert!(TemplateContent { buttons: vec![tracked], ..content() }.needs_campaign());
        let header = Some(TemplateHeader::Media {
            media: HeaderMedia::Image,
            example_url: "https://exemple.fr/a.jpg".into(),
        });
        let pictured = TemplateContent { header, ..content() };
        assert!(!pictured.needs_campaign() && pictured.media() == Some(HeaderMedia::Image));
    }
}
