//! The waterfall once more, slow and obvious: what the query is held against.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Channel,
    audience::{ExclusionReason as Reason, Field, Segment},
    consent::{Answer, ConsentPolicy, Kinds, LedgerState, decide},
};
use sqlx::{PgPool, types::Uuid};

/// A contact, as the directory has it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Contact {
    place: String,
    source: String,
    role: String,
    kind: i16,
    statut: Option<String>,
    client_type: Option<String>,
    industry: Option<String>,
    email_raw: Option<String>,
    email: Option<String>,
    phone_raw: Option<String>,
    phone: Option<String>,
    is_mobile: bool,
    person_id: Option<Uuid>,
}

/// All that the waterfall depends on.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) contacts: Vec<Contact>,
    decisions: BTreeMap<(String, String), LedgerState>,
    suppressed: BTreeSet<(String, String)>,
    /// Who had a message within the days of the cap.
    pub(crate) capped: BTreeSet<Uuid>,
    /// Who is left out whatever the segment.
    unasked: BTreeSet<Uuid>,
}

impl Picture {
    pub(crate) async fn take(pool: &PgPool) -> Self {
        let contacts = sqlx::query_as(
            "select place, source, role, kind, statut, type as client_type, industry, email_raw, email, phone_raw, phone,
                    is_mobile, person_id from marketing_contacts order by place",
        );
        let decisions: Vec<(String, String, String)> = sqlx::query_as(
            "select distinct on (address, channel) address, channel, decision from marketing_consent_entries
             where purpose = 'marketing' order by address, channel, occurred_at desc",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        let suppressed: Vec<(String, String)> =
            sqlx::query_as("select address, channel from marketing_suppressions")
                .fetch_all(pool)
                .await
                .unwrap();
        Self {
            contacts: contacts.fetch_all(pool).await.unwrap(),
            decisions: decisions
                .into_iter()
                .map(|(address, channel, decision)| ((address, channel), decision.parse().unwrap()))
                .collect(),
            suppressed: suppressed.into_iter().collect(),
            capped: BTreeSet::new(),
            unasked: BTreeSet::new(),
        }
    }

    /// What becomes of each contact that matches, by its place; nothing where it is written to.
    pub(crate) fn classify(
        &self,
        channel: Channel,
        segment: &Segment,
        policy: &ConsentPolicy,
    ) -> BTreeMap<String, Option<Reason>> {
        let is_asked = |contact: &Contact| contact.person_id.is_none_or(|id| !self.unasked.contains(&id));
        let matched = self.contacts.iter().filter(|contact| is_asked(contact) && matches(contact, segment));
        let (mut people, mut addresses) = (BTreeSet::new(), BTreeSet::new());
        let mut found = BTreeMap::new();
        for contact in matched {
            let reason = match contact.address(channel) {
                (None, _) => Some(Reason::NoAddress),
                (_, None) => Some(Reason::InvalidAddress),
                (_, Some(_)) if !people.insert(contact.person_id) => Some(Reason::Duplicate),
                (_, Some(address)) if !addresses.insert(address.to_owned()) => Some(Reason::Duplicate),
                (_, Some(address)) => self.later(contact, address, channel, policy),
            };
            found.insert(contact.place.clone(), reason);
        }
        found
    }

    /// Whom a campaign writes to, and where.
    pub(crate) fn written_to(
        &self,
        channel: Channel,
        segment: &Segment,
        policy: &ConsentPolicy,
    ) -> BTreeMap<Uuid, String> {
        let found = self.classify(channel, segment, policy);
        let planned = self.contacts.iter().filter(|contact| found.get(&contact.place) == Some(&None));
        planned
            .map(|contact| (contact.person_id.unwrap(), contact.address(channel).1.unwrap().to_owned()))
            .collect()
    }

    /// The same for a campaign whose segment matches none of these people. What they are to whoever shares an address with them stays.
    pub(crate) fn without(&self, people: &BTreeSet<Uuid>) -> Self {
        Self { unasked: people.clone(), ..self.clone() }
    }

    fn later(
        &self,
        contact: &Contact,
        address: &str,
        channel: Channel,
        policy: &ConsentPolicy,
    ) -> Option<Reason> {
        let at = |address: &str| (address.to_owned(), channel.to_string());
        let of_person: Vec<_> =
            self.contacts.iter().filter(|other| other.person_id == contact.person_id).collect();
        let kinds = Kinds(of_person.iter().fold(0, |bits, other| bits | other.kind));
        let said = |address: &str| self.decisions.get(&at(address)).copied().unwrap_or(LedgerState::Unknown);
        let refused = of_person.iter().filter_map(|other| other.address(channel).1).map(said).find(|state| {
            matches!(state, LedgerState::Refused | LedgerState::Withdrawn | LedgerState::Objected)
        });
        if self.suppressed.contains(&at(address)) {
            Some(Reason::Suppressed)
        } else if decide(policy, channel, refused.unwrap_or(said(address)), kinds) == Answer::No {
            Some(Reason::NoConsent)
        } else if policy.frequency_cap.is_some()
            && contact.person_id.is_some_and(|id| self.capped.contains(&id))
        {
            Some(Reason::FrequencyCap)
        } else {
            None
        }
    }
}

impl Contact {
    fn address(&self, channel: Channel) -> (Option<&str>, Option<&str>) {
        match channel {
            Channel::Email => (self.email_raw.as_deref(), self.email.as_deref()),
            Channel::Whatsapp => {
                (self.phone_raw.as_deref(), self.phone.as_deref().filter(|_| self.is_mobile))
            }
        }
    }
}

fn matches(contact: &Contact, segment: &Segment) -> bool {
    match segment {
        Segment::All(parts) => parts.iter().all(|part| matches(contact, part)),
        Segment::Any(parts) => parts.iter().any(|part| matches(contact, part)),
        Segment::Not(part) => !matches(contact, part),
        Segment::Is(condition) => {
            let held = match condition.field {
                Field::Source => Some(&contact.source),
                Field::Role => Some(&contact.role),
                Field::Statut => contact.statut.as_ref(),
                Field::Type => contact.client_type.as_ref(),
                Field::Industry => contact.industry.as_ref(),
                Field::SizeLabel | Field::Missed => None,
            };
            held.is_some_and(|held| condition.any_of.iter().any(|value| plain(value) == plain(held)))
        }
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace('é', "e")
}
