//! A campaign that may send so many a day: its days begin at the hour at which it was due.

use chrono::{DateTime, Utc};
use domain::pace::{WaitReason, Waiting};
use serde_json::json;
use sqlx::PgPool;

use crate::world::{CAMPAIGN, World, all, at};

const DAY: i64 = 86_400;

/// Ten messages in batches of three, four a day.
async fn world(pool: PgPool) -> World {
    let world = World::new(pool, 10, 3).await;
    let due: DateTime<Utc> = at(0);
    world
        .run(&format!(
            "update prospecting_campaigns set marketing_pace_per_day = 4, marketing_due_at = '{due}'"
        ))
        .await;
    world
}

async fn sent(world: &World, seconds: i64) -> usize {
    let carry = || async { all(&world.dispatcher(), at(seconds)).await };
    tokio::join!(carry(), carry(), carry());
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().len()
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_day_takes_more_than_its_share_and_the_next_one_begins_at_the_same_hour(pool: PgPool) {
    let world = world(pool).await;
    assert_eq!(sent(&world, 0).await, 4);
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(60)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::CampaignPace, until: Some(at(DAY)) }));
    drop(tx);
    assert_eq!(sent(&world, DAY - 1).await, 4, "midnight is no new day");
    assert_eq!(sent(&world, DAY).await, 8);
    assert_eq!(sent(&world, 2 * DAY).await, 10);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_day_on_which_nothing_ran_is_not_made_up_for(pool: PgPool) {
    let world = world(pool).await;
    assert_eq!(sent(&world, 0).await, 4);
    assert_eq!(sent(&world, 5 * DAY).await, 8);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_place_of_somebody_who_objects_is_another_ones_on_the_same_day(pool: PgPool) {
    let world = world(pool).await;
    world.decide(1, "marketing", "withdrawn").await;
    sent(&world, 0).await;
    assert_eq!(world.ranks().await, json!({"10": 5, "50": 1, "60": 4}));
}
