//! Webhooks become states, figures, suppressions and entries of the ledger.

use domain::{event::ReceiptOrigin, provider::AccountId};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::NewReceipt;

use crate::world::{ACCOUNT, CAMPAIGN, World, address, all, at};

/// An event as Brevo tells it.
pub(crate) fn told(event: &str, number: u32, seconds: i64) -> Value {
    json!({
        "event": event, "email": address(number), "message-id": format!("<{number}@relay>"),
        "ts_event": at(seconds).timestamp(), "ts_epoch": at(seconds).timestamp_millis(),
        "tags": [CAMPAIGN.to_string()], "X-Mailin-custom": json!({"c": CAMPAIGN, "n": number}).to_string(),
    })
}

/// A webhook arrives.
pub(crate) async fn hook(world: &World, body: &[u8]) {
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    let receipt = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Webhook,
        headers: &[],
        query: "",
        body,
        received_at: at(500),
    };
    tx.receipts().insert(receipt).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hear(world: &World, events: Value) {
    hook(world, events.to_string().as_bytes()).await;
    world.take_in(at(600)).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_hard_bounce_and_a_complaint_suppress_the_address(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    all(&world.dispatcher(), at(0)).await;
    let mut bounce = told("hard_bounce", 1, 10);
    bounce["reason"] = json!("550-5.1.1 no such user");
    hear(&world, json!([bounce, told("delivered", 2, 10), told("spam", 2, 20)])).await;
    assert_eq!(world.ranks().await, json!({"60": 1, "100": 1, "123": 1}));
    let suppressed = "select jsonb_object_agg(address, reason) from marketing_suppressions";
    assert_eq!(
        world.value(suppressed).await,
        json!({"p1@x.example": "hard_bounce", "p2@x.example": "complaint"})
    );
    let figures = world.figures().await;
    assert_eq!((&figures["bounced_hard"], &figures["complained"]), (&json!(1), &json!(1)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_opt_out_at_the_provider_is_an_entry_of_the_ledger(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    hear(&world, told("unsubscribed", 1, 10)).await;
    let entry = "select jsonb_build_array(address, decision, source, actor) from marketing_consent_entries where purpose = 'marketing'";
    assert_eq!(world.value(entry).await, json!([address(1), "withdrawn", "provider", ACCOUNT]));
    assert_eq!(world.value("select count(*) from marketing_suppressions").await, 0);
    assert_eq!(world.figures().await["unsubscribed"], 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn opens_and_clicks_that_the_provider_counts_are_kept_and_not_counted(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    let before = world.figures().await;
    hear(&world, json!([told("unique_opened", 1, 30), told("click", 1, 40)])).await;
    assert_eq!(world.figures().await, before);
    assert_eq!(world.value("select count(*) from marketing_events where by_provider").await, 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_event_that_brings_none_of_our_numbers_is_found_by_its_message_or_by_tag_and_address(
    pool: PgPool,
) {
    let world = World::new(pool, 2, 2).await;
    all(&world.dispatcher(), at(0)).await;
    let id = world.value("select message_id from marketing_message_ids where number = 1").await;
    let mut by_id = told("delivered", 1, 10);
    by_id["message-id"] = id;
    let mut by_tag = told("delivered", 2, 10);
    by_tag["email"] = json!("P2@X.example");
    for event in [&mut by_id, &mut by_tag] {
        event.as_object_mut().unwrap().remove("X-Mailin-custom");
    }
    by_id["tags"] = json!([]);
    hear(&world, json!([by_id, by_tag])).await;
    assert_eq!(world.ranks().await, json!({"100": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_not_ours_or_not_understood_is_noted_on_the_receipt(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let mut foreign = told("delivered", 1, 10);
    foreign.as_object_mut().unwrap().remove("X-Mailin-custom");
    foreign["tags"] = json!(["facture"]);
    hear(&world, json!([foreign, {"event": "list_addition"}])).await;
    hook(&world, b"<html>").await;
    world.take_in(at(601)).await;
    let notes = world.value("select to_jsonb(unknown) from marketing_receipts where state = 'done'").await;
    assert_eq!(notes, json!(["list_addition", "1 delivered of messages that are not ours"]));
    let reason = world.value("select reason from marketing_receipts where state = 'failed'").await;
    assert!(reason.as_str().unwrap().contains("not JSON"), "{reason}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_third_soft_bounce_within_thirty_days_suppresses_in_whatever_order_they_come(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let day = 24 * 60 * 60;
    for (campaign, _) in [(0xCB_u128, 0), (0xCC, 0)] {
        let id = uuid::Uuid::from_u128(campaign);
        world
            .run(&format!(
                "insert into marketing_deliveries select '{id}', number, person_id, channel, address, source, source_id, role, name,
                     company, variables, ground, consent_entry_id, opens_tracked, clicks_tracked, planned_at
                 from marketing_deliveries where campaign_id = '{}' and number = 1;
                 insert into marketing_delivery_state (campaign_id, number, rank, marks, changed_at)
                 values ('{id}', 1, 60, 3, now())",
                CAMPAIGN.0
            ))
            .await;
    }
    let bounce = |campaign: uuid::Uuid, days: i64| {
        let mut event = told("soft_bounce", 1, days * day);
        event["X-Mailin-custom"] = json!(json!({"c": campaign, "n": 1}).to_string());
        event
    };
    let suppressed = "select count(*) from marketing_suppressions where reason = 'soft_bounces'";
    hear(&world, bounce(uuid::Uuid::from_u128(0xCC), 29)).await;
    hear(&world, json!([bounce(CAMPAIGN.0, 0), bounce(CAMPAIGN.0, 1)])).await;
    assert_eq!(world.value(suppressed).await, 0, "two deliveries, though three bounces");
    hear(&world, bounce(uuid::Uuid::from_u128(0xCB), 15)).await;
    assert_eq!(world.value(suppressed).await, 1);
}
