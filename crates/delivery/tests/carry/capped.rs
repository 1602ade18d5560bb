//! To whom Meta delivers nothing for a while gets their message once that is over, or not at all where that is too late.

use domain::pace::{WaitReason, Waiting};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    talk::{self, phone},
    world::{CAMPAIGN, World, all, at},
};

const DAY: i64 = 86_400;

/// Three people, of whom the second is capped until then.
async fn world(pool: PgPool, until: i64) -> World {
    let world = talk::world(pool, 3).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.conversations().cap(&phone(2), at(until), "131049").await.unwrap();
    tx.commit().await.unwrap();
    world
}

async fn sent(world: &World, seconds: i64) -> Vec<String> {
    all(&world.dispatcher(), at(seconds)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().into_keys().collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_is_capped_when_their_turn_comes_gets_the_message_once_the_cap_has_ended(pool: PgPool) {
    let world = world(pool, DAY).await;
    assert_eq!(sent(&world, 0).await, [phone(1), phone(3)]);
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(1)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::Capped, until: Some(at(DAY)) }));
    drop(tx);
    assert_eq!(sent(&world, DAY - 1).await.len(), 2);
    assert_eq!(world.state().await, "sending");
    assert_eq!(sent(&world, DAY).await, [phone(1), phone(2), phone(3)]);
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0, "it costs no try");
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_cap_that_outlasts_the_patience_of_three_days_drops_the_message_with_its_reason(pool: PgPool) {
    let world = world(pool, 3 * DAY + 1).await;
    assert_eq!(sent(&world, 0).await, [phone(1), phone(3)]);
    let two = "select jsonb_build_array(rank, code) from marketing_delivery_state where number = 2";
    assert_eq!(world.value(two).await, json!([50, "capped"]));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_cap_that_is_prolonged_while_it_is_waited_for_is_waited_for_again(pool: PgPool) {
    let world = world(pool, DAY).await;
    sent(&world, 0).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.conversations().cap(&phone(2), at(2 * DAY), "131049").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sent(&world, DAY).await.len(), 2);
    assert_eq!(sent(&world, 2 * DAY).await.len(), 3);
}
