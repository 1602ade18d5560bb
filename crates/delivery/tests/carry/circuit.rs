//! An account of which nobody knows any more whether it takes messages rests, and comes back one batch at a time.

use std::sync::Arc;

use delivery::{Dispatcher, Stage};
use providers::{Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    scripted::{Scripted, silence, yes},
    world::{World, all, at},
};

/// Batches of one message each.
async fn world(
    pool: PgPool,
    messages: i32,
    answers: impl IntoIterator<Item = Outcome>,
) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(1, None));
    provider.answers(answers);
    (World::scripted(pool, messages, 1, &provider).await, provider)
}

async fn account(world: &World) -> Value {
    world.value("select jsonb_build_array(paused_code, strikes, doubts) from marketing_accounts_state").await
}

/// An account that rested after five doubts.
async fn rested(pool: PgPool, messages: i32) -> (World, Arc<Scripted>) {
    let (world, provider) = world(pool, messages, vec![silence(); 5]).await;
    all(&world.dispatcher(), at(0)).await;
    (world, provider)
}

/// Carries a claimed batch to its end.
async fn carry(dispatcher: &Dispatcher, hold: store::Hold, seconds: i64) {
    let mut load = dispatcher.prepare(&hold, at(seconds)).await.unwrap().unwrap();
    let call = dispatcher.intend(&mut load, at(seconds)).await.unwrap().unwrap();
    let outcome = dispatcher.send(&load, &call).await;
    dispatcher.record(&mut load, &call, outcome, at(seconds)).await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn five_doubts_in_a_row_let_the_account_rest_whoever_had_them(pool: PgPool) {
    let (world, provider) = world(pool, 8, vec![silence(); 8]).await;
    let (one, other) = (world.dispatcher(), world.dispatcher());
    one.step(at(0)).await.unwrap();
    one.step(at(0)).await.unwrap();
    all(&other, at(0)).await;
    all(&one, at(0)).await;
    assert_eq!(provider.calls().len(), 5);
    assert_eq!(account(&world).await, json!(["in_doubt", 1, 0]));
    assert_eq!(world.ranks().await, json!({"10": 3, "20": 5}), "what was not begun waits");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_yes_between_doubts_forgets_them(pool: PgPool) {
    let four = || vec![silence(); 4];
    let (world, provider) = world(pool, 9, [four(), vec![yes()], four()].concat()).await;
    all(&world.dispatcher(), at(0)).await;
    assert_eq!((provider.calls().len(), account(&world).await), (9, json!([null, 0, 4])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn after_its_rest_an_account_takes_one_batch_at_a_time_until_it_has_taken_a_message(pool: PgPool) {
    let (world, provider) = rested(pool, 10).await;
    let claims = (0..4).map(|_| {
        let dispatcher = world.dispatcher();
        tokio::spawn(async move { dispatcher.claim(at(60)).await.unwrap() })
    });
    let mut held = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        held.extend(claim.await.unwrap());
    }
    assert_eq!(held.len(), 1, "whoever comes at once");
    let dispatcher = world.dispatcher();
    assert_eq!(dispatcher.claim(at(61)).await.unwrap(), None);
    carry(&dispatcher, held.remove(0), 62).await;
    assert_eq!(account(&world).await, json!([null, 0, 0]));
    assert!(dispatcher.claim(at(63)).await.unwrap().is_some());
    assert!(dispatcher.claim(at(63)).await.unwrap().is_some(), "two at a time again");
    assert_eq!(provider.calls().len(), 6);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_doubt_on_trial_lets_the_account_rest_again_and_longer(pool: PgPool) {
    let (world, provider) = rested(pool, 10).await;
    provider.answers([silence()]);
    all(&world.dispatcher(), at(60)).await;
    assert_eq!((provider.calls().len(), account(&world).await), (6, json!(["in_doubt", 2, 0])));
    let rest = "select extract(epoch from paused_until)::bigint from marketing_accounts_state";
    assert_eq!(
        world.value(rest).await,
        json!(at(70).timestamp()),
        "half of twice ten seconds, by the chance of the test"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_refused_message_on_trial_leaves_the_trial_to_the_next_batch(pool: PgPool) {
    let (world, provider) = rested(pool, 7).await;
    provider.answers([Outcome::Refused { code: "550".into(), detail: String::new(), scope: Scope::Request }]);
    all(&world.dispatcher(), at(60)).await;
    assert_eq!((provider.calls().len(), account(&world).await), (7, json!([null, 0, 0])));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_dies_on_trial_keeps_the_others_waiting_no_longer_than_a_lease(pool: PgPool) {
    let (world, provider) = rested(pool, 7).await;
    let dispatcher = world.dispatcher();
    assert!(dispatcher.claim(at(60)).await.unwrap().is_some());
    assert_eq!(all(&dispatcher, at(200)).await, 0);
    all(&dispatcher, at(220)).await;
    assert_eq!(provider.calls().len(), 7);
}

/// The lock of whoever makes batches (`store`'s locks: "ebvision" in ASCII, and what counts on from it).
const FORMER: i64 = 0x6562_7669_7369_6f73;

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_tries_a_rested_account_waits_for_who_makes_batches_before_the_account_waits_for_it(
    pool: PgPool,
) {
    let (world, _) = rested(pool, 6).await;
    // Where a pace is kept, a claim may make a batch of what may not leave yet.
    world.run("update prospecting_campaigns set marketing_pace_per_minute = 60").await;
    let mut making = world.pool.begin().await.unwrap();
    sqlx::query("select pg_advisory_xact_lock($1)").bind(FORMER).execute(&mut *making).await.unwrap();
    let dispatcher = world.dispatcher();
    let claims = tokio::spawn(async move { dispatcher.claim(at(3_600)).await });
    world.until_it_waits(&claims).await;
    let account = sqlx::query("select from marketing_accounts_state for update nowait").execute(&mut *making);
    assert!(account.await.is_ok(), "whoever makes batches claims one then, and tries the account as well");
    making.commit().await.unwrap();
    assert!(claims.await.unwrap().unwrap().is_some());
}
