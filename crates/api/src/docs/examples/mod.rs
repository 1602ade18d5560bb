//! One example per operation, made from the very types that the routes serve: they cannot drift from the schemas.

mod costs;
mod outcome;
mod readers;
mod sending;
mod talk;
mod whatsapp;

pub(super) use readers::PAGE;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeZone, Utc};
use domain::{
    CampaignId, Channel, Duplicate, Language, Role, TemplateId,
    audience::{Condition, Field, MissedReason, Segment},
    campaign::{
        Campaign, CampaignCounts, CampaignCreate, CampaignEdit, CampaignState, CampaignSummary, DoubtPolicy,
        FollowUp, Origin, Owner,
    },
    list::Page,
    permission::Me,
    problem::CatalogueEntry,
    provider::Sender,
    report::Figures,
    sources::{GroupCount, Source, SourceCount, SourceCounts},
    template::{Template, TemplateCreate, TemplateEdit, TemplateSummary},
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// What an operation may be sent, and what it then answers.
#[derive(Debug, Default)]
pub(super) struct Example {
    pub(super) request: Option<Value>,
    pub(super) response: Option<Value>,
}

fn answer(response: impl Serialize) -> Example {
    Example { request: None, response: serde_json::to_value(response).ok() }
}

fn exchange(request: impl Serialize, response: impl Serialize) -> Example {
    Example { request: serde_json::to_value(request).ok(), ..answer(response) }
}

pub(super) fn all() -> BTreeMap<&'static str, Example> {
    let ours = campaigns().into_iter().chain(templates()).chain(others());
    ours.chain(sending::all())
        .chain(outcome::all())
        .chain(readers::all())
        .chain(talk::all())
        .chain(whatsapp::all())
        .chain(costs::all())
        .collect()
}

fn campaigns() -> Vec<(&'static str, Example)> {
    let counts =
        CampaignCounts::gather(&[(CampaignState::Draft, false, 12), (CampaignState::Finished, false, 118)]);
    vec![
        ("list_campaigns", answer(Page { items: vec![campaign_summary()], next: None, previous: None })),
        ("count_campaigns", answer(counts)),
        ("read_campaign", answer(campaign())),
        ("create_campaign", exchange(campaign_create(), campaign())),
        ("edit_campaign", exchange(campaign_edit(), campaign())),
        ("duplicate_campaign", exchange(Duplicate { name: "Soldes BTP, avril".into() }, campaign())),
        ("add_email_part", answer(Campaign { part_of: Some(main().id), ..campaign() })),
        ("remove_email_part", answer(main())),
        (
            "follow_up_campaign",
            exchange(
                FollowUp { name: "Soldes, par e-mail".into(), missed: MissedReason::Capped },
                campaign(),
            ),
        ),
        ("archive_campaign", answer(Campaign { archived: true, ..campaign() })),
        ("unarchive_campaign", answer(campaign())),
    ]
}

fn templates() -> Vec<(&'static str, Example)> {
    vec![
        ("list_templates", answer(Page { items: vec![template_summary()], next: None, previous: None })),
        ("read_template", answer(template())),
        ("create_template", exchange(template_create(), template())),
        ("edit_template", exchange(template_edit(), template())),
        ("duplicate_template", exchange(Duplicate { name: "Infolettre, été".into() }, template())),
        ("archive_template", answer(Template { archived: true, ..template() })),
        ("unarchive_template", answer(template())),
    ]
}

fn others() -> Vec<(&'static str, Example)> {
    vec![
        (
            "who_am_i",
            answer(Me {
                id: "42".into(),
                name: "Claire Vasseur".into(),
                permissions: Role::Marketer.permissions(),
            }),
        ),
        ("list_problems", answer(&CatalogueEntry::all(Language::En)[..2])),
        ("count_sources", answer(source_counts())),
        ("is_live", answer(json!({"status": "live"}))),
        ("is_ready", answer(json!({"status": "ready"}))),
        ("answer_challenge", answer("1158201444")),
        ("metrics", answer("http_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"} 1")),
    ]
}

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 3, hour, 30, 0).single().unwrap_or_default()
}

fn owner() -> Owner {
    Owner { id: "42".into(), name: "Claire Vasseur".into() }
}

fn template_id() -> TemplateId {
    TemplateId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f60))
}

fn campaign() -> Campaign {
    let CampaignEdit { name, subject, preheader, template_id, tags, audience, html, text, sender, .. } =
        campaign_edit();
    Campaign {
        id: CampaignId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f50)),
        name,
        channel: Channel::Email,
        part_of: None,
        email_part: None,
        state: CampaignState::Draft,
        state_reason: None,
        archived: false,
        subject,
        preheader,
        template_id,
        tags,
        audience,
        html,
        text,
        sender,
        reply_to: None,
        account: None,
        schedule: None,
        pace_per_minute: None,
        pace_per_day: None,
        canary: None,
        whatsapp: None,
        quiet_hours: None,
        doubt: DoubtPolicy::PreferNoDuplicate,
        due_at: None,
        finished_at: None,
        owner: Some(owner()),
        origin: Origin::Marketing,
        version: 3,
        created_at: at(9),
        updated_at: at(10),
    }
}

