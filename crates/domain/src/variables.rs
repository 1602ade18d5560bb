//! The variables that a template may name (words.md "Who is who").

/// Every built-in variable.
pub const VARIABLES: &[&str] = &[
    "contact.nom",
    "contact.email",
    "contact.telephone",
    "contact.role",
    "entreprise.nom",
    "entreprise.secteur",
    "entreprise.taille",
    "client.statut",
    "client.type",
    "campagne.nom",
    "lien.desinscription",
    "lien.preferences",
    "lien.version_web",
];

/// Whether a template may name it: a built-in variable, or a custom column as `source.colonne`.
#[must_use]
pub fn is_known(name: &str) -> bool {
    VARIABLES.contains(&name) || name.strip_prefix("source.").is_some_and(is_column)
}

fn is_column(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn a_custom_column_is_named_by_its_source() {
        assert!(is_known("source.code_postal") && is_known("contact.nom"));
        for unknown in ["source.", "source.a.b", "contact.prenom", "nom", ""] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }
}
