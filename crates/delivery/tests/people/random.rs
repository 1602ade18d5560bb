//! Random little worlds, in which people share addresses, have opinions and bounce.

use domain::{
    Channel,
    audience::{Condition, Field, Segment},
    consent::{ConsentPolicy, Decision, FrequencyCap, Kind, Rule},
};
use proptest::{prelude::*, sample::select};

use crate::world::client;

/// E-mails and phones that the ledger and the suppressions speak of.
pub(crate) const EMAILS: &[&str] = &["a@x.example", "b@x.example", "c@x.example", "info@x.example"];
pub(crate) const PHONES: &[&str] = &["+33612345678", "+33698765432"];

/// A row of any source.
pub(crate) fn row() -> impl Strategy<Value = String> {
    let emails = select(vec!["", " ", "A@x.example", "b@x.example", "c@X.example", "info@x.example", "bad"]);
    let phones = select(vec!["", "06 12 34 56 78", "+33698765432", "0142345678", "12"]);
    let names = select(vec!["", "Awa Diop", "AWA DIOP", "Ibra"]);
    let words =
        (select(vec!["ACTIF", "INACTIF", "ABANDONNE"]), select(vec!["PROSPECT", "CLIENT", "CLIENT_FIDELE"]));
    let industry = select(vec!["null", "'Santé'", "'BTP'", "' btp '"]);
    let contact = (names, emails, phones);
    prop_oneof![
        (contact.clone(), contact.clone(), words).prop_map(|((nom, email, phone), (name, key, tel), (statut, kind))| {
            let insert = client(nom, email, phone, [name, key, tel]);
            format!("{insert} update clients set statut = '{statut}', type = '{kind}' where created_at = now();")
        }),
        (contact.clone(), industry.clone()).prop_map(|((nom, email, phone), industry)| {
            format!("insert into companies (name, email, phone, industry) values ('{nom}', '{email}', '{phone}', {industry});")
        }),
        (contact, industry).prop_map(|((nom, email, phone), industry)| {
            format!("insert into marketing_import_rows (nom, email, telephone, secteur) values ('{nom}', '{email}', '{phone}', {industry});")
        }),
    ]
}

/// What somebody decided, at an address by a channel.
pub(crate) fn opinion() -> impl Strategy<Value = (String, Channel, Decision)> {
    let addresses = select(
        EMAILS
            .iter()
            .map(|email| (*email, Channel::Email))
            .chain(PHONES.iter().map(|phone| (*phone, Channel::Whatsapp)))
            .collect::<Vec<_>>(),
    );
    (addresses, select(Decision::ALL))
        .prop_map(|((address, channel), decision)| (address.to_owned(), channel, decision))
}

/// An address that is suppressed.
pub(crate) fn dead() -> impl Strategy<Value = (String, Channel)> {
    opinion().prop_map(|(address, channel, _)| (address, channel))
}

/// A tree of conditions.
pub(crate) fn segment() -> impl Strategy<Value = Segment> {
    let is = prop_oneof![
        (Just(Field::Source), prop::collection::vec(select(vec!["clients", "companies", "import"]), 1..3)),
        (Just(Field::Role), prop::collection::vec(select(vec!["main", "administrateur"]), 1..2)),
        (Just(Field::Statut), prop::collection::vec(select(vec!["actif", "ABANDONNE", "été"]), 1..3)),
        (Just(Field::Type), prop::collection::vec(select(vec!["Client", "prospect"]), 1..3)),
        (Just(Field::Industry), prop::collection::vec(select(vec!["sante", "BTP"]), 1..3)),
    ];
    let is = is.prop_map(|(field, values)| {
        Segment::Is(Condition { field, any_of: values.into_iter().map(str::to_owned).collect() })
    });
    is.prop_recursive(3, 12, 3, |part| {
        prop_oneof![
            prop::collection::vec(part.clone(), 0..3).prop_map(Segment::All),
            prop::collection::vec(part.clone(), 0..3).prop_map(Segment::Any),
            part.prop_map(|part| Segment::Not(Box::new(part))),
        ]
    })
}

/// The rules, as somebody may have made them.
pub(crate) fn policy() -> impl Strategy<Value = ConsentPolicy> {
    let grounds =
        prop::collection::vec(prop::option::of(select(domain::consent::Ground::ALL)), Kind::ALL.len());
    (grounds, any::<bool>()).prop_map(|(grounds, capped)| ConsentPolicy {
        rules: Kind::ALL.iter().zip(grounds).map(|(kind, email)| Rule { kind: *kind, email }).collect(),
        frequency_cap: capped.then_some(FrequencyCap { messages: 1, days: 7 }),
    })
}
