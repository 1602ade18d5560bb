//! A worker that is told to stop while it sends.

use sandbox::{Shares, parse_faults};
use sqlx::PgPool;

use crate::{
    figures::launch_when_folded,
    people::{PEOPLE_FEW, invite},
    world::World,
};

/// A worker that has calls on their way: the sandbox has taken messages, and keeps its answers back.
async fn in_the_middle(pool: PgPool, faults: &str) -> (World, String) {
    let world = World::open(pool, 1, Shares::none(), parse_faults(faults).unwrap()).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    world.until("some have left", async || world.accepted(&campaign).await > 0).await;
    (world, campaign)
}

/// Another worker goes on, and everybody has got it once.
pub(crate) async fn go_on(mut world: World, campaign: &str, people: i32) {
    world.let_leases_end().await;
    world.start_worker();
    world.until_settled(campaign).await;
    let (figures, ledger) = (world.figures(campaign).await, world.ledger(campaign).await);
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(people), "nobody lost");
    assert_eq!(figures["accepted"], people);
    assert_eq!(figures["unknown"], 0);
}

#[sqlx::test(migrations = false)]
async fn told_to_stop_it_waits_for_its_calls_and_records_their_answers(pool: PgPool) {
    let slow = r#"{"kind": "slow", "route": "POST /smtp/email", "ms": 2000}"#;
    let (mut world, campaign) = in_the_middle(pool, slow).await;
    assert!(world.working.remove(0).stop().success());
    assert_eq!(world.calls("open").await, 0, "no call is left without an answer");
    assert_eq!(world.calls("in_doubt").await, 0, "and none is in doubt");
    let taken = world.accepted(&campaign).await;
    assert_eq!(world.calls("done").await * 100, taken, "what was taken is recorded");
    go_on(world, &campaign, PEOPLE_FEW).await;
}

#[sqlx::test(migrations = false)]
async fn told_to_stop_it_leaves_a_call_that_does_not_end_in_doubt(pool: PgPool) {
    let hangs = r#"{"kind": "hang_after_accept", "route": "POST /smtp/email", "times": 2}"#;
    let (mut world, campaign) = in_the_middle(pool, hangs).await;
    assert!(world.working.remove(0).stop().success());
    assert!(world.calls("open").await > 0, "it did not wait for what never comes");
    go_on(world, &campaign, PEOPLE_FEW).await;
}

#[sqlx::test(migrations = false)]
async fn told_twice_it_ends_at_once(pool: PgPool) {
    let slow = r#"{"kind": "slow", "route": "POST /smtp/email", "ms": 6000}"#;
    let (mut world, campaign) = in_the_middle(pool, slow).await;
    let ended = world.working.remove(0).insist();
    assert_eq!(ended.code(), Some(143), "as a process that SIGTERM ends");
    assert!(world.calls("open").await > 0, "it waited for nothing");
    go_on(world, &campaign, PEOPLE_FEW).await;
}
