//! A few leave first: nobody else does before it is decided, whoever works, dies or decides.

use delivery::{CanaryWatch, Stage};
use domain::{
    campaign::{CampaignAct, CampaignState, CanaryDecision, CanaryFinding, CanaryStanding},
    delivery::Mark,
    pace::{WaitReason, Waiting},
};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Ruled};

use crate::world::{CAMPAIGN, World, address, all, at};

const HOURS: i64 = 4 * 3_600;

/// Forty messages in batches of five, as the planner leaves them: the first ten leave first, and are waited for four hours.
async fn world(pool: PgPool) -> World {
    let world = World::new(pool, 40, 5).await;
    world
        .run(&format!(
            "update prospecting_campaigns set marketing_canary = '{{\"slice\": {{\"people\": 10}}, \"hours\": 4}}';
             insert into marketing_canaries (campaign_id, people) values ('{}', 10);
             update marketing_batches set state = 'reserved' where no > 2",
            CAMPAIGN.0
        ))
        .await;
    world
}

fn watch(world: &World) -> CanaryWatch {
    CanaryWatch::new(world.store.clone(), &world.accounts())
}

/// All that may leave leaves, and whoever watches looks; tells how many the provider has by then, each once.
async fn work(world: &World, seconds: i64) -> usize {
    let carry = || async { all(&world.dispatcher(), at(seconds)).await };
    tokio::join!(carry(), carry(), carry(), carry());
    all(&watch(world), at(seconds)).await;
    assert!(world.provider.taken().values().all(|times| *times == 1));
    world.provider.taken().len()
}

/// The provider tells that the first few were delivered to.
async fn delivered(world: &World) {
    world
        .run(&format!(
            "update marketing_delivery_state set marks = marks | {} where number <= 10",
            Mark::Delivered.bit()
        ))
        .await;
}

async fn act(world: &World, act: CampaignAct, seconds: i64) {
    let mut tx = world.store.begin().await.unwrap();
    assert!(matches!(tx.campaigns().act(CAMPAIGN, act, None, at(seconds)).await.unwrap(), Change::Done(_)));
    tx.commit().await.unwrap();
}

async fn standing(world: &World) -> CanaryStanding {
    world.store.begin().await.unwrap().canaries().find(CAMPAIGN).await.unwrap().unwrap()
}

