//! A process is killed at each step of a send; another one goes on. Nothing is lost, nothing is sent twice.

use std::sync::Arc;

use delivery::{Dispatcher, Recorded};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    scripted::Scripted,
    world::{World, all, at},
};

/// After which step the process dies.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Killed {
    Claimed,
    Prepared,
    Intended,
    Sent,
    Recorded,
    SecondSent,
}

/// Does one batch as far as that.
async fn die(dispatcher: &Dispatcher, killed: Killed) {
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    if killed == Killed::Claimed {
        return;
    }
    let mut load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    if killed == Killed::Prepared {
        return;
    }
    let first = dispatcher.intend(&mut load, at(0)).await.unwrap().unwrap();
    if killed == Killed::Intended {
        return;
    }
    let outcome = dispatcher.send(&load, &first).await;
    if killed == Killed::Sent {
        return;
    }
    let recorded = dispatcher.record(&mut load, &first, outcome, at(1)).await.unwrap();
    let Recorded::Next(second) = recorded else { return };
    if killed == Killed::SecondSent {
        dispatcher.send(&load, &second).await;
    }
}

/// A new process goes on until the campaign is through.
async fn go_on(world: &World) {
    let (dispatcher, reconciler) = (world.dispatcher(), world.reconciler());
    for minute in 1..30 {
        all(&dispatcher, at(60 * minute)).await;
        all(&reconciler, at(60 * minute)).await;
        if world.state().await == "finished" {
            return;
        }
    }
    panic!("not finished: {}", world.ranks().await);
}

async fn killed_and_gone_on(pool: PgPool, killed: Killed) {
    let world = World::new(pool, 6, 3).await;
    die(&world.dispatcher(), killed).await;
    go_on(&world).await;
    assert_eq!(world.provider.taken().len(), 6, "{killed:?}: nothing is lost");
    assert!(world.provider.taken().values().all(|times| *times == 1), "{killed:?}: nothing is sent twice");
    assert_eq!(world.ranks().await, json!({"60": 6}));
    assert_eq!(world.figures().await, json!({"planned": 6, "accepted": 6}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_after_the_claim(pool: PgPool) {
    killed_and_gone_on(pool, Killed::Claimed).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_after_the_messages_were_written(pool: PgPool) {
    killed_and_gone_on(pool, Killed::Prepared).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_after_the_intent(pool: PgPool) {
    killed_and_gone_on(pool, Killed::Intended).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_after_the_provider_took_them(pool: PgPool) {
    killed_and_gone_on(pool, Killed::Sent).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_after_the_record(pool: PgPool) {
    killed_and_gone_on(pool, Killed::Recorded).await;
}

/// Six messages in one batch and three calls, by a provider that knows no keys. Tells which messages it took.
async fn killed_between_calls(pool: PgPool, killed: Killed) -> (World, Vec<u32>) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    die(&world.dispatcher(), killed).await;
    go_on(&world).await;
    assert!(provider.taken().values().all(|times| *times == 1), "{killed:?}: nothing is sent twice");
    (world, provider.taken().into_keys().collect())
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_when_the_first_call_was_begun_only_that_call_is_in_doubt(pool: PgPool) {
    let (world, taken) = killed_between_calls(pool, Killed::Intended).await;
    assert_eq!((taken, world.ranks().await), (vec![3, 4, 5, 6], json!({"30": 2, "60": 4})));
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_when_the_next_call_was_begun_with_the_record_only_that_call_is_in_doubt(pool: PgPool) {
    let (world, taken) = killed_between_calls(pool, Killed::Recorded).await;
    assert_eq!((taken, world.ranks().await), (vec![1, 2, 5, 6], json!({"30": 2, "60": 4})));
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_when_the_next_call_was_made_only_that_call_is_in_doubt(pool: PgPool) {
    let (world, taken) = killed_between_calls(pool, Killed::SecondSent).await;
    assert_eq!((taken, world.ranks().await), (vec![1, 2, 3, 4, 5, 6], json!({"30": 2, "60": 4})));
    assert_eq!(world.figures().await, json!({"planned": 6, "accepted": 4, "unknown": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_only_thought_dead_records_nothing_any_more(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    let slow = world.dispatcher();
    let hold = slow.claim(at(0)).await.unwrap().unwrap();
    let mut load = slow.prepare(&hold, at(0)).await.unwrap().unwrap();
    let first = slow.intend(&mut load, at(0)).await.unwrap().unwrap();
    let outcome = slow.send(&load, &first).await;
    go_on(&world).await;
    let before = world.figures().await;
    assert_eq!(slow.record(&mut load, &first, outcome, at(900)).await.unwrap(), Recorded::Lost);
    assert_eq!(world.figures().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_only_thought_dead_before_the_intent_sends_nothing(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    let slow = world.dispatcher();
    let hold = slow.claim(at(0)).await.unwrap().unwrap();
    let mut load = slow.prepare(&hold, at(0)).await.unwrap().unwrap();
    go_on(&world).await;
    assert_eq!(slow.intend(&mut load, at(900)).await.unwrap(), None);
    assert!(world.provider.taken().values().all(|times| *times == 1));
}
