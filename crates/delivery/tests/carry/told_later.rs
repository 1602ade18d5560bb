//! A code that comes by a webhook asks for the same as the same code at once: webhook in, campaign and account stopped.

use delivery::Projector;
use domain::{
    Language, MessageId,
    campaign::CampaignAct,
    event::{Event, Subject},
    provider::AccountId,
};
use providers::{AccountSettings, Accounts, MetaSettings, ServiceSettings, Timeouts, TwilioSettings};
use serde_json::{Value, json};
use sqlx::PgPool;
use url::Url;
use uuid::Uuid;

use crate::{
    receipts::hook,
    talk::{self, failed, tell},
    world::{ACCOUNT, CAMPAIGN, World, all, at, new_id},
};

/// What a code asks for beyond its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// The campaign pauses.
    Pause,
    /// The account stops.
    Stop,
    /// The account rests.
    Rest,
    /// The message alone comes again.
    Again,
    /// Nothing, and the message never comes again.
    Nothing,
}

use Follows::{Again, Nothing, Pause, Rest, Stop};

const BY_META: [(u32, Follows); 22] = [
    (131_048, Stop),
    (131_064, Stop),
    (133_010, Stop),
    (131_042, Stop),
    (131_031, Stop),
    (368, Stop),
    (190, Stop),
    (131_063, Pause),
    (132_015, Pause),
    (132_016, Pause),
    (132_001, Pause),
    (132_000, Pause),
    (130_429, Rest),
    (80_007, Rest),
    (131_057, Rest),
    (131_016, Rest),
    (131_000, Again),
    (131_056, Again),
    (131_026, Nothing),
    (130_472, Nothing),
    (131_047, Nothing),
    (999_999, Nothing),
];

const BY_TWILIO: [(u32, Follows); 17] = [
    (63_013, Pause),
    (63_041, Pause),
    (63_042, Pause),
    (63_027, Pause),
    (63_028, Pause),
    (63_018, Rest),
    (63_038, Rest),
    (63_119, Rest),
    (30_001, Rest),
    (30_036, Rest),
    (20_503, Rest),
    (63_062, Stop),
    (21_606, Stop),
    (63_016, Nothing),
    (63_024, Nothing),
    (63_032, Nothing),
    (63_999, Nothing),
];

pub(crate) fn meta() -> ServiceSettings {
    ServiceSettings::Meta(Box::new(MetaSettings {
        token: "EAAtest".into(),
        phone_number_id: "106540000000001".into(),
        phone: "+33700000000".into(),
        waba_id: "102290000000001".into(),
        app_secret: "0123456789abcdef".into(),
        verify_token: "0123456789abcdef".into(),
        graph_version: "v25.0".into(),
        base_url: None,
        app_id: None,
        calls: 1,
    }))
}

fn twilio() -> ServiceSettings {
    ServiceSettings::Twilio(Box::new(TwilioSettings {
        account_sid: "AC0123456789abcdef0123456789abcdef".into(),
        auth_token: "0123456789abcdef".into(),
        api_key: None,
        phone: "+33700000000".into(),
        messaging_service_sid: None,
        public_url: Url::parse("https://m.example.org").unwrap(),
        webhook_keys: Vec::new(),
        calls: 1,
        per_second: 80,
        base_url: None,
        content_base_url: None,
        messaging_base_url: None,
    }))
}

fn failed_by_meta(code: u32) -> Vec<u8> {
    let failed = json!({"id": "wamid.1", "status": "failed", "timestamp": at(500).timestamp().to_string(),
        "errors": [{"code": code, "title": "a title", "error_data": {"details": "as it is"}}]});
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "102290000000001", "changes": [
        {"field": "messages", "value": {"metadata": {"phone_number_id": "106540000000001"}, "statuses": [failed]}}]}]});
    body.to_string().into_bytes()
}

fn failed_by_twilio(code: u32) -> Vec<u8> {
    format!("MessageSid=wamid.1&MessageStatus=undelivered&ErrorCode={code}&ChannelStatusMessage=as+it+is")
        .into_bytes()
}

/// The one message was taken, and nothing else ever happened.
async fn anew(world: &World) {
    world
        .run(&format!(
            "update prospecting_campaigns set marketing_state = 'sending', marketing_state_reason = null,
                 marketing_updated_at = least(marketing_updated_at, '{}') - interval '1 ms';
             update marketing_delivery_state set rank = 60, marks = 1 | 2, code = null, next_at = null;
             update marketing_batches set state = 'done', submitted_at = '{}', lease_until = null;
             delete from marketing_accounts_state; delete from marketing_events; delete from marketing_repeats;
             delete from marketing_receipts",
            at(300),
            at(400)
        ))
        .await;
}

async fn followed(world: &World, service: ServiceSettings, webhook: &[u8]) -> Value {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = AccountSettings { id: AccountId(ACCOUNT.into()), senders: Vec::new(), service };
    let accounts = Accounts::open(vec![settings], Timeouts::default()).unwrap();
    hook(world, webhook).await;
    all(&delivery::Normaliser::new(world.store.clone(), accounts, new_id, Language::Fr), at(501)).await;
    all(&Projector::new(world.store.clone(), new_id), at(501)).await;
    assert_eq!(world.value("select count(*) from marketing_events where projected").await, 1, "it was found");
    standing(world).await
}

