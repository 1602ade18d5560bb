//! The message of every run: 6 KB of HTML, two variables, one tracked link.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// Who writes it.
pub(super) const SENDER: &str = "bonjour@exemple.fr";
/// Bytes of the HTML.
const LENGTH: usize = 6_144;

/// A campaign with it, to everybody.
pub(super) fn campaign(name: &str) -> Value {
    json!({
        "name": name,
        "subject": "Bonjour {{ contact.nom }}",
        "html": html("{{ contact.nom | default('Madame, Monsieur') }}", "{{ campagne.nom }}"),
        "audience": {"all": []},
        "sender": {"email": SENDER, "name": "Exemple SAS"},
        "tags": [],
    })
}

/// The same for whoever else is measured.
pub(super) fn html(name: &str, topic: &str) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"fr\"><body><h1>Bonjour {name}</h1><p>De {topic} : \
         <a href=\"https://exemple.fr/offre\">voir l’offre</a>.</p>\n"
    );
    let mut paragraph = 0;
    while html.len() < LENGTH {
        paragraph += 1;
        let _ = writeln!(
            html,
            "<p style=\"margin:0 0 12px;color:#1f2937\">Paragraphe {paragraph} : une lettre ordinaire, avec assez de texte pour \
             ressembler à celles que l’on reçoit.</p>"
        );
    }
    html + "</body></html>"
}
