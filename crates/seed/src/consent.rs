//! Consents, refusals and information at collection, each with its proof.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Channel;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    client::{self, Base, Flaw},
    company,
    dice::{Dice, Stream},
    row::{Fields, Value, bytes, instant, shown, text},
};

/// One entry of the consent ledger, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: Uuid,
    /// The address, in its normal form.
    pub address: String,
    /// The channel of the address.
    pub channel: Channel,
    /// What for: `marketing`, `open_tracking`, `click_tracking`, `information`.
    pub purpose: &'static str,
    /// What was decided: `granted`, `refused`, `withdrawn`, `objected`, `informed`.
    pub decision: &'static str,
    /// Where.
    pub source: &'static str,
    /// When it was expressed.
    pub occurred_at: DateTime<Utc>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// What makes the hash of the proof unguessable.
    pub salt: [u8; 16],
    /// The proof: a JSON object with sorted keys and no blanks.
    pub evidence: String,
}

impl Consent {
    /// SHA-256 of salt and proof: all that the ledger itself keeps of the proof.
    #[must_use]
    pub fn evidence_hash(&self) -> [u8; 32] {
        Sha256::new().chain_update(self.salt).chain_update(&self.evidence).finalize().into()
    }

    /// The names of the proof's fields.
    pub const EVIDENCE_FIELDS: &'static [&'static str] = &["entry_id", "salt", "evidence"];

    /// The proof, as a row of its own.
    #[must_use]
    pub fn evidence_fields(&self) -> Vec<Value<'_>> {
        vec![shown(self.id), bytes(&self.salt), text(&self.evidence)]
    }
}

impl Fields for Consent {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "address",
        "channel",
        "purpose",
        "decision",
        "source",
        "actor",
        "occurred_at",
        "recorded_at",
        "evidence_hash",
    ];

    fn fields(&self) -> Vec<Value<'_>> {
        vec![
            shown(self.id),
            text(&self.address),
            text(self.channel.as_str()),
            text(self.purpose),
            text(self.decision),
            text(self.source),
            text("seed"),
            instant(self.occurred_at),
            instant(self.recorded_at),
            bytes(&self.evidence_hash()),
        ]
    }
}

/// Where a decision was expressed, and the words that were shown there.
const PLACES: &[(u32, (&str, &str))] = &[
    (5, ("form", "J’accepte de recevoir les offres par ce canal. Je peux retirer mon accord à tout moment.")),
    (3, ("agent", "Le client accepte d’être informé des services similaires.")),
    (2, ("import", "Carte remise au salon, case « nouvelles par e-mail et WhatsApp » cochée.")),
];

/// What a row says about one address.
struct Ledger {
    dice: Dice,
    now: DateTime<Utc>,
    entries: Vec<Consent>,
}

impl Ledger {
    fn new(seed: u64, stream: Stream, i: u64, now: DateTime<Utc>) -> Self {
        Self { dice: Dice::new(seed, stream, i), now, entries: Vec::new() }
    }

    fn add(&mut self, address: &str, channel: Channel, purpose: &'static str, decision: &'static str) {
        let (source, words) = self.dice.weighted(PLACES);
        let occurred_at = self.dice.past(self.now, 500);
        let recorded_at = occurred_at + TimeDelta::seconds(i64::from(1 + self.dice.below(600)));
        let evidence = format!(
            "{{\"ip\":\"192.0.2.{}\",\"page\":\"https://www.example.com/{source}\",\"text\":\"{words}\",\"version\":{}}}",
            self.dice.below(255),
            1 + self.dice.below(3)
        );
        self.entries.push(Consent {
            id: self.dice.id_at(recorded_at),
            address: address.to_owned(),
            channel,
            purpose,
            decision,
            source,
            occurred_at,
            recorded_at,
            salt: self.dice.bytes(),
            evidence,
        });
    }

    /// What somebody said when asked about a channel; with a yes often comes one to measuring.
    fn ask(&mut self, address: &str, channel: Channel, answers: &[(u32, Option<&'static str>)]) {
        let Some(decision) = self.dice.weighted(answers) else { return };
        self.add(address, channel, "marketing", decision);
        if decision == "granted" && channel == Channel::Email {
            self.ask_to_measure(address, 650);
        }
    }

    /// Opens and clicks are asked about by themselves; so many of a thousand say yes to both.
    fn ask_to_measure(&mut self, address: &str, per_mille: u32) {
        if self.dice.chance(per_mille) {
            self.add(address, Channel::Email, "open_tracking", "granted");
            self.add(address, Channel::Email, "click_tracking", "granted");
        }
    }
}

pub(crate) fn of_client(seed: u64, i: u64, now: DateTime<Utc>) -> Vec<Consent> {
    let (flaws, _) = client::flaws(seed, i);
    if flaws.twice {
        return Vec::new();
    }
    let Base { firm, .. } = client::shown_base(seed, i, &flaws);
    let mut ledger = Ledger::new(seed, Stream::ClientConsent, i, now);
    if flaws.email == Flaw::None {
        let answers = [
            (38, Some("granted")),
            (3, Some("refused")),
            (4, Some("withdrawn")),
            (1, Some("objected")),
            (54, None),
        ];
        ledger.ask(&firm.email, Channel::Email, &answers);
    }
    if flaws.phone == Flaw::None && firm.phone.mobile {
        let answers = [(30, Some("granted")), (3, Some("refused")), (2, Some("withdrawn")), (65, None)];
        ledger.ask(&firm.phone.e164(), Channel::Whatsapp, &answers);
    }
    ledger.entries
}

pub(crate) fn of_company(seed: u64, i: u64, now: DateTime<Utc>) -> Vec<Consent> {
    let (flaws, _) = company::flaws(seed, i);
    let firm = company::firm(seed, i, &flaws);
    let mut ledger = Ledger::new(seed, Stream::CompanyConsent, i, now);
    if flaws.email == Flaw::None && ledger.dice.chance(600) {
        ledger.add(&firm.email, Channel::Email, "information", "informed");
        if ledger.dice.chance(30) {
            ledger.add(&firm.email, Channel::Email, "marketing", "objected");
        } else {
            ledger.ask_to_measure(&firm.email, 250);
        }
    }
    ledger.entries
}
