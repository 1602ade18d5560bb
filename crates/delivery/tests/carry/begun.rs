//! How many people a number may begin to write to: a template begins, free text in an open window does not.

use chrono::TimeDelta;
use domain::{
    pace::{WaitReason, Waiting},
    provider::AccountId,
    whatsapp::SenderNews,
};
use sqlx::PgPool;

use crate::{
    talk::{phone, world_in},
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

/// When whatever was begun in the first half hour counts no more.
const ANEW: i64 = 1_800 + 86_400;

/// Six people in two batches, by a number that may begin to write to one in 24 hours. The second, the third and the fifth wrote to us;
/// so did the sixth, whose window closes in nine minutes.
async fn world(pool: PgPool, free_text: bool) -> World {
    let world = world_in(pool, 6, 3).await;
    let message = if free_text { r#"{"free_text": "Une question ?"}"# } else { "{}" };
    world
        .run(&format!(
            "update prospecting_campaigns set marketing_whatsapp = '{message}';
             insert into marketing_conversations (id, account, address, state, last_direction, last_at, window_until)
             select gen_random_uuid(), '{ACCOUNT}', address, 'read', 'inbound', '{now}',
                    timestamptz '{now}' + case number when 6 then interval '9 minutes' else interval '20 hours' end
             from marketing_deliveries where number in (2, 3, 5, 6)",
            now = at(0)
        ))
        .await;
    tier(&world, 1, 0).await;
    world
}

/// The number's provider tells its limit.
async fn tier(world: &World, limit: u32, seconds: i64) {
    let news = SenderNews { daily_limit: Some(Some(limit)), ..SenderNews::default() };
    let mut tx = world.store.begin().await.unwrap();
    tx.whatsapp_senders().hear(&AccountId(ACCOUNT.into()), &news, at(seconds)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sent(world: &World, seconds: i64) -> Vec<String> {
    all(&world.dispatcher(), at(seconds)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().into_keys().collect()
}

async fn used(world: &World, seconds: i64) -> i64 {
    let mut tx = world.store.begin().await.unwrap();
    let since = at(seconds) - TimeDelta::days(1);
    tx.whatsapp_senders().used(&AccountId(ACCOUNT.into()), since).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_has_an_open_window_gets_free_text_while_templates_wait_for_the_next_day(pool: PgPool) {
    let world = world(pool, true).await;
    assert_eq!(
        sent(&world, 0).await,
        [1, 2, 3, 5].map(phone),
        "of both batches, without those whose window is about to close"
    );
    assert_eq!(used(&world, 1).await, 1, "free text begins nothing");
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(1)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::AccountPace, until: Some(at(ANEW)) }));
    drop(tx);
    assert_eq!(sent(&world, ANEW - 1).await.len(), 4);
    assert_eq!(sent(&world, ANEW).await, [1, 2, 3, 4, 5].map(phone));
    assert_eq!(used(&world, ANEW + 1).await, 1);
    tier(&world, 2, ANEW + 60).await;
    assert_eq!(sent(&world, ANEW + 60).await.len(), 6, "a limit that is raised is noticed at once");
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_counts_wherever_it_is_sent(pool: PgPool) {
    let world = world(pool, false).await;
    assert_eq!(sent(&world, 0).await, [phone(1)]);
    assert_eq!(used(&world, 1).await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_dies_with_a_batch_leaves_its_places_and_no_more_of_them(pool: PgPool) {
    let world = world(pool, true).await;
    let dispatcher = world.dispatcher();
    while dispatcher.claim(at(0)).await.unwrap().is_some() {}
    // Nobody meant to send anything; the leases have ended, and so have the windows of those who wrote.
    world.run(&format!("update marketing_conversations set window_until = '{}'", at(60))).await;
    assert_eq!(sent(&world, 600).await, [phone(1)], "the one place, again");
}
