//! Batches leave, whatever the provider answers.

use delivery::{Stage, Step};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    provider::Fault,
    world::{World, address, all, at},
};

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_leaves_once_and_is_finished_when_nothing_waits(pool: PgPool) {
    let world = World::new(pool, 7, 3).await;
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.provider.taken().len(), 7);
    assert!(world.provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.provider.calls(), 3);
    assert_eq!(world.ranks().await, json!({"60": 7}));
    assert_eq!(world.figures().await, json!({"planned": 7, "accepted": 7}));
    assert_eq!(world.state().await, "finished");
    assert_eq!(world.value("select count(*) from marketing_message_ids").await, 7);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_objects_after_the_plan_gets_nothing(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    world
        .run(
            "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             values (gen_random_uuid(), 'p1@x.example', 'email', 'marketing', 'withdrawn', 'one_click', 'p1', now(), now());
             insert into marketing_suppressions (address, channel, reason, created_at, changed_at)
             values ('p2@x.example', 'email', 'manual', now(), now())",
        )
        .await;
    all(&world.dispatcher(), at(1)).await;
    assert_eq!(world.provider.taken().into_keys().collect::<Vec<_>>(), [address(3)]);
    assert_eq!(world.figures().await, json!({"planned": 3, "accepted": 1, "dropped": 2}));
    let codes =
        world.value("select jsonb_agg(code order by number) from marketing_delivery_state where rank = 50");
    assert_eq!(codes.await, json!(["no_consent", "suppressed"]));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_limit_lets_the_account_rest_and_costs_no_message_a_try(pool: PgPool) {
    let world = World::new(pool, 4, 2).await;
    world.provider.fails([Fault::RateLimited(30)]);
    let dispatcher = world.dispatcher();
    assert_eq!(all(&dispatcher, at(0)).await, 1);
    assert_eq!(world.ranks().await, json!({"0": 2, "10": 2}));
    assert_eq!(all(&dispatcher, at(30)).await, 0, "not sooner than the provider asked, and somewhat more");
    all(&dispatcher, at(60)).await;
    assert_eq!(world.ranks().await, json!({"60": 4}));
    assert!(world.provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_is_refused_waits_for_a_person(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::Unauthorized]);
    let dispatcher = world.dispatcher();
    all(&dispatcher, at(0)).await;
    assert_eq!(all(&dispatcher, at(86_400)).await, 0);
    assert_eq!(world.provider.calls(), 1);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.accounts().resume(&domain::provider::AccountId("brevo".into())).await.unwrap());
    tx.commit().await.unwrap();
    all(&dispatcher, at(86_400)).await;
    assert_eq!(world.ranks().await, json!({"60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_message_that_the_provider_refuses_costs_no_other_its_delivery(pool: PgPool) {
    let world = World::new(pool, 5, 5).await;
    world.provider.refuses(&address(4));
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(world.ranks().await, json!({"60": 4, "90": 1}));
    assert!(!world.provider.taken().contains_key(&address(4)));
    assert_eq!(
        world.figures().await,
        json!({"planned": 5, "accepted": 4, "refused": 1, "refused_unaccepted": 1})
    );
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_paused_campaign_sends_nothing_that_was_not_meant_to_be_sent(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    let dispatcher = world.dispatcher();
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    let mut load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    world.run("update prospecting_campaigns set marketing_state = 'paused'").await;
    assert_eq!(dispatcher.intend(&mut load, at(0)).await.unwrap(), None);
    assert_eq!(dispatcher.step(at(100)).await.unwrap(), Step::Idle);
    world.run("update prospecting_campaigns set marketing_state = 'sending'").await;
    all(&dispatcher, at(100)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.ranks().await, json!({"60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn several_dispatchers_never_carry_the_same_batch(pool: PgPool) {
    let world = World::new(pool, 40, 2).await;
    let dispatchers: Vec<_> = (0..4).map(|_| world.dispatcher()).collect();
    let runs: Vec<_> = dispatchers
        .into_iter()
        .map(|dispatcher| tokio::spawn(async move { all(&dispatcher, at(0)).await }))
        .collect();
    for run in runs {
        run.await.unwrap();
    }
    assert_eq!(world.provider.taken().len(), 40);
    assert!(world.provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.state().await, "finished");
}
