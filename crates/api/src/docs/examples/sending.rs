//! From the audience to the launch.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    Channel, ErrandId, PersonId,
    audience::{AudienceCount, AudienceQuestion, ExclusionReason, Sample, Waterfall},
    campaign::{
        Campaign, CampaignLaunch, CampaignPace, CampaignPreview, CampaignState, PreviewQuestion, Review,
        Schedule, TestSend,
    },
    check::{Check, CheckCode, Severity},
    errand::{Errand, ErrandState, ErrandTask},
    pace::{AccountPace, DomainPace, WaitReason, Waiting, WarmUp},
    provider::{Account, AccountCondition, AccountId, Carried, Provider},
    quiet::{QuietHours, QuietWindow, Weekday},
    report::Progress,
    setting::Setting,
    sources::{ContactRole, GroupCount, Source},
};
use serde_json::json;
use uuid::Uuid;

use super::{Example, answer, at, campaign, exchange, figures};

pub(super) fn all() -> Vec<(&'static str, Example)> {
    let scheduled = Campaign {
        state: CampaignState::Scheduled,
        schedule: schedule(),
        due_at: Some(at(13)),
        version: 4,
        ..campaign()
    };
    let standing = |state| answer(Campaign { state, due_at: Some(at(13)), ..campaign() });
    vec![
        (
            "count_audience",
            exchange(
                question(),
                AudienceCount { waterfall: waterfall(), email_part: None, samples: vec![sample()] },
            ),
        ),
        ("list_audience_values", answer([GroupCount { value: "ACTIF".into(), rows: 9_811 }])),
        ("review_campaign", answer(review())),
        ("preview_campaign", exchange(PreviewQuestion { person: Some(person()), content: None }, preview())),
        ("send_test", exchange(test(), errand())),
        ("launch_campaign", exchange(CampaignLaunch { expected: Some(9_276) }, scheduled)),
        ("withdraw_campaign", answer(campaign())),
        (
            "pause_campaign",
            answer(Campaign {
                state_reason: Some("manual".into()),
                state: CampaignState::Paused,
                ..campaign()
            }),
        ),
        ("resume_campaign", standing(CampaignState::Sending)),
        ("send_rest", standing(CampaignState::Sending)),
        ("set_campaign_pace", exchange(slower(), Campaign { state: CampaignState::Sending, ..campaign() })),
        ("cancel_campaign", standing(CampaignState::Cancelled)),
        ("read_progress", answer(progress())),
        ("follow_progress", answer(event())),
        ("open_preview", answer("<p>Bonjour Camille Martin</p>")),
        ("list_accounts", answer([account()])),
        ("resume_account", answer(account())),
        ("read_account_pace", answer(decided(pace()))),
        ("set_account_pace", exchange(pace(), decided(pace()))),
        ("read_quiet_hours", answer(decided(quiet_hours()))),
        ("set_quiet_hours", exchange(quiet_hours(), decided(quiet_hours()))),
        ("read_errand", answer(errand())),
    ]
}

fn slower() -> CampaignPace {
    CampaignPace { pace_per_minute: Some(60), pace_per_day: Some(5_000), quiet_hours: None }
}

fn person() -> PersonId {
    PersonId(Uuid::from_u128(0x5b1c_2f3a_7c1b_5a55_9b1d_2c3e_4f61_0001))
}

fn question() -> AudienceQuestion {
    AudienceQuestion {
        channel: Channel::Email,
        segment: campaign().audience.unwrap_or_default(),
        email_to_the_rest: false,
    }
}

pub(super) fn waterfall() -> Waterfall {
    let excluded = [
        (ExclusionReason::NoAddress, 530),
        (ExclusionReason::InvalidAddress, 122),
        (ExclusionReason::Duplicate, 214),
        (ExclusionReason::Suppressed, 88),
        (ExclusionReason::NoConsent, 1_940),
        (ExclusionReason::FrequencyCap, 310),
    ];
    Waterfall::of(&excluded, 9_276)
}

