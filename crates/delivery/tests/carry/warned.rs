//! What Meta tells of quality, categories, limits and accounts asks for a person before it costs: webhook in, attention list out.

use domain::{
    Language, TemplateId,
    campaign::{CampaignAct, Owner},
    provider::AccountId,
    report::{AttentionKind, AttentionKind as A, DashboardQuery},
    whatsapp::TemplateContent,
};
use providers::{AccountSettings, Accounts, Timeouts};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{Authorship, NewWhatsappTemplate};

use crate::{
    receipts::hook,
    talk,
    told_later::meta,
    world::{ACCOUNT, CAMPAIGN, World, all, at, new_id},
};

const TEMPLATE: i64 = 1_689_556_908_129_835;

/// A campaign under way by an approved template of utility.
async fn world(pool: PgPool) -> World {
    let world = talk::world(pool, 1).await;
    let id = template(&world).await;
    world
        .run(&format!(
            "update marketing_whatsapp_templates set status = 'approved', status_at = '{now}', provider_id = '{TEMPLATE}';
             update prospecting_campaigns set marketing_template_id = '{id}';
             insert into marketing_whatsapp_polls (account, at, all_at) values ('{ACCOUNT}', '{later}', '{later}')",
            now = at(0),
            later = at(9_000)
        ))
        .await;
    world
}

async fn template(world: &World) -> TemplateId {
    let content: TemplateContent = serde_json::from_value(
        json!({"name": "promo_soldes", "language": "fr", "category": "utility", "body": "Votre commande est partie."}),
    )
    .unwrap();
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    let (account, by) = (AccountId(ACCOUNT.into()), Authorship { id: new_id(), owner, now: at(0) });
    let mut tx = world.store.begin().await.unwrap();
    let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
    let made = tx.whatsapp_templates().create(new).await.unwrap();
    tx.commit().await.unwrap();
    made.id
}

/// Meta calls our webhook.
async fn told(world: &World, field: &str, seconds: i64, value: Value) {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = AccountSettings { id: AccountId(ACCOUNT.into()), senders: Vec::new(), service: meta() };
    let accounts = Accounts::open(vec![settings], Timeouts::default()).unwrap();
    let body = json!({"object": "whatsapp_business_account", "entry": [
        {"id": "102290000000001", "time": at(seconds).timestamp(), "changes": [{"field": field, "value": value}]}]});
    hook(world, body.to_string().as_bytes()).await;
    all(&delivery::Normaliser::new(world.store.clone(), accounts, new_id, Language::Fr), at(501)).await;
    assert_eq!(world.value("select count(*) from marketing_receipts where state = 'failed'").await, 0);
}

/// Something about the template.
async fn of_template(world: &World, field: &str, seconds: i64, mut value: Value) {
    value["message_template_id"] = TEMPLATE.into();
    value["message_template_name"] = "promo_soldes".into();
    value["message_template_language"] = "fr".into();
    told(world, field, seconds, value).await;
}

async fn quality(world: &World, seconds: i64, quality: &str) {
    let value = json!({"previous_quality_score": "GREEN", "new_quality_score": quality});
    of_template(world, "message_template_quality_update", seconds, value).await;
}

async fn number(world: &World, event: &str) {
    let value = json!({"display_phone_number": "33700000000", "event": event, "current_limit": "TIER_250"});
    told(world, "phone_number_quality_update", 100, value).await;
}

/// What the home page asks for, but for what the campaign itself asks for, so many seconds later.
async fn asked(world: &World, seconds: i64) -> Vec<(AttentionKind, String, String)> {
    let (query, telling) = (DashboardQuery::default(), [ACCOUNT.to_owned()]);
    let mut tx = world.store.begin().await.unwrap();
    let dashboard = tx.figures().dashboard(&query, &telling, "Europe/Paris", at(seconds)).await.unwrap();
    let ours =
        dashboard.attention.into_iter().filter(|one| one.campaign.is_none() && one.kind != A::WebhookSilent);
    ours.map(|one| (one.kind, one.name, one.about)).collect()
}

fn one(kind: AttentionKind, name: &str, about: &str) -> Vec<(AttentionKind, String, String)> {
    vec![(kind, name.to_owned(), about.to_owned())]
}

async fn standing(world: &World) -> Value {
    world
        .value("select jsonb_build_array(marketing_state, marketing_state_reason) from prospecting_campaigns")
        .await
}

