//! A process is killed at each step of a send; another one goes on. Nothing is lost, nothing is sent twice.

use delivery::Dispatcher;
use serde_json::json;
use sqlx::PgPool;

use crate::world::{World, all, at};

/// After which step the process dies.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Killed {
    Claimed,
    Prepared,
    Intended,
    Sent,
    Recorded,
}

/// Does one batch as far as that.
async fn die(dispatcher: &Dispatcher, killed: Killed) {
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    if killed == Killed::Claimed {
        return;
    }
    let load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    if killed == Killed::Prepared {
        return;
    }
    assert!(dispatcher.intend(&load, at(0)).await.unwrap());
    if killed == Killed::Intended {
        return;
    }
    let outcome = dispatcher.send(&load, &load.calls[0]).await;
    if killed == Killed::Recorded {
        assert!(dispatcher.record(&load, &load.calls[0], outcome, at(1)).await.unwrap().is_some());
    }
}

/// A new process goes on until the campaign is through.
async fn go_on(world: &World) {
    let (dispatcher, reconciler) = (world.dispatcher(), world.reconciler());
    for minute in 1..10 {
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

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_only_thought_dead_records_nothing_any_more(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    let slow = world.dispatcher();
    let hold = slow.claim(at(0)).await.unwrap().unwrap();
    let load = slow.prepare(&hold, at(0)).await.unwrap().unwrap();
    assert!(slow.intend(&load, at(0)).await.unwrap());
    let outcome = slow.send(&load, &load.calls[0]).await;
    go_on(&world).await;
    let before = world.figures().await;
    assert_eq!(slow.record(&load, &load.calls[0], outcome, at(900)).await.unwrap(), None);
    assert_eq!(world.figures().await, before);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_only_thought_dead_before_the_intent_sends_nothing(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    let slow = world.dispatcher();
    let hold = slow.claim(at(0)).await.unwrap().unwrap();
    let load = slow.prepare(&hold, at(0)).await.unwrap().unwrap();
    go_on(&world).await;
    assert!(!slow.intend(&load, at(900)).await.unwrap());
    assert!(world.provider.taken().values().all(|times| *times == 1));
}
