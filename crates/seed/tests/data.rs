//! The data are judged by the rules that the product judges real data by.

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail as loudly as the test itself")]

use std::collections::{BTreeMap, BTreeSet};

use address::{Email, Phone};
use chrono::{DateTime, Utc};
use domain::{Channel, campaign::CampaignState};
use seed::{Client, Company, Consent, Fields, Generator};

const ROWS: u64 = 20_000;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

fn generator() -> Generator {
    Generator::new(42, now())
}

fn clients() -> Vec<Client> {
    generator().clients(0..ROWS).collect()
}

fn companies() -> Vec<Company> {
    generator().companies(0..ROWS).collect()
}

fn consents() -> Vec<Consent> {
    generator().consents(0..ROWS, 0..ROWS).collect()
}

/// How many of a thousand.
fn per_mille<T>(rows: &[T], has: impl Fn(&T) -> bool) -> usize {
    rows.iter().filter(|row| has(row)).count() * 1000 / rows.len()
}

#[track_caller]
fn assert_about(found: usize, expected: usize) {
    let slack = expected / 8 + 3;
    assert!(found.abs_diff(expected) <= slack, "{found} per mille, and not about {expected}");
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_seed_gives_others() {
    assert_eq!(clients(), clients());
    assert_eq!(consents(), consents());
    assert_eq!(generator().campaigns(), generator().campaigns());
    let other: Vec<_> = Generator::new(43, now()).clients(0..100).collect();
    assert!(other.iter().zip(clients()).filter(|(a, b)| a.nom == b.nom).count() < 10);
}

#[test]
fn a_row_depends_on_its_number_alone() {
    let alone: Vec<_> = generator().clients(777..779).collect();
    assert_eq!(alone, clients()[777..779]);
    let alone: Vec<_> = generator().companies(1234..1236).collect();
    assert_eq!(alone, companies()[1234..1236]);
}

#[test]
fn every_address_that_is_not_broken_is_valid_for_its_country() {
    let mut seen = BTreeMap::<&str, BTreeSet<bool>>::new();
    for client in &clients() {
        let key_contacts = [&client.administrateur, &client.contact_interne];
        for contact in key_contacts.into_iter().flatten() {
            if let Some(email) = &contact[1] {
                Email::parse(email).unwrap_or_else(|error| panic!("{email}: {error}"));
            }
            if let Some(phone) = &contact[2] {
                let parsed = Phone::parse(phone, client.region)
                    .unwrap_or_else(|error| panic!("{} {phone}: {error}", client.region));
                assert!(parsed.is_mobile(), "{phone}");
                assert_eq!(parsed.region(), Some(client.region), "{phone}");
            }
        }
        if let Some(phone) =
            client.telephone.as_ref().and_then(|phone| Phone::parse(phone, client.region).ok())
        {
            assert_eq!(phone.region(), Some(client.region));
            seen.entry(client.region).or_default().insert(phone.is_mobile());
        }
    }
    let both = BTreeSet::from([false, true]);
    assert_eq!(seen.len(), 8, "{seen:?}");
    assert!(seen.values().all(|kinds| *kinds == both), "each country has mobiles and landlines: {seen:?}");
}

#[test]
fn missing_and_broken_addresses_keep_their_shares() {
    let clients = clients();
    assert_about(per_mille(&clients, |row| row.email.is_none()), 60);
    assert_about(
        per_mille(&clients, |row| row.email.as_ref().is_some_and(|text| Email::parse(text).is_err())),
        30,
    );
    assert_about(per_mille(&clients, |row| row.telephone.is_none()), 80);
    let broken =
        |row: &Client| row.telephone.as_ref().is_some_and(|text| Phone::parse(text, row.region).is_err());
    assert_about(per_mille(&clients, broken), 30);
    let companies = companies();
    assert_about(per_mille(&companies, |row| row.email.is_none()), 60);
    assert_about(
        per_mille(&companies, |row| row.email.as_ref().is_some_and(|text| Email::parse(text).is_err())),
        30,
    );
}

#[test]
fn some_companies_are_clients_under_another_spelling() {
    let clients: BTreeMap<String, String> = clients()
        .iter()
        .filter_map(|row| Some((Email::parse(row.email.as_ref()?).ok()?.to_string(), row.nom.clone())))
        .collect();
    let also = |row: &Company| {
        let email = row.email.as_ref().and_then(|text| Email::parse(text).ok());
        email.and_then(|email| clients.get(email.as_str())).is_some_and(|name| *name != row.name)
    };
    let share = per_mille(&companies(), also);
    assert!((30..=110).contains(&share), "{share} per mille");
}

#[test]
fn nobody_real_can_ever_be_mailed() {
    let reserved = |email: &Email| {
        let domain = email.domain();
        let under = |zone: &str| domain == zone || domain.ends_with(&format!(".{zone}"));
        ["example", "test", "example.com", "example.net", "example.org"].into_iter().any(under)
    };
    let of_clients = clients().into_iter().flat_map(|row| {
        let contacts =
            [row.administrateur, row.contact_interne].into_iter().flatten().map(|[_, email, _]| email);
        contacts.chain([row.email]).collect::<Vec<_>>()
    });
    let of_companies = companies().into_iter().map(|row| row.email);
    let parsed: Vec<Email> =
        of_clients.chain(of_companies).flatten().filter_map(|text| Email::parse(&text).ok()).collect();
    assert!(parsed.len() > 40_000);
    for email in &parsed {
        assert!(reserved(email), "{email}");
    }
}

#[test]
fn consents_name_addresses_in_their_normal_form_and_carry_their_proof() {
    let consents = consents();
    let ids: BTreeSet<_> = consents.iter().map(|consent| consent.id).collect();
    assert_eq!(ids.len(), consents.len());
    for consent in &consents {
        let normal = match consent.channel {
            Channel::Email => Email::parse(&consent.address).unwrap().to_string(),
            Channel::Whatsapp => {
                let phone = Phone::parse(&consent.address, "").unwrap();
                assert!(phone.is_mobile());
                phone.to_string()
            }
        };
        assert_eq!(consent.address, normal);
        assert!(consent.occurred_at < consent.recorded_at && consent.recorded_at < now());
        assert_eq!(consent.id.get_version_num(), 7);
    }
    let mut tampered = consents[0].clone();
    tampered.evidence.push(' ');
    assert_ne!(tampered.evidence_hash(), consents[0].evidence_hash());
    for decision in ["granted", "refused", "withdrawn", "objected", "informed"] {
        assert!(consents.iter().any(|consent| consent.decision == decision), "{decision}");
    }
}

#[test]
fn every_row_fills_exactly_its_fields() {
    let client = &clients()[0];
    assert_eq!(client.fields().len(), Client::FIELDS.len());
    assert_eq!(companies()[0].fields().len(), Company::FIELDS.len());
    assert_eq!(consents()[0].fields().len(), Consent::FIELDS.len());
    assert_eq!(consents()[0].evidence_fields().len(), Consent::EVIDENCE_FIELDS.len());
    assert_eq!(generator().templates()[0].fields().len(), seed::Template::FIELDS.len());
    assert_eq!(generator().campaigns()[0].fields().len(), seed::Campaign::FIELDS.len());
}

#[test]
fn campaigns_name_templates_of_their_channel_and_never_send_by_themselves() {
    let templates = generator().templates();
    let campaigns = generator().campaigns();
    assert_eq!((templates.len(), campaigns.len()), (20, 60));
    for campaign in &campaigns {
        let template = templates.iter().find(|template| Some(template.id) == campaign.template_id).unwrap();
        assert_eq!(template.channel, campaign.channel, "{}", campaign.name);
        assert_eq!(campaign.subject.is_some(), campaign.channel == Channel::Email, "{}", campaign.name);
        assert_eq!(campaign.html, template.html, "{}", campaign.name);
        let sends = [CampaignState::Scheduled, CampaignState::Planning, CampaignState::Sending];
        assert!(!sends.contains(&campaign.state), "{}", campaign.name);
    }
    let states: BTreeSet<_> = campaigns.iter().map(|campaign| campaign.state).collect();
    assert!(states.len() >= 6, "{states:?}");
}

#[test]
fn templates_name_only_variables_that_are_known() {
    for template in generator().templates() {
        let parts = [template.subject, template.html, Some(template.text)];
        for part in parts.into_iter().flatten() {
            for opening in part.split("{{").skip(1) {
                let name: String = opening
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || "._".contains(*c))
                    .collect();
                assert!(domain::variables::is_known(&name), "{} names {name}", template.name);
            }
        }
    }
}
