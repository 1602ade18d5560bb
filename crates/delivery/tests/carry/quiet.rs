//! Nobody is written to in a quiet hour, by the clock on their own wall. The tests begin at one in the morning in Paris.

use domain::{pace::WaitReason, quiet::QuietHours};
use serde_json::json;
use sqlx::PgPool;

use crate::world::{CAMPAIGN, World, address, all, at};

/// When it is eight in the morning in Paris and on Mauritius.
const PARIS: i64 = 7 * 3_600;
const MAURITIUS: i64 = 4 * 3_600;

/// Nights from eight in the evening.
pub(crate) fn nights(to: &str) -> QuietHours {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    serde_json::from_value(json!({"windows": [{"from": "20:00:00", "to": to, "days": days}]})).unwrap()
}

/// The organisation decides.
pub(crate) async fn set(world: &World, hours: &QuietHours, seconds: i64) {
    let mut tx = world.store.begin().await.unwrap();
    let version = tx.settings().quiet_hours().await.unwrap().version;
    assert!(tx.settings().set_quiet_hours(version, hours, "awa", at(seconds)).await.unwrap().is_some());
    tx.commit().await.unwrap();
}

/// A campaign of so many messages, of which the first is for somebody on Mauritius.
async fn world(pool: PgPool, messages: i32) -> World {
    let world = World::new(pool, messages, messages).await;
    set(&world, &nights("08:00:00"), 0).await;
    world
        .run(
            "insert into marketing_contacts (source, source_id, role, place, kind, name, company, is_generic, is_mobile, pays, fields)
             values ('clients', '1', 'main', '1', 1, 'P1', '', false, false, 'Île Maurice', '{}')",
        )
        .await;
    world
}

async fn sent(world: &World, seconds: i64) -> Vec<String> {
    all(&world.dispatcher(), at(seconds)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().into_keys().collect()
}

async fn waiting(world: &World, seconds: i64) -> Option<(WaitReason, i64)> {
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(seconds)).await.unwrap().unwrap();
    progress.waiting.map(|waiting| (waiting.reason, (waiting.until.unwrap() - at(0)).num_seconds()))
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_is_written_to_when_the_night_ends_on_their_own_clock(pool: PgPool) {
    let world = world(pool, 3).await;
    assert_eq!(sent(&world, 0).await, [""; 0]);
    assert_eq!(waiting(&world, 0).await, Some((WaitReason::QuietHours, MAURITIUS)));
    assert_eq!(sent(&world, MAURITIUS - 1).await, [""; 0]);
    assert_eq!(sent(&world, MAURITIUS).await, [address(1)]);
    assert_eq!(world.ranks().await, json!({"0": 2, "60": 1}));
    assert_eq!(waiting(&world, MAURITIUS).await, Some((WaitReason::QuietHours, PARIS)));
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0);
    assert_eq!(sent(&world, PARIS).await.len(), 3);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaigns_own_quiet_hours_hold_instead_of_the_organisations(pool: PgPool) {
    let world = world(pool, 2).await;
    world.run(r#"update prospecting_campaigns set marketing_quiet_hours = '{"windows": []}'"#).await;
    assert_eq!(sent(&world, 0).await.len(), 2, "its own are none at all");
}

#[sqlx::test(migrations = "../../migrations")]
async fn other_quiet_hours_hold_for_those_who_wait_already(pool: PgPool) {
    let world = world(pool, 3).await;
    assert_eq!(sent(&world, MAURITIUS).await.len(), 1, "one leaves, two wait alone");
    set(&world, &nights("06:00:00"), MAURITIUS).await;
    assert_eq!(sent(&world, PARIS - 2 * 3_600 - 1).await.len(), 1);
    assert_eq!(sent(&world, PARIS - 2 * 3_600).await.len(), 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_batch_that_waits_as_a_whole_is_asked_again_when_the_hours_change(pool: PgPool) {
    let world = world(pool, 3).await;
    assert_eq!(sent(&world, 0).await.len(), 0);
    set(&world, &QuietHours::default(), 60).await;
    assert_eq!(sent(&world, 60).await.len(), 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn quiet_hours_that_are_lifted_during_a_claim_let_nobody_sleep(pool: PgPool) {
    let world = world(pool, 3).await;
    let mut tx = world.store.begin().await.unwrap();
    let lifted = tx.settings().set_quiet_hours(1, &QuietHours::default(), "awa", at(0)).await.unwrap();
    assert!(lifted.is_some());
    let dispatcher = world.dispatcher();
    let claim = tokio::spawn(async move { dispatcher.claim(at(0)).await.unwrap() });
    world.until_it_waits(&claim).await;
    tx.commit().await.unwrap();
    assert!(claim.await.unwrap().is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_sleeps_takes_nobodys_place(pool: PgPool) {
    let world = world(pool, 3).await;
    world.run("update prospecting_campaigns set marketing_pace_per_minute = 1").await;
    assert_eq!(sent(&world, MAURITIUS).await, [address(1)]);
    assert_eq!(sent(&world, PARIS).await.len(), 2, "one a minute");
}
