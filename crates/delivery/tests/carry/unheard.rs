//! What nobody heard of is neither lost nor counted twice, and what may not go on leaves nobody waiting.

use std::sync::Arc;

use chrono::TimeDelta;
use delivery::Recorded;
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;
use store::Sent;

use crate::{
    scripted::Scripted,
    world::{World, all, at, begun},
};

/// Nobody may be written to from eight in the evening to eight in the morning; the tests' clock begins at one in the morning in
/// Paris.
const NIGHTS: &str = r#"{"windows": [{"from": "20:00:00", "to": "08:00:00", "days":
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]}]}"#;

#[sqlx::test(migrations = "../../migrations")]
async fn an_intent_that_is_taken_back_leaves_nobody_in_doubt(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    let dispatcher = world.dispatcher();
    let (load, first) = begun(&dispatcher).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.batches().take_back(&load.hold, &first.members, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.ranks().await, json!({"0": 6}));
    assert_eq!(world.value("select count(*) from marketing_requests").await, 0);
    all(&world.reconciler(), at(3_600)).await;
    all(&dispatcher, at(3_600)).await;
    assert_eq!(world.ranks().await, json!({"60": 6}));
    assert!(provider.taken().values().all(|times| *times == 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_intent_that_is_taken_back_after_its_lease_leaves_nobody_in_doubt_either(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    let (load, first) = begun(&world.dispatcher()).await;
    all(&world.reconciler(), at(151)).await;
    assert_eq!(world.ranks().await, json!({"0": 4, "20": 2}), "thought in doubt");
    let mut tx = world.store.begin().await.unwrap();
    tx.batches().take_back(&load.hold, &first.members, at(152)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.ranks().await, json!({"0": 6}));
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
}

/// A process has made its first call of three, and the database was away until after the lease. Tells what became of all once the
/// process could say how the call ended.
async fn known_after_the_lease(pool: PgPool, outcome: Outcome) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(2, None));
    provider.answers([outcome]);
    let world = World::scripted(pool, 6, 6, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &first).await;
    all(&world.reconciler(), at(151)).await;
    assert_eq!(world.ranks().await, json!({"0": 4, "20": 2}), "thought in doubt");
    assert_eq!(dispatcher.record(&mut load, &first, outcome, at(165)).await.unwrap(), Recorded::Through);
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
    (world, provider)
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_that_only_a_process_knew_is_not_forgotten_when_its_lease_ends(pool: PgPool) {
    let later = Outcome::Retry {
        after: None,
        code: "rate_limited".into(),
        detail: String::new(),
        scope: Scope::Request,
    };
    let (world, provider) = known_after_the_lease(pool, later).await;
    assert_eq!(world.ranks().await, json!({"0": 6}));
    all(&world.dispatcher(), at(3_600)).await;
    assert_eq!((world.ranks().await, world.state().await.as_str()), (json!({"60": 6}), "finished"));
    assert!(provider.taken().values().all(|times| *times == 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_yes_that_only_a_process_knew_is_not_forgotten_when_its_lease_ends(pool: PgPool) {
    let (world, _) = known_after_the_lease(pool, crate::scripted::yes()).await;
    assert_eq!(world.ranks().await, json!({"0": 4, "60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn halves_of_a_call_that_was_thought_in_doubt_wait_for_another_batch(pool: PgPool) {
    let one_is_bad = Outcome::Refused { code: "bad".into(), detail: String::new(), scope: Scope::Request };
    let (world, _) = known_after_the_lease(pool, one_is_bad).await;
    assert_eq!(world.ranks().await, json!({"0": 6}));
    assert_eq!(world.value("select count(*) from marketing_requests").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_that_is_halved_in_a_cancelled_campaign_leaves_nobody_waiting(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 8, 8, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let mut tx = world.store.begin().await.unwrap();
    let cancel = domain::campaign::CampaignAct::Cancel;
    tx.campaigns().act(load.hold.campaign, cancel, None, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let one_is_bad = Outcome::Refused { code: "bad".into(), detail: String::new(), scope: Scope::Request };
    assert_eq!(dispatcher.record(&mut load, &first, one_is_bad, at(2)).await.unwrap(), Recorded::Through);
    assert_eq!(world.ranks().await, json!({"45": 8}));
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_turn_that_was_committed_unheard_counts_once(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 8, 8, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &first).await;
    let before = load.clone();
    dispatcher.record(&mut load, &first, outcome.clone(), at(1)).await.unwrap();
    let mut load = before;
    assert_eq!(dispatcher.record(&mut load, &first, outcome, at(2)).await.unwrap(), Recorded::Through);
    assert_eq!(world.value("select taken from marketing_batches").await, 4);
    let call =
        "select jsonb_build_array(taken, extract(epoch from taken_at)::bigint) from marketing_requests";
    assert_eq!(world.value(call).await, json!([4, at(1).timestamp()]), "when it was first told");
    assert_eq!(world.ranks().await, json!({"0": 4, "60": 4}), "what was begun unheard waits");
    all(&dispatcher, at(60)).await;
    assert_eq!(provider.calls(), [[1, 2, 3, 4], [5, 6, 7, 8]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_half_that_was_begun_unheard_is_begun_again(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let one_is_bad = Outcome::Refused { code: "bad".into(), detail: String::new(), scope: Scope::Request };
    let mut unheard = load.clone();
    let half = dispatcher.record(&mut unheard, &first, one_is_bad.clone(), at(1)).await.unwrap();
    assert_eq!(dispatcher.record(&mut load, &first, one_is_bad, at(2)).await.unwrap(), half);
    let calls = "select jsonb_agg(jsonb_build_array(first, beyond, state)) from marketing_requests";
    assert_eq!(world.value(calls).await, json!([[0, 2, "open"]]));
    assert_eq!(world.ranks().await, json!({"10": 2, "20": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_quiet_hour_that_begins_between_two_calls_holds_the_second_back(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &first).await;
    world.run(&format!("update prospecting_campaigns set marketing_quiet_hours = '{NIGHTS}'")).await;
    assert_eq!(dispatcher.record(&mut load, &first, outcome, at(1)).await.unwrap(), Recorded::Through);
    assert_eq!(world.ranks().await, json!({"0": 2, "60": 2}));
    all(&dispatcher, at(60)).await;
    assert_eq!(provider.calls(), [[1, 2]]);
    all(&dispatcher, at(8 * 3_600)).await;
    assert_eq!(provider.calls(), [[1, 2], [3, 4]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_in_doubt_is_not_repeated_in_a_quiet_hour(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 2, 2, &provider).await;
    provider.answers([crate::scripted::silence()]);
    delivery::Stage::step(&world.dispatcher(), at(0)).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let doubt = tx.batches().claim_doubt(at(20), TimeDelta::seconds(150)).await.unwrap().unwrap();
    let sent = Sent { hold: doubt.hold, members: doubt.calls[0].members.clone() };
    assert!(tx.batches().may_repeat(&sent, &Walls(false), at(20)).await.unwrap());
    tx.commit().await.unwrap();
    world.run(&format!("update prospecting_campaigns set marketing_quiet_hours = '{NIGHTS}'")).await;
    let mut tx = world.store.begin().await.unwrap();
    assert!(!tx.batches().may_repeat(&sent, &Walls(true), at(20)).await.unwrap());
}

/// Clocks on walls, by all of which it is quiet, or by none.
pub(crate) struct Walls(pub(crate) bool);

impl store::Clocks for Walls {
    fn is_quiet_somewhere(&self, _: &domain::quiet::QuietHours) -> bool {
        self.0
    }

    fn quiet_until(
        &self,
        _: &domain::quiet::QuietHours,
        _: Option<&str>,
    ) -> Option<chrono::DateTime<chrono::Utc>> {
        self.0.then(|| at(3_600))
    }

    fn day_of(&self, due_at: chrono::DateTime<chrono::Utc>) -> domain::pace::CampaignDay {
        domain::pace::CampaignDay::at(&chrono_tz::Europe::Paris, due_at, at(0))
    }
}
