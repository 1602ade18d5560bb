//! However many carry messages, no limit is passed, and nobody waits for nothing.

use domain::{
    campaign::CampaignState,
    pace::{AccountPace, DomainPace, WaitReason, Waiting},
    provider::AccountId,
};
use serde_json::json;
use sqlx::PgPool;
use store::StoreError;

use crate::world::{ACCOUNT, CAMPAIGN, World, all, at};

/// An administrator sets the account's pace.
async fn set(world: &World, pace: &AccountPace) {
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    let version = tx.settings().account_pace(&account).await.unwrap().version;
    let set = tx.settings().set_account_pace(&account, version, pace, "awa", at(0)).await.unwrap();
    assert!(set.is_some());
    tx.commit().await.unwrap();
}

async fn paced(pool: PgPool, messages: i32, batch: i32, pace: AccountPace) -> World {
    let world = World::new(pool, messages, batch).await;
    set(&world, &pace).await;
    world
}

fn per_second(limit: u32) -> AccountPace {
    AccountPace { per_second: Some(limit), ..AccountPace::default() }
}

fn per_minute(limit: u32) -> AccountPace {
    AccountPace { per_minute: Some(limit), ..AccountPace::default() }
}

fn per_day(limit: u32) -> AccountPace {
    AccountPace { per_day: Some(limit), ..AccountPace::default() }
}

/// The mailboxes of everybody in this world, together.
fn domain_per_minute(limit: u32) -> AccountPace {
    let domains = vec!["x.example".to_owned()];
    let group = DomainPace { domains, per_minute: Some(limit), ..DomainPace::default() };
    AccountPace { domains: vec![group], ..AccountPace::default() }
}

/// All that may go now goes; tells how many the provider has by then.
async fn sent(world: &World, seconds: i64) -> usize {
    all(&world.dispatcher(), at(seconds)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().len()
}

async fn waiting(world: &World, seconds: i64) -> Option<(WaitReason, i64)> {
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(seconds)).await.unwrap().unwrap();
    assert_eq!(progress.state, CampaignState::Sending);
    progress.waiting.map(|Waiting { reason, until }| (reason, (until.unwrap() - at(0)).num_seconds()))
}

/// Claims until nothing may be claimed any more, as a process would that never gets to send.
async fn claim_all(world: &World, seconds: i64) -> Result<(), StoreError> {
    let dispatcher = world.dispatcher();
    while dispatcher.claim(at(seconds)).await?.is_some() {}
    Ok(())
}