/// The campaign's state and its reason, why its account pauses and whether by itself it goes on, how many come again.
async fn standing(world: &World) -> Value {
    world
        .value(
            "select jsonb_build_array(marketing_state, marketing_state_reason,
                 (select paused_code from marketing_accounts_state),
                 (select paused_until is not null from marketing_accounts_state where paused_code is not null),
                 (select count(*) from marketing_repeats))
             from prospecting_campaigns",
        )
        .await
}

fn expected(code: u32, follows: Follows) -> Value {
    let code = code.to_string();
    match follows {
        Pause => json!(["paused", code, null, null, 1]),
        Stop => json!(["sending", null, code, false, 1]),
        Rest => json!(["sending", null, code, true, 1]),
        Again => json!(["sending", null, null, null, 1]),
        Nothing => json!(["sending", null, null, null, 0]),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_code_of_metas_webhook_stops_what_the_same_code_at_once_stops(pool: PgPool) {
    let world = talk::world(pool, 1).await;
    for (code, follows) in BY_META {
        anew(&world).await;
        let told = followed(&world, meta(), &failed_by_meta(code)).await;
        assert_eq!(told, expected(code, follows), "{code}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_code_of_twilios_webhook_stops_what_the_same_code_at_once_stops(pool: PgPool) {
    let world = talk::world(pool, 1).await;
    for (code, follows) in BY_TWILIO {
        anew(&world).await;
        let told = followed(&world, twilio(), &failed_by_twilio(code)).await;
        assert_eq!(told, expected(code, follows), "{code}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_template_is_asked_for_anew_when_a_webhook_says_that_it_may_not_be_sent(pool: PgPool) {
    let world = talk::world(pool, 1).await;
    anew(&world).await;
    world
        .run(&format!(
            "insert into marketing_whatsapp_polls (account, at, all_at) values ('{ACCOUNT}', '{later}', '{later}')",
            later = at(9_000)
        ))
        .await;
    followed(&world, meta(), &failed_by_meta(132_015)).await;
    let asked = format!("select all_at = '{}' from marketing_whatsapp_polls", at(501));
    assert_eq!(world.value(&asked).await, true);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_told_more_than_a_day_late_stops_nothing(pool: PgPool) {
    let world = talk::world(pool, 2).await;
    anew(&world).await;
    let events = vec![failed(1, "132015 Template paused", 500), failed(2, "131042 Payment", 500)];
    tell(&world, events, Vec::new(), at(500 + 86_401)).await;
    assert_eq!(standing(&world).await, json!(["sending", null, null, null, 0]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_let_a_campaign_or_an_account_go_on_is_not_overruled_by_what_left_before(pool: PgPool) {
    let world = talk::world(pool, 4).await;
    anew(&world).await;
    let both = |numbers: [u32; 2], seconds| {
        vec![
            failed(numbers[0], "132015 Template paused", seconds),
            failed(numbers[1], "131042 Payment", seconds),
        ]
    };
    tell(&world, both([1, 2], 500), Vec::new(), at(501)).await;
    assert_eq!(standing(&world).await, json!(["paused", "132015", "131042", false, 2]));
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Resume, None, at(600)).await.unwrap();
    assert!(tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap());
    tx.commit().await.unwrap();
    tell(&world, both([3, 4], 700), Vec::new(), at(701)).await;
    assert_eq!(standing(&world).await, json!(["sending", null, null, null, 4]), "they left before");
    world.run(&format!("update marketing_batches set submitted_at = '{}'", at(800))).await;
    tell(&world, both([3, 4], 900), Vec::new(), at(901)).await;
    assert_eq!(standing(&world).await, json!(["paused", "132015", "131042", false, 6]), "they left since");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_that_is_through_waits_for_a_person_with_those_who_were_refused(pool: PgPool) {
    let world = talk::world(pool, 2).await;
    anew(&world).await;
    world.run("update marketing_message_ids set message_id = '2 failed 500' where number = 2").await;
    world.run("update prospecting_campaigns set marketing_state = 'finished'").await;
    tell(&world, vec![failed(2, "63041 Template paused", 500)], Vec::new(), at(501)).await;
    assert_eq!(standing(&world).await, json!(["paused", "63041", null, null, 1]));
    all(&world.dispatcher(), at(600)).await;
    assert_eq!(world.ranks().await, json!({"0": 1, "60": 1}), "one waits");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_becomes_of_an_answer_or_a_test_stops_the_account_too(pool: PgPool) {
    let world = talk::world(pool, 1).await;
    let of_answer = |reason: &str, seconds| Event {
        subject: Subject::Answer(MessageId(Uuid::from_u128(9))),
        ..failed(1, reason, seconds)
    };
    tell(&world, vec![of_answer("131026 Undeliverable", 10)], Vec::new(), at(11)).await;
    assert_eq!(standing(&world).await, json!(["sending", null, null, null, 0]));
    tell(&world, vec![of_answer("63018 Rate", 20)], Vec::new(), at(21)).await;
    assert_eq!(standing(&world).await, json!(["sending", null, "63018", true, 0]));
    tell(&world, vec![of_answer("131031 Locked", 30)], Vec::new(), at(31)).await;
    assert_eq!(standing(&world).await, json!(["sending", null, "131031", false, 0]));
}
