//! A provider that tells of each message that it takes, and told nothing of a call without an answer: the call never arrived.

use std::sync::Arc;

use delivery::Rollup;
use domain::{
    delivery::EndDecision,
    report::{AttentionKind, DashboardQuery, EndChoice, Figures},
};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Ruling};

use crate::{
    ends::decide,
    scripted::{Scripted, silence, yes},
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

const HOUR: i64 = 3_600;

/// Three calls of two messages each, and no answer to the second one.
async fn one_of_three_in_doubt(pool: PgPool, provider: Scripted) -> (World, Arc<Scripted>) {
    let provider = Arc::new(provider);
    provider.answers([yes(), silence(), yes()]);
    let world = World::scripted(pool, 6, 6, &provider).await;
    all(&world.dispatcher(), at(0)).await;
    all(&world.reconciler(), at(16 * 60)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}));
    (world, provider)
}

/// The provider's webhooks told that it took the messages of the two calls that were answered.
async fn told_of_the_others(world: &World) {
    world
        .run(&format!(
            "insert into marketing_events (campaign_id, account, natural_key, number, kind, verdict, by_provider, occurred_at, received_at, projected)
             select marketing_id, '{ACCOUNT}', 'processed:' || n, n, 'accepted', 'unknown', false, now(), now(), true
             from prospecting_campaigns, unnest(array[1, 2, 5, 6]) as n where marketing_id = '{CAMPAIGN}'"
        ))
        .await;
}

async fn resent(world: &World, seconds: i64) {
    let mut tx = world.store.begin().await.unwrap();
    let choice = EndChoice::default();
    let ruling = Ruling { decision: EndDecision::Resend, choice: &choice, by: "7", now: at(seconds) };
    let decided = tx.ends().decide(CAMPAIGN, ruling).await.unwrap();
    assert!(matches!(decided, Change::Done((_, 2))));
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_of_which_nothing_is_told_though_everything_around_it_is_never_arrived(pool: PgPool) {
    let (world, _) = one_of_three_in_doubt(pool, Scripted::new(2, None).telling_each()).await;
    told_of_the_others(&world).await;
    all(&world.reconciler(), at(25 * HOUR - 1)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}), "webhooks may come for a while yet");
    all(&world.reconciler(), at(25 * HOUR + 60)).await;
    assert_eq!(world.ranks().await, json!({"40": 2, "60": 4}));
    assert_eq!(
        world.value("select jsonb_agg(code) from marketing_delivery_state where rank = 40").await,
        json!(["never_arrived", "never_arrived"])
    );
    let figures: Figures = serde_json::from_value(world.figures().await).unwrap();
    assert_eq!((figures.failed, figures.unknown, figures.balances()), (2, 0, true));
    assert_eq!(world.value("select count(*) from marketing_requests where heard_until is not null").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn silence_says_nothing_while_webhooks_tell_of_nobody(pool: PgPool) {
    let (world, _) = one_of_three_in_doubt(pool, Scripted::new(2, None).telling_each()).await;
    all(&world.reconciler(), at(26 * HOUR)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}));
    told_of_the_others(&world).await;
    world.run("delete from marketing_events where number = 6").await;
    all(&world.reconciler(), at(28 * HOUR)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}), "one of those around it is not told of");
    all(&world.reconciler(), at(24 * 9 * HOUR)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}), "it stays unknown");
    assert_eq!(world.value("select count(*) from marketing_requests where heard_until is not null").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn webhooks_that_were_late_make_the_silence_speak_later(pool: PgPool) {
    let (world, _) = one_of_three_in_doubt(pool, Scripted::new(2, None).telling_each()).await;
    all(&world.reconciler(), at(26 * HOUR)).await;
    told_of_the_others(&world).await;
    all(&world.reconciler(), at(28 * HOUR)).await;
    assert_eq!(world.ranks().await, json!({"40": 2, "60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_was_sent_the_message_again_is_not_judged_by_the_silence_about_the_first_try(pool: PgPool) {
    let (world, provider) = one_of_three_in_doubt(pool, Scripted::new(2, None).telling_each()).await;
    told_of_the_others(&world).await;
    provider.answers([silence()]);
    resent(&world, 24 * HOUR).await;
    all(&world.dispatcher(), at(24 * HOUR)).await;
    all(&world.reconciler(), at(24 * HOUR + 16 * 60)).await;
    all(&world.reconciler(), at(25 * HOUR + 60)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn where_not_each_message_is_told_of_silence_never_says_anything(pool: PgPool) {
    let (world, _) = one_of_three_in_doubt(pool, Scripted::new(2, None)).await;
    told_of_the_others(&world).await;
    all(&world.reconciler(), at(48 * HOUR)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 4}));
}

/// What the home page asks of the campaign's messages, so many seconds later.
async fn asked(world: &World, seconds: i64) -> Vec<(AttentionKind, String)> {
    all(&Rollup::new(world.store.clone(), &world.accounts()), at(seconds)).await;
    let mut tx = world.store.begin().await.unwrap();
    let query = DashboardQuery::default();
    let dashboard = tx.figures().dashboard(&query, &[], "Europe/Paris", at(seconds)).await.unwrap();
    let about = [AttentionKind::OutcomeUnknown, AttentionKind::DeadLetters];
    let ours = dashboard.attention.into_iter().filter(|one| about.contains(&one.kind));
    ours.map(|one| (one.kind, one.about)).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_never_arrived_asks_for_a_person_in_place_of_the_doubt_until_it_is_replayed(pool: PgPool) {
    let (world, _) = one_of_three_in_doubt(pool, Scripted::new(2, None).telling_each()).await;
    told_of_the_others(&world).await;
    assert_eq!(asked(&world, HOUR).await, [(AttentionKind::OutcomeUnknown, "2".to_owned())]);
    all(&world.reconciler(), at(25 * HOUR + 60)).await;
    assert_eq!(asked(&world, 26 * HOUR).await, [(AttentionKind::DeadLetters, "2".to_owned())]);
    let replayed = decide(&world, EndDecision::Replay, EndChoice::default(), 26 * HOUR).await;
    assert_eq!(replayed, Some(2));
    assert_eq!(asked(&world, 27 * HOUR).await, []);
}