/// A campaign by WhatsApp.
fn main() -> Campaign {
    let id = CampaignId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f52));
    Campaign { id, channel: Channel::Whatsapp, subject: None, html: None, sender: None, ..campaign() }
}

fn campaign_summary() -> CampaignSummary {
    let Campaign { id, name, channel, subject, tags, owner, origin, version, .. } = campaign();
    CampaignSummary {
        id,
        name,
        channel,
        email_part: None,
        state: CampaignState::Finished,
        state_reason: None,
        archived: false,
        subject,
        template_id: None,
        tags,
        owner,
        origin,
        due_at: Some(at(10)),
        figures: Some(figures()),
        version,
        created_at: at(9),
        updated_at: at(10),
    }
}

fn figures() -> Figures {
    Figures {
        planned: 9_276,
        accepted: 9_270,
        delivered: 9_120,
        delivered_opens_tracked: 4_310,
        delivered_clicks_tracked: 4_310,
        opened_human: 1_890,
        opened_machine: 640,
        clicked_human: 412,
        clicked_machine: 97,
        unsubscribed: 21,
        complained: 1,
        bounced: 118,
        bounced_hard: 71,
        refused: 6,
        refused_unaccepted: 6,
        untracked_opens: 1_533,
        untracked_clicks: 388,
        ..Figures::default()
    }
}

fn campaign_edit() -> CampaignEdit {
    CampaignEdit {
        name: "Soldes BTP, mars".into(),
        subject: Some("−20 % sur l’outillage jusqu’au 15 mars".into()),
        preheader: Some("Pour vous, {{ contact.nom }}".into()),
        tags: vec!["BTP".into(), "promo".into()],
        audience: Some(Segment::All(vec![
            Segment::Is(Condition { field: Field::Source, any_of: vec!["clients".into()] }),
            Segment::Is(Condition { field: Field::Statut, any_of: vec!["ACTIF".into()] }),
        ])),
        html: Some("<p>Bonjour {{ contact.nom | default('Madame, Monsieur') }}</p>".into()),
        sender: Some(Sender { email: "marketing@exemple.fr".into(), name: "Exemple SAS".into() }),
        ..CampaignEdit::default()
    }
}

fn campaign_create() -> CampaignCreate {
    let CampaignEdit { name, subject, preheader, template_id, tags, .. } = campaign_edit();
    CampaignCreate { name, channel: Channel::Email, subject, preheader, template_id, tags }
}

fn template() -> Template {
    let TemplateEdit { name, subject, html, text } = template_edit();
    Template {
        id: template_id(),
        name,
        channel: Channel::Email,
        subject,
        html,
        text,
        archived: false,
        owner: Some(owner()),
        origin: Origin::Marketing,
        version: 1,
        created_at: at(9),
        updated_at: at(9),
    }
}

fn template_edit() -> TemplateEdit {
    TemplateEdit {
        name: "Infolettre".into(),
        subject: Some("Les nouvelles du mois".into()),
        html: Some("<p>Bonjour {{ contact.nom | default('Madame, Monsieur') }}</p>".into()),
        text: Some("Bonjour {{ contact.nom | default('Madame, Monsieur') }}".into()),
    }
}

fn template_create() -> TemplateCreate {
    let TemplateEdit { name, subject, html, text } = template_edit();
    TemplateCreate { name, channel: Channel::Email, subject, html, text }
}

fn template_summary() -> TemplateSummary {
    let Template { id, name, channel, subject, archived, owner, origin, updated_at, .. } = template();
    TemplateSummary {
        id,
        name,
        channel,
        subject,
        excerpt: "Bonjour".into(),
        archived,
        owner,
        origin,
        updated_at,
    }
}

fn source_counts() -> SourceCounts {
    let group = |value: &str, rows| GroupCount { value: value.into(), rows };
    let count = |source, groups| SourceCount {
        source,
        rows: 1200,
        with_email: 1150,
        with_phone: 980,
        key_contacts: 1700,
        groups,
    };
    SourceCounts {
        sources: vec![
            count(
                Source::Clients,
                vec![group("CLIENT", 700), group("PROSPECT", 320), group("CLIENT_FIDELE", 180)],
            ),
            SourceCount {
                key_contacts: 0,
                ..count(Source::Companies, vec![group("10-49", 640), group("1-9", 560)])
            },
        ],
    }
}
