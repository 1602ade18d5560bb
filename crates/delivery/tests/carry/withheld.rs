//! What somebody decides between the plan and the wire is heard, whatever step a batch is at.

use std::sync::Arc;

use chrono::TimeDelta;
use delivery::Recorded;
use domain::{
    campaign::CampaignAct,
    consent::{ConsentPolicy, Ground, Kind, Rule},
    provider::AccountId,
};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};
use tokio::sync::watch;

use crate::{
    provider::Fault,
    scripted::Scripted,
    world::{ACCOUNT, CAMPAIGN, World, address, all, at, entry},
};

async fn set_state(world: &World, state: &str) {
    world.run(&format!("update prospecting_campaigns set marketing_state = '{state}'")).await;
}

/// Carries a batch up to its first call, lets something happen while that is under way, and records it: another one follows or
/// does not.
async fn meanwhile(world: &World, what: &str) -> Recorded {
    let dispatcher = world.dispatcher();
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    let mut load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    let first = dispatcher.intend(&mut load, at(0)).await.unwrap().unwrap();
    let outcome = dispatcher.send(&load, &first).await;
    world.run(what).await;
    dispatcher.record(&mut load, &first, outcome, at(0)).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_repetition_never_writes_to_somebody_who_withdrew(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::HangsUp]);
    all(&world.dispatcher(), at(0)).await;
    world.decide(1, "marketing", "withdrawn").await;
    for minute in [1, 2, 26, 27, 41, 42, 43, 44] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    assert_eq!(world.provider.calls(), 1);
    assert_eq!(world.ranks().await, json!({"30": 2}), "nobody can tell, and a person is shown so");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_repetition_waits_for_its_campaign_and_for_its_account(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::HangsUp]);
    all(&world.dispatcher(), at(0)).await;
    set_state(&world, "paused").await;
    all(&world.reconciler(), at(60)).await;
    assert_eq!(world.provider.calls(), 1, "paused");
    set_state(&world, "sending").await;
    let mut tx = world.store.begin().await.unwrap();
    tx.accounts().stop(&AccountId(ACCOUNT.into()), "unauthorized", at(61)).await.unwrap();
    tx.commit().await.unwrap();
    all(&world.reconciler(), at(120)).await;
    assert_eq!(world.provider.calls(), 1, "the account rests");
    world.run("update marketing_accounts_state set paused_until = paused_at").await;
    all(&world.reconciler(), at(180)).await;
    assert_eq!((world.provider.calls(), world.ranks().await), (2, json!({"60": 2})));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_doubt_that_somebody_looks_at_is_nobody_elses_until_the_lease_ends(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::HangsUp]);
    all(&world.dispatcher(), at(0)).await;
    let lease = TimeDelta::seconds(150);
    let mut tx = world.store.begin().await.unwrap();
    let doubt = tx.batches().claim_doubt(at(20), lease).await.unwrap().unwrap();
    assert_eq!(tx.batches().settle(&doubt.hold, at(20)).await.unwrap().len(), 1);
    assert_eq!(tx.batches().claim_doubt(at(169), lease).await.unwrap(), None);
    assert!(tx.batches().claim_doubt(at(170), lease).await.unwrap().is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_message_of_which_an_event_is_being_applied_is_put_into_no_batch(pool: PgPool) {
    let world = World::new(pool.clone(), 2, 2).await;
    world.provider.fails([Fault::RateLimited(30)]);
    all(&world.dispatcher(), at(0)).await;
    let mut applying = pool.begin().await.unwrap();
    sqlx::query("update marketing_delivery_state set rank = 100, next_at = null where number = 1")
        .execute(&mut *applying)
        .await
        .unwrap();
    let bound = std::time::Duration::from_secs(20);
    tokio::time::timeout(bound, world.dispatcher().claim(at(600))).await.unwrap().unwrap();
    applying.commit().await.unwrap();
    assert_eq!(
        world.value("select members from marketing_batches order by no desc limit 1").await,
        json!([2])
    );
    assert_eq!(world.ranks().await, json!({"10": 1, "100": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_decides_while_the_messages_are_written_is_heard(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    let dispatcher = world.dispatcher();
    for (number, purpose, seconds) in [(1, "marketing", 0), (2, "open_tracking", 100)] {
        let hold = dispatcher.claim(at(seconds)).await.unwrap().unwrap();
        let mut load = dispatcher.prepare(&hold, at(seconds)).await.unwrap().unwrap();
        world.decide(number, purpose, "withdrawn").await;
        assert_eq!(dispatcher.intend(&mut load, at(seconds)).await.unwrap(), None, "{purpose}");
    }
    all(&dispatcher, at(200)).await;
    assert_eq!(world.provider.taken().into_keys().collect::<Vec<_>>(), [address(2), address(3)]);
    assert_eq!(world.figures().await, json!({"planned": 3, "accepted": 2, "dropped": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn calls_that_were_not_made_wait_while_the_campaign_is_paused(pool: PgPool) {
    let world = World::new(pool, 5, 5).await;
    world.provider.refuses(&address(4));
    let pause = "update prospecting_campaigns set marketing_state = 'paused'";
    assert_eq!(meanwhile(&world, pause).await, Recorded::Through);
    all(&world.dispatcher(), at(0)).await;
    assert_eq!((world.provider.calls(), world.ranks().await), (1, json!({"0": 5})));
    set_state(&world, "sending").await;
    all(&world.dispatcher(), at(60)).await;
    assert_eq!(world.ranks().await, json!({"60": 4, "90": 1}));
    assert!(world.provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn told_to_stop_a_dispatcher_records_its_call_and_begins_no_other(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    let (told, stop) = watch::channel(false);
    let stopping = world.dispatcher().until(stop);
    let hold = stopping.claim(at(0)).await.unwrap().unwrap();
    let mut load = stopping.prepare(&hold, at(0)).await.unwrap().unwrap();
    let first = stopping.intend(&mut load, at(0)).await.unwrap().unwrap();
    let outcome = stopping.send(&load, &first).await;
    told.send_replace(true);
    assert_eq!(stopping.record(&mut load, &first, outcome, at(0)).await.unwrap(), Recorded::Through);
    assert_eq!(provider.calls().len(), 1);
    assert_eq!(world.ranks().await, json!({"0": 2, "60": 2}), "the others wait, and none is in doubt");
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.ranks().await, json!({"60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn calls_that_were_not_made_are_called_off_with_the_campaign(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 5, 5, &provider).await;
    let later =
        Outcome::Retry { after: None, code: "452".into(), detail: String::new(), scope: Scope::Request };
    provider.answers([later]);
    let dispatcher = world.dispatcher();
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    let mut load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    let first = dispatcher.intend(&mut load, at(0)).await.unwrap().unwrap();
    let outcome = dispatcher.send(&load, &first).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(CAMPAIGN, CampaignAct::Cancel, None, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.ranks().await, json!({"20": 2, "45": 3}), "what was not begun is called off at once");
    assert_eq!(dispatcher.record(&mut load, &first, outcome, at(2)).await.unwrap(), Recorded::Through);
    assert_eq!((provider.calls().len(), world.ranks().await), (1, json!({"45": 5})));
    assert_eq!(world.figures().await, json!({"planned": 5, "cancelled": 5}));
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_withdraws_between_two_calls_gets_nothing_and_costs_nobody_a_message(pool: PgPool) {
    let world = World::new(pool, 5, 5).await;
    world.provider.refuses(&address(4));
    assert_eq!(meanwhile(&world, &entry(1, "marketing", "withdrawn")).await, Recorded::Through);
    all(&world.dispatcher(), at(0)).await;
    all(&world.dispatcher(), at(60)).await;
    let taken: Vec<_> = world.provider.taken().into_iter().collect();
    assert_eq!(taken, [2, 3, 5].map(|number| (address(number), 1)));
    assert_eq!(world.ranks().await, json!({"50": 1, "60": 3, "90": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_rules_and_what_a_person_is_are_asked_again_at_sending(pool: PgPool) {
    let world = World::new(pool, 4, 4).await;
    // A customer no more, in no source any more, and what the rules have come to allow.
    world
        .run(
            "update marketing_people set kinds = 16 where name = 'P1'; delete from marketing_people where name = 'P2';
             update marketing_people set kinds = 2 where name = 'P3'",
        )
        .await;
    let rule = |kind| Rule { kind, email: Some(Ground::ExistingCustomer) };
    let policy = ConsentPolicy { rules: vec![rule(Kind::Lapsed)], frequency_cap: None };
    let mut tx = world.store.begin().await.unwrap();
    tx.settings().set_consent_policy(&policy, "awa", at(0)).await.unwrap();
    tx.commit().await.unwrap();
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.provider.taken().into_keys().collect::<Vec<_>>(), [address(3)]);
    assert_eq!(world.figures().await, json!({"planned": 4, "accepted": 1, "dropped": 3}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_withdrawal_begun_before_the_plan_and_committed_after_it_is_heard(pool: PgPool) {
    let world = World::new(pool.clone(), 2, 2).await;
    let mut late = pool.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(entry(1, "marketing", "withdrawn"))).execute(&mut *late).await.unwrap();
    world.run("update marketing_campaign_contents set asked_in = marketing_horizon()").await;
    late.commit().await.unwrap();
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.provider.taken().into_keys().collect::<Vec<_>>(), [address(2)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn in_a_database_that_was_restored_elsewhere_everybody_is_asked_again(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    // The transactions of another server: numbered higher, so that nothing seems to have changed since.
    world
        .run("update marketing_campaign_contents set asked_in = asked_in + 1000000, asked_of = asked_of + 1")
        .await;
    world.decide(1, "marketing", "withdrawn").await;
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.provider.taken().into_keys().collect::<Vec<_>>(), [address(2)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_withdrew_from_tracking_counts_as_untracked_and_a_repetition_says_the_same(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::HangsUp]);
    world.decide(1, "open_tracking", "withdrawn").await;
    all(&world.dispatcher(), at(0)).await;
    let marks = world.value("select jsonb_agg(marks order by number) from marketing_delivery_state").await;
    assert_eq!(marks, json!([1 | 256, 1 | 128 | 256]));
    world.decide(1, "open_tracking", "granted").await;
    world.decide(2, "click_tracking", "withdrawn").await;
    all(&world.reconciler(), at(20)).await;
    let said = world.provider.said();
    assert_eq!((said.len(), &said[0]), (2, &said[1]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_that_cannot_go_on_leaves_nothing_waiting(pool: PgPool) {
    let world = World::new(pool, 4, 2).await;
    let dispatcher = world.dispatcher();
    let lost = dispatcher.claim(at(0)).await.unwrap().unwrap();
    world.run("update marketing_campaign_contents set compiled = '{}'").await;
    world.run("update marketing_batches set fence = fence + 1 where no = 1").await;
    assert!(dispatcher.prepare(&lost, at(1)).await.unwrap().is_none());
    assert_eq!(world.state().await, "sending", "whoever lost the batch decides nothing");
    all(&dispatcher, at(100)).await;
    assert_eq!(world.state().await, "failed");
    assert_eq!(world.ranks().await, json!({"45": 4}));
    assert_eq!(world.figures().await, json!({"planned": 4, "cancelled": 4}));
    assert_eq!(world.value("select count(*) from marketing_batches where state <> 'done'").await, 0);
}