#[sqlx::test(migrations = "../../migrations")]
async fn four_who_claim_at_once_take_exactly_what_each_minute_allows(pool: PgPool) {
    let world = paced(pool, 60, 11, per_minute(7)).await;
    for step in 0..8 {
        // Time goes on while they claim, but not for ten minutes.
        let claim = || claim_all(&world, 600 * step);
        tokio::try_join!(claim(), claim(), claim(), claim()).unwrap();
        world.run("update marketing_batches set lease_until = 'infinity' where state = 'claimed'").await;
    }
    let taken = world
        .value(
            "select jsonb_agg(n order by step) from
                 (select floor(extract(epoch from paced_at) / 600) as step, sum(cardinality(members)) as n
                  from marketing_batches where state = 'claimed' group by 1) t",
        )
        .await;
    assert_eq!(taken, json!([7, 7, 7, 7, 7, 7, 7, 7]));
    let twice = "select count(*) - count(distinct m) from marketing_batches cross join unnest(members) m";
    assert_eq!(world.value(twice).await, 0);
    let whole = "select count(*) from marketing_batches b cross join unnest(members) m
        join marketing_delivery_state s on s.number = m and s.batch = b.no";
    assert_eq!(world.value(whole).await, 60);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_batch_that_is_larger_than_the_limit_is_parted_and_its_rest_leaves_when_it_may(pool: PgPool) {
    let world = paced(pool, 7, 7, AccountPace { per_minute: Some(3), ..AccountPace::default() }).await;
    assert_eq!(sent(&world, 0).await, 3);
    assert_eq!(waiting(&world, 0).await, Some((WaitReason::AccountPace, 61)));
    assert_eq!(sent(&world, 60).await, 3);
    assert_eq!(waiting(&world, 61).await, None);
    assert_eq!(sent(&world, 61).await, 6);
    assert_eq!(sent(&world, 122).await, 7);
    assert_eq!(world.state().await, "finished");
    assert_eq!(world.figures().await, json!({"planned": 7, "accepted": 7}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_keeps_its_own_pace(pool: PgPool) {
    let world = World::new(pool, 5, 3).await;
    world.run("update prospecting_campaigns set marketing_pace_per_minute = 4").await;
    assert_eq!(sent(&world, 0).await, 4);
    assert_eq!(waiting(&world, 1).await, Some((WaitReason::CampaignPace, 61)));
    assert_eq!(sent(&world, 61).await, 5);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn those_beyond_their_domains_limit_wait_alone_and_it_costs_them_no_try(pool: PgPool) {
    let world = paced(pool, 6, 6, domain_per_minute(2)).await;
    world.run("update marketing_deliveries set address = 'p6@y.example' where number = 6").await;
    assert_eq!(sent(&world, 0).await, 3, "two of the domain, and the one of another");
    assert_eq!(world.ranks().await, json!({"0": 3, "60": 3}));
    assert_eq!(waiting(&world, 1).await, Some((WaitReason::DomainPace, 61)));
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0);
    assert_eq!(sent(&world, 60).await, 3);
    assert_eq!(sent(&world, 61).await, 5, "the first two in the line");
    assert_eq!(sent(&world, 121).await, 5);
    assert_eq!(sent(&world, 123).await, 6);
    assert_eq!(world.provider.calls(), 3, "those who wait leave together");
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn places_that_nobody_uses_are_given_back(pool: PgPool) {
    let world = paced(pool, 4, 3, per_day(3)).await;
    world.decide(1, "marketing", "withdrawn").await;
    assert_eq!(sent(&world, 0).await, 3, "the fourth has the place of the one who objected");
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_places_of_a_process_that_died_before_it_meant_to_send_are_given_back(pool: PgPool) {
    let world = paced(pool, 6, 3, per_day(3)).await;
    assert!(world.dispatcher().claim(at(0)).await.unwrap().is_some());
    assert_eq!(sent(&world, 1).await, 0, "all places of the day are taken");
    assert_eq!(sent(&world, 61).await, 3);
    assert_eq!(sent(&world, 86_400).await, 6, "another day");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_change_of_the_limits_holds_from_the_next_claim_on(pool: PgPool) {
    let world = paced(pool, 4, 2, per_day(1)).await;
    assert_eq!(sent(&world, 0).await, 1);
    set(&world, &per_day(2)).await;
    assert_eq!(sent(&world, 1).await, 2);
    set(&world, &AccountPace::default()).await;
    assert_eq!(sent(&world, 2).await, 4);
}

/// Two batches of three under a limit of four a day. Tells how many are claimed when the second claim waits for whoever changes the
/// limit.
async fn claimed_while_the_limit_becomes(pool: PgPool, pace: &AccountPace) -> serde_json::Value {
    let world = paced(pool, 6, 3, per_day(4)).await;
    world.dispatcher().claim(at(0)).await.unwrap().unwrap();
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    tx.settings().set_account_pace(&account, 1, pace, "awa", at(0)).await.unwrap().unwrap();
    let dispatcher = world.dispatcher();
    let claim = tokio::spawn(async move { dispatcher.claim(at(0)).await.unwrap() });
    world.until_it_waits(&claim).await;
    tx.commit().await.unwrap();
    claim.await.unwrap();
    world.value("select sum(cardinality(members)) from marketing_batches where state = 'claimed'").await
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_limit_that_is_lifted_while_a_claim_waits_holds_nobody_back(pool: PgPool) {
    assert_eq!(claimed_while_the_limit_becomes(pool, &AccountPace::default()).await, 6);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_limit_that_is_lowered_while_a_claim_waits_holds_at_once(pool: PgPool) {
    assert_eq!(claimed_while_the_limit_becomes(pool, &per_day(3)).await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_finds_nothing_to_claim_rests_until_the_limits_allow_more(pool: PgPool) {
    use delivery::{Stage, Step};
    let world = paced(pool, 3, 3, per_second(2)).await;
    let dispatcher = world.dispatcher();
    all(&dispatcher, at(0)).await;
    // A second after the claim, which took its time.
    let rests = dispatcher.step(at(0)).await.unwrap();
    assert!(matches!(rests, Step::Until(free) if (at(1)..at(2)).contains(&free)), "{rests:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn without_limits_nothing_is_counted(pool: PgPool) {
    let world = World::new(pool, 4, 2).await;
    assert_eq!(sent(&world, 0).await, 4);
    assert_eq!(world.value("select count(*) from marketing_paces").await, 0);
}