async fn resume(world: &World, seconds: i64) {
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Resume, None, at(seconds)).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_that_people_take_badly_pauses_its_campaigns_until_a_person_lets_them_go_on(pool: PgPool) {
    let world = world(pool).await;
    quality(&world, 10, "YELLOW").await;
    assert_eq!(asked(&world, 600).await, one(A::TemplateWarned, "promo_soldes", "yellow"));
    assert_eq!(standing(&world).await, json!(["sending", null]), "a doubt only warns");
    quality(&world, 20, "RED").await;
    assert_eq!(asked(&world, 600).await, one(A::TemplateFlagged, "promo_soldes", "red"));
    assert_eq!(standing(&world).await, json!(["paused", "template_quality"]));
    resume(&world, 600).await;
    quality(&world, 30, "RED").await;
    assert_eq!(standing(&world).await, json!(["sending", null]), "the person knew");
    quality(&world, 40, "GREEN").await;
    assert_eq!(asked(&world, 600).await, []);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_flagged_number_pauses_what_leaves_by_it_and_is_asked_for_how_it_is_since(pool: PgPool) {
    let world = world(pool).await;
    number(&world, "FLAGGED").await;
    assert_eq!(asked(&world, 600).await, one(A::NumberFlagged, ACCOUNT, "red"));
    assert_eq!(standing(&world).await, json!(["paused", "number_quality"]));
    let soon = format!("select all_at = '{}' from marketing_whatsapp_polls", at(500));
    assert_eq!(world.value(&soon).await, true, "Meta does not say how well it is taken then");
    number(&world, "UNFLAGGED").await;
    assert_eq!(asked(&world, 600).await, []);
    assert_eq!(standing(&world).await, json!(["paused", "number_quality"]), "a person resumes");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_doubtful_number_only_warns_however_that_is_learnt(pool: PgPool) {
    let world = world(pool).await;
    world
        .run(&format!(
            "insert into marketing_whatsapp_senders (account, quality, quality_at, synced_at)
             values ('{ACCOUNT}', 'yellow', '{now}', '{now}')",
            now = at(1)
        ))
        .await;
    assert_eq!(asked(&world, 600).await, one(A::NumberWarned, ACCOUNT, "yellow"));
    assert_eq!(standing(&world).await, json!(["sending", null]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_category_to_come_is_told_and_one_that_came_for_two_weeks(pool: PgPool) {
    let world = world(pool).await;
    let coming = json!({"new_category": "UTILITY", "correct_category": "MARKETING",
        "category_update_timestamp": at(86_400).timestamp()});
    of_template(&world, "template_category_update", 10, coming).await;
    assert_eq!(asked(&world, 600).await, one(A::TemplateChanging, "promo_soldes", "marketing"));
    assert_eq!(standing(&world).await, json!(["sending", null]), "it still costs what it did");
    let done = json!({"previous_category": "UTILITY", "new_category": "MARKETING"});
    of_template(&world, "template_category_update", 20, done).await;
    assert_eq!(asked(&world, 600).await, one(A::TemplateChanged, "promo_soldes", "marketing"));
    assert_eq!(standing(&world).await, json!(["paused", "template_category"]));
    assert_eq!(asked(&world, 15 * 86_400).await, []);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_number_that_has_begun_to_write_to_over_four_fifths_of_whom_it_may_is_told(pool: PgPool) {
    let world = world(pool).await;
    let limit =
        |most: u32| json!({"max_daily_conversations_per_business": most, "max_phone_numbers_per_waba": 25});
    world
        .run(&format!(
            "update marketing_delivery_state set rank = 60, marks = 1 | 2;
             update marketing_batches set state = 'done', submitted_at = '{}', lease_until = null",
            at(0)
        ))
        .await;
    told(&world, "business_capability_update", 100, limit(2)).await;
    assert_eq!(asked(&world, 600).await, [], "one of two");
    told(&world, "business_capability_update", 110, limit(1)).await;
    assert_eq!(asked(&world, 600).await, one(A::NumberNearlyFull, ACCOUNT, "1/1"));
    assert_eq!(asked(&world, 100_000).await, [], "a day later it begins anew");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_alert_of_the_account_is_told_and_stops_nothing_until_the_all_clear(pool: PgPool) {
    let world = world(pool).await;
    let alert = |severity: &str, status: &str| {
        json!({"alert_info": {"alert_severity": severity, "alert_status": status, "alert_type": "INCREASED_CAPABILITIES",
            "alert_description": "Verify your business or DISABLE follows"}})
    };
    told(&world, "account_alerts", 10, alert("INFORMATIONAL", "ACTIVE")).await;
    told(&world, "account_alerts", 11, alert("CRITICAL", "NONE")).await;
    assert_eq!(asked(&world, 600).await, []);
    told(&world, "account_alerts", 12, alert("CRITICAL", "ACTIVE")).await;
    let words = "alert CRITICAL INCREASED_CAPABILITIES: Verify your business or DISABLE follows";
    assert_eq!(asked(&world, 600).await, one(A::AccountWarned, ACCOUNT, words));
    assert_eq!(
        world.value("select count(*) from marketing_accounts_state where paused_code is not null").await,
        0
    );
    told(
        &world,
        "account_update",
        20,
        json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}}),
    )
    .await;
    assert_eq!(
        asked(&world, 600).await,
        one(A::AccountWarned, ACCOUNT, "ACCOUNT_VIOLATION SPAM"),
        "the last"
    );
    told(
        &world,
        "account_update",
        30,
        json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}),
    )
    .await;
    assert_eq!(asked(&world, 600).await, []);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_is_taken_away_stops_though_an_alert_was_told_later(pool: PgPool) {
    let world = world(pool).await;
    told(
        &world,
        "account_alerts",
        40,
        json!({"alert_info": {"alert_severity": "WARNING", "alert_type": "X"}}),
    )
    .await;
    told(
        &world,
        "account_update",
        30,
        json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}),
    )
    .await;
    let stopped =
        world.value("select paused_code from marketing_accounts_state where paused_until is null").await;
    assert_eq!(stopped, "DISABLED_UPDATE DISABLE");
}
