//! From a row of a source to its contacts.

use address::{Email, Phone};
use domain::{
    consent::Kind,
    sources::{ContactRole, Source},
};
use store::{Contact, SourceAddress, SourceId, SourceRow};

use super::{identity, mailbox};

/// The contacts of a row. The main one is always there, so that those without an address are counted; a key contact is there
/// when an e-mail or a phone is filled.
pub(super) fn contacts(source: Source, row: &SourceRow) -> impl Iterator<Item = Contact> {
    let is_there = |address: &&SourceAddress| {
        address.role == ContactRole::Main || filled(&address.email).or(filled(&address.phone)).is_some()
    };
    row.addresses.iter().filter(is_there).map(move |address| contact(source, row, address))
}

fn contact(source: Source, row: &SourceRow, from: &SourceAddress) -> Contact {
    let email = filled(&from.email).and_then(|text| Email::parse(&text).ok());
    let region = address::region(row.pays.as_deref());
    let phone = filled(&from.phone).and_then(|text| Phone::parse(&text, region).ok());
    Contact {
        row: SourceId { source, id: row.id.clone() },
        role: from.role,
        kind: kind(source, row),
        name: line(&from.name),
        company: line(&row.company),
        email_raw: filled(&from.email),
        is_generic: email.as_ref().is_some_and(mailbox::is_generic),
        phone_raw: filled(&from.phone),
        is_mobile: phone.as_ref().is_some_and(Phone::is_mobile),
        statut: row.statut.clone(),
        client_type: row.client_type.clone(),
        industry: row.industry.clone(),
        size_label: row.size_label.clone(),
        ville: row.ville.clone(),
        pays: row.pays.clone(),
        fields: columns(row),
        own_id: identity::of(email.as_ref(), phone.as_ref()),
        email: email.map(|email| email.to_string()),
        phone: phone.map(|phone| phone.to_string()),
    }
}

/// A company is taken for one that was not informed, until the ledger says otherwise.
fn kind(source: Source, row: &SourceRow) -> Kind {
    let word = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_uppercase());
    match source {
        Source::Clients => Kind::of_client(word(&row.client_type).as_deref(), word(&row.statut).as_deref()),
        Source::Companies => Kind::Company,
        Source::Import => Kind::Imported,
    }
}

/// What a template can name: words, numbers and flags under names that it can spell.
fn columns(row: &SourceRow) -> serde_json::Map<String, serde_json::Value> {
    let plain = |value: &serde_json::Value| value.is_string() || value.is_number() || value.is_boolean();
    let named = |name: &str| domain::variables::is_known(&format!("source.{name}"));
    let kept = row.fields.iter().filter(|(name, value)| named(name) && plain(value));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn filled(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.trim().is_empty())
}

fn line(text: &Option<String>) -> String {
    text.as_deref().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(role: ContactRole, name: &str, email: &str, phone: &str) -> SourceAddress {
        let some = |text: &str| Some(text.to_owned());
        SourceAddress { role, name: some(name), email: some(email), phone: some(phone) }
    }

    fn row(pays: &str, addresses: Vec<SourceAddress>) -> SourceRow {
        SourceRow { id: "7".into(), pays: Some(pays.into()), addresses, ..SourceRow::default() }
    }

    #[test]
    fn a_key_contact_with_a_name_alone_is_none_and_the_main_one_is_always_there() {
        let row = row(
            "",
            vec![
                address(ContactRole::Main, "", " ", ""),
                address(ContactRole::Administrateur, "Awa Diop", "", " "),
                address(ContactRole::ContactInterne, "", "", "à demander"),
            ],
        );
        let found: Vec<_> = contacts(Source::Clients, &row).collect();
        assert_eq!(
            found.iter().map(|contact| contact.role).collect::<Vec<_>>(),
            [ContactRole::Main, ContactRole::ContactInterne]
        );
        assert_eq!((&found[0].email_raw, &found[0].phone_raw, found[0].own_id), (&None, &None, None));
        assert_eq!((found[1].phone_raw.as_deref(), &found[1].phone), (Some("à demander"), &None));
    }

    #[test]
    fn a_national_number_is_read_as_the_rows_country_writes_it() {
        let read = |pays, phone| {
            let row = row(pays, vec![address(ContactRole::Main, "", "", phone)]);
            contacts(Source::Companies, &row).next().and_then(|contact| contact.phone)
        };
        assert_eq!(read("Sénégal", "77 123 45 67").as_deref(), Some("+221771234567"));
        assert_eq!(read("", "06 12 34 56 78").as_deref(), Some("+33612345678"));
    }

    #[test]
    fn the_suites_words_count_in_any_case() {
        let client = |kind: &str, statut: &str| {
            let row = SourceRow {
                client_type: Some(kind.into()),
                statut: Some(statut.into()),
                ..row("", vec![address(ContactRole::Main, "", "", "")])
            };
            contacts(Source::Clients, &row).next().unwrap().kind
        };
        assert_eq!(client(" client", "Actif"), Kind::Customer);
        assert_eq!(client("CLIENT_FIDELE", "ABANDONNE"), Kind::Lapsed);
    }

    #[test]
    fn only_plain_columns_that_a_template_can_spell_are_kept() {
        let fields = serde_json::json!({"code_postal": "31000", "effectif": 12, "code postal": "x", "adresse": {"rue": "y"}, "vide": null});
        let row = SourceRow { fields: fields.as_object().unwrap().clone(), ..SourceRow::default() };
        assert_eq!(
            serde_json::Value::from(columns(&row)),
            serde_json::json!({"code_postal": "31000", "effectif": 12})
        );
    }
}