async fn paused_for(world: &World) -> serde_json::Value {
    world
        .value("select marketing_state_reason from prospecting_campaigns where marketing_state = 'paused'")
        .await
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_beyond_the_slice_leaves_before_the_decision_however_many_work_and_die(pool: PgPool) {
    let world = world(pool).await;
    let killed = world.dispatcher();
    killed.claim(at(0)).await.unwrap().unwrap();
    drop(killed);
    assert_eq!(work(&world, 0).await, 5, "the dead one holds the others");
    assert_eq!(standing(&world).await.left_at, None);
    assert_eq!(work(&world, 61).await, 10);
    let expected: Vec<_> = (1..=10).map(address).collect();
    assert!(expected.iter().all(|address| world.provider.taken().contains_key(address)));
    assert_eq!(standing(&world).await.decides_at, Some(at(61 + HOURS)));
    delivered(&world).await;
    assert_eq!(work(&world, 60 + HOURS).await, 10);
    let mut tx = world.store.begin().await.unwrap();
    let progress = tx.figures().progress(CAMPAIGN, at(60 + HOURS)).await.unwrap().unwrap();
    assert_eq!(progress.waiting, Some(Waiting { reason: WaitReason::Canary, until: Some(at(61 + HOURS)) }));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_canary_that_is_well_lets_the_rest_follow_by_itself(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    delivered(&world).await;
    let (one, other) = (watch(&world), watch(&world));
    let (one, other) = tokio::join!(one.step(at(HOURS)), other.step(at(HOURS)));
    one.and(other).unwrap();
    let decided = standing(&world).await;
    assert_eq!((decided.decision, decided.findings.as_slice()), (Some(CanaryDecision::Well), [].as_slice()));
    assert_eq!((decided.released_at, decided.decided_by), (Some(at(HOURS)), None));
    assert_eq!(decided.figures.map(|figures| (figures.planned, figures.delivered)), Some((10, 10)));
    assert_eq!(work(&world, HOURS + 1).await, 40);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_canary_that_is_not_well_pauses_the_campaign_and_a_person_sends_the_rest(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    assert_eq!(work(&world, HOURS).await, 10);
    assert_eq!(paused_for(&world).await, "canary_nobody_delivered");
    let decided = standing(&world).await;
    assert_eq!(decided.decision, Some(CanaryDecision::Unwell));
    assert_eq!(
        (decided.findings.as_slice(), decided.released_at),
        ([CanaryFinding::NobodyDelivered].as_slice(), None)
    );
    assert_eq!(work(&world, HOURS + 5).await, 10, "nothing leaves of what is paused");
    act(&world, CampaignAct::Resume, HOURS + 10).await;
    assert_eq!(work(&world, HOURS + 10).await, 40);
    assert_eq!(standing(&world).await.released_at, Some(at(HOURS + 10)));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_pause_by_hand_ends_no_wait_and_the_decision_waits_for_its_end(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    delivered(&world).await;
    act(&world, CampaignAct::Pause, 60).await;
    assert_eq!(work(&world, HOURS + 60).await, 10);
    assert_eq!(standing(&world).await.decision, None, "nothing is decided about what somebody holds");
    act(&world, CampaignAct::Resume, HOURS + 120).await;
    all(&world.dispatcher(), at(HOURS + 120)).await;
    assert_eq!(world.provider.taken().len(), 10, "to let it go on is not to send the rest");
    work(&world, HOURS + 120).await;
    assert_eq!(work(&world, HOURS + 121).await, 40);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_called_off_while_it_waits_is_never_sent_and_nobody_is_lost(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    act(&world, CampaignAct::Cancel, 60).await;
    assert_eq!(work(&world, HOURS + 60).await, 10);
    assert_eq!(world.ranks().await, json!({"45": 30, "60": 10}));
    assert_eq!(world.value("select count(*) from marketing_batches where state <> 'done'").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_person_who_does_not_want_to_wait_sends_the_rest_once(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    for expected in [true, false] {
        let mut tx = world.store.begin().await.unwrap();
        let sent = tx.canaries().send_rest(CAMPAIGN, "u-7", at(60)).await.unwrap();
        assert_eq!(matches!(sent, Change::Done(_)), expected);
        tx.commit().await.unwrap();
    }
    assert_eq!(work(&world, 60).await, 40);
    let decided = standing(&world).await;
    assert_eq!(
        (decided.decision, decided.decided_by.as_deref()),
        (Some(CanaryDecision::ByHand), Some("u-7"))
    );
    assert_eq!(work(&world, HOURS + 60).await, 40);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_dies_while_deciding_has_decided_nothing(pool: PgPool) {
    let world = world(pool).await;
    work(&world, 0).await;
    delivered(&world).await;
    let mut tx = world.store.begin().await.unwrap();
    let due = tx.canaries().hold(CAMPAIGN, &[], at(HOURS)).await.unwrap().unwrap();
    assert_eq!(due.campaign.state, CampaignState::Sending);
    let ruled = Ruled { decision: CanaryDecision::Well, findings: &[], by: None, now: at(HOURS) };
    tx.canaries().decide(CAMPAIGN, &due.figures, ruled).await.unwrap();
    drop(tx);
    all(&world.dispatcher(), at(HOURS)).await;
    assert_eq!((world.provider.taken().len(), standing(&world).await.decision), (10, None));
    work(&world, HOURS).await;
    assert_eq!(work(&world, HOURS + 1).await, 40);
}
