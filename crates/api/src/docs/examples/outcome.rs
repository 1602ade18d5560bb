//! What came of it, and what readers decided.

use domain::{
    Channel, ConsentEntryId, PersonId,
    audience::{Exclusion, ExclusionProof, ExclusionReason},
    campaign::{Campaign, CampaignState},
    consent::{
        ConsentEntry, ConsentPolicy, ConsentRecord, ConsentSource, Decision, FrequencyCap, LedgerVerdict,
        Purpose,
    },
    delivery::{DeadEnd, DeliveryState, EndDecision},
    list::Page,
    report::{
        Attention, AttentionKind, CampaignReport, Dashboard, DayFigures, DeadEndGroup, DeadEnds, Decided,
        EndChoice, EndsDecided, ExportOrder, HourFigures, LinkFigures, ReasonCount, Recipient,
        RecipientGroup, Ticket,
    },
    sources::{ContactRole, Source},
    suppression::{Suppress, Suppression, SuppressionReason},
};
use serde_json::json;
use uuid::Uuid;

use super::{Example, answer, at, campaign, campaign_summary, exchange, figures, sending::waterfall};

pub(super) fn all() -> Vec<(&'static str, Example)> {
    let order = ExportOrder { q: String::new(), group: RecipientGroup::Bounced };
    let policy = ConsentPolicy {
        frequency_cap: Some(FrequencyCap { messages: 4, days: 30 }),
        ..ConsentPolicy::default()
    };
    let suppress = Suppress { detail: Some("Demande par téléphone".into()) };
    vec![
        ("read_report", answer(report())),
        ("list_recipients", answer(page(recipient()))),
        ("list_exclusions", answer(page(exclusion()))),
        ("list_dead_ends", answer(dead_ends())),
        ("resend_unknown", exchange(EndChoice::default(), decided(7))),
        ("accept_unknown", exchange(EndChoice { code: None, numbers: Some(vec![12, 4_077]) }, decided(2))),
        (
            "replay_dead_letters",
            exchange(EndChoice { code: Some("http_413".into()), numbers: None }, decided(6)),
        ),
        ("export_recipients", exchange(order, ticket())),
        (
            "download",
            answer("\u{feff}Numéro;Nom;Entreprise;Adresse;État;Motif;Ouvert;Cliqué;Modifié (UTC)\r\n"),
        ),
        ("read_dashboard", answer(dashboard())),
        ("list_consent_entries", answer(page(entry()))),
        ("record_consent", exchange(record(), entry())),
        ("verify_ledger", answer(verdict())),
        ("list_suppressions", answer(page(suppression()))),
        ("suppress_address", exchange(suppress, suppression())),
        ("read_consent_policy", answer(ConsentPolicy::default())),
        ("set_consent_policy", exchange(&policy, &policy)),
    ]
}

fn page<T>(item: T) -> Page<T> {
    Page { items: vec![item], next: None, previous: None }
}

fn dead_ends() -> DeadEnds {
    let group = |end, code: &str, deliveries| DeadEndGroup { end, code: code.into(), deliveries };
    let decision = EndDecision::Replay;
    DeadEnds {
        groups: vec![group(DeadEnd::Unknown, "", 7), group(DeadEnd::Refused, "http_413", 6)],
        decisions: vec![Decided { decision, deliveries: 6, by: "42".into(), at: at(14) }],
    }
}

fn decided(deliveries: i64) -> EndsDecided {
    EndsDecided { deliveries, campaign: Campaign { state: CampaignState::Sending, ..campaign() } }
}

fn report() -> CampaignReport {
    CampaignReport {
        campaign: campaign(),
        figures: figures(),
        waterfall: waterfall(),
        reach: None,
        part_waterfall: None,
        hours: vec![HourFigures { hour: at(13), figures: figures() }],
        links: vec![LinkFigures {
            number: 1,
            url: "https://exemple.fr/soldes".into(),
            readers: 412,
            human: 530,
            machine: 97,
            unknown: 12,
            untracked: 388,
        }],
        reasons: vec![ReasonCount {
            state: DeliveryState::BouncedHard,
            code: "550 5.1.1 user unknown".into(),
            deliveries: 71,
        }],
        canary: None,
    }
}

fn recipient() -> Recipient {
    Recipient {
        number: 1,
        channel: Channel::Email,
        person: PersonId(Uuid::from_u128(0x5b1c_2f3a_7c1b_5a55_9b1d_2c3e_4f61_0001)),
        name: "Camille Martin".into(),
        company: "Martin Bâtiment".into(),
        address: "camille.martin@example.com".into(),
        state: DeliveryState::Delivered,
        code: None,
        opened: Some(true),
        clicked: Some(false),
        accepted_on_word: false,
        changed_at: at(13),
    }
}

fn exclusion() -> Exclusion {
    Exclusion {
        source: Source::Clients,
        source_id: "1207".into(),
        role: ContactRole::Main,
        channel: Channel::Email,
        person: Some(recipient().person),
        name: "Camille Martin".into(),
        address: Some("camille.martin@example.com".into()),
        reason: ExclusionReason::NoConsent,
        proof: Some(ExclusionProof { source: ConsentSource::UnsubscribePage, said: None, at: at(13) }),
    }
}

pub(super) fn ticket() -> Ticket {
    Ticket {
        path: "/api/marketing/v1/downloads/8Zk0nJ3Xc1h2b3V0YS1zYW1wbGUtdGlja2V0LTMyYg".into(),
        expires_at: at(13),
    }
}

fn dashboard() -> Dashboard {
    let day = at(13).date_naive();
    Dashboard {
        from: day,
        to: day,
        zone: "Europe/Paris".into(),
        figures: figures(),
        previous: figures(),
        days: vec![DayFigures { day, figures: figures() }],
        attention: vec![Attention {
            kind: AttentionKind::CampaignPaused,
            campaign: Some(campaign().id),
            template: None,
            name: campaign().name,
            about: "manual".into(),
            since: at(12),
        }],
        campaigns: vec![campaign_summary()],
        at: at(13),
    }
}

fn record() -> ConsentRecord {
    let evidence = json!({"form": "salon-2026", "text": "J’accepte de recevoir vos offres"});
    ConsentRecord {
        address: "camille.martin@example.com".into(),
        channel: Channel::Email,
        purpose: Purpose::Marketing,
        decision: Decision::Granted,
        occurred_at: at(9),
        evidence: evidence.as_object().cloned().unwrap_or_default(),
    }
}

fn entry() -> ConsentEntry {
    let ConsentRecord { address, channel, purpose, decision, occurred_at, .. } = record();
    ConsentEntry {
        id: ConsentEntryId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f80)),
        address,
        channel,
        purpose,
        decision,
        source: ConsentSource::Agent.to_string(),
        actor: "42".into(),
        occurred_at,
        recorded_at: at(10),
        seq: None,
    }
}

fn verdict() -> LedgerVerdict {
    let head = Some("9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c3b2a1f0e9d8c7b6a5f4e3d2c1b0a9f8e".into());
    LedgerVerdict { entries: 1_204, unsealed: 2, erased: 1, broken_at: None, head }
}

fn suppression() -> Suppression {
    Suppression {
        address: "camille.martin@example.com".into(),
        channel: Channel::Email,
        reason: SuppressionReason::Manual,
        detail: Some("Demande par téléphone".into()),
        created_at: at(10),
    }
}