fn sample() -> Sample {
    Sample {
        person: person(),
        name: "Camille Martin".into(),
        company: "Martin Bâtiment".into(),
        address: "camille.martin@example.com".into(),
        source: Source::Clients,
        role: ContactRole::Main,
    }
}

fn schedule() -> Option<Schedule> {
    let wall = NaiveDate::from_ymd_opt(2026, 3, 3)?.and_hms_opt(14, 30, 0)?;
    Some(Schedule { wall, zone: "Europe/Paris".into() })
}

fn review() -> Review {
    Review {
        checks: vec![
            Check::new(CheckCode::SenderMissing, Severity::Blocking, "", Some("/sender")),
            Check::new(CheckCode::FooterAdded, Severity::Info, "", Some("/html")),
        ],
        waterfall: waterfall(),
        account: Some(AccountId("brevo".into())),
        sender: None,
        due_at: Some(at(13)),
        email_part: None,
        whatsapp: None,
        days: 1,
    }
}

fn preview() -> CampaignPreview {
    CampaignPreview {
        subject: "−20 % sur l’outillage jusqu’au 15 mars".into(),
        text: "Bonjour Camille Martin".into(),
        html_path: Some("/api/marketing/v1/previews/8Zk0nJ3Xc1h2b3V0YS1zYW1wbGUtdGlja2V0LTMyYg".into()),
        whatsapp: None,
        sample: Some(sample()),
        previous: None,
        next: None,
    }
}

fn test() -> TestSend {
    TestSend { person: Some(person()), addresses: vec!["claire.vasseur@exemple.fr".into()] }
}

fn errand() -> Errand {
    Errand {
        id: ErrandId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f70)),
        task: ErrandTask::TestSend {
            campaign: campaign().id,
            person: Some(person()),
            addresses: test().addresses,
        },
        state: ErrandState::Done,
        result: Some(json!({"code": "accepted", "detail": ""})),
        created_by: "42".into(),
        created_at: at(10),
        finished_at: Some(at(10)),
    }
}

fn progress() -> Progress {
    Progress {
        campaign: campaign().id,
        state: CampaignState::Sending,
        state_reason: None,
        figures: figures(),
        per_second: Some(104.2),
        ends_at: Some(at(13)),
        waiting: Some(Waiting { reason: WaitReason::AccountPace, until: Some(at(12)) }),
        canary: None,
        at: at(12),
    }
}

fn event() -> String {
    let data = serde_json::to_string(&progress()).unwrap_or_default();
    format!("event: progress\nid: 1f0c9a4be27d5e63\ndata: {data}\n\n")
}

fn account() -> Account {
    Account {
        id: AccountId("brevo".into()),
        provider: Provider::Brevo,
        senders: campaign().sender.into_iter().collect(),
        tells_deliveries: true,
        condition: AccountCondition::Well,
        pause: None,
        pace: pace(),
        carried: Carried { second: 104, minute: 6_240, day: 48_312 },
        stands_in_for: Vec::new(),
        last_webhook_at: Some(at(12)),
        last_accepted_at: Some(at(12)),
        silent_since: None,
    }
}

fn pace() -> AccountPace {
    let from = at(0).date_naive();
    let google = DomainPace {
        domains: vec!["gmail.com".into(), "googlemail.com".into()],
        per_minute: Some(600),
        ..DomainPace::default()
    };
    AccountPace {
        per_minute: Some(3_000),
        warm_up: Some(WarmUp { from, first: 500, growth_percent: 50, until: 50_000 }),
        domains: vec![google],
        ..AccountPace::default()
    }
}

fn quiet_hours() -> QuietHours {
    let night = QuietWindow {
        from: NaiveTime::from_hms_opt(20, 0, 0).unwrap_or_default(),
        to: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
        days: Weekday::ALL.to_vec(),
    };
    QuietHours { zone: None, windows: vec![night] }
}

fn decided<T>(value: T) -> Setting<T> {
    Setting { value, version: 1, changed_by: Some("42".into()), changed_at: Some(at(10)) }
}
