//! What is in doubt is found out, or shown; it is never sent again blindly.

use std::{sync::Arc, time::Duration};

use delivery::Recorded;
use domain::provider::AccountId;
use providers::{Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    provider::Fault,
    scripted::{Scripted, silence},
    world::{ACCOUNT, CAMPAIGN, World, address, all, at, begun},
};

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_without_an_answer_is_repeated_under_its_key(pool: PgPool) {
    for (fault, calls) in [(Fault::TakesAndHangsUp, 2), (Fault::HangsUp, 2)] {
        let world = World::new(pool.clone(), 3, 3).await;
        world.provider.fails([fault]);
        all(&world.dispatcher(), at(0)).await;
        assert_eq!(world.ranks().await, json!({"20": 3}));
        all(&world.reconciler(), at(20)).await;
        assert_eq!(world.ranks().await, json!({"60": 3}), "{fault:?}");
        assert!(world.provider.taken().values().all(|times| *times == 1), "{fault:?}");
        assert_eq!((world.provider.taken().len(), world.provider.calls()), (3, calls), "{fault:?}");
        world
            .run(
                "truncate marketing_deliveries, marketing_delivery_state, marketing_batches, marketing_requests,
                     marketing_figure_deltas, marketing_campaign_contents, marketing_message_ids;
                 delete from prospecting_campaigns",
            )
            .await;
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_to_the_repetition_settles_nothing(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    world.provider.fails([Fault::TakesAndHangsUp, Fault::RateLimited(1), Fault::Unauthorized]);
    all(&world.dispatcher(), at(0)).await;
    all(&world.reconciler(), at(20)).await;
    all(&world.reconciler(), at(60)).await;
    assert_eq!(world.ranks().await, json!({"20": 2}));
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.accounts().resume(&AccountId(ACCOUNT.into())).await.unwrap());
    tx.commit().await.unwrap();
    all(&world.reconciler(), at(120)).await;
    assert_eq!(world.ranks().await, json!({"60": 2}));
    assert!(world.provider.taken().values().all(|times| *times == 1));
}

/// A batch of two calls, both in doubt, whose provider answers the first repetition so; it is looked at in minute 14.
async fn both_in_doubt(pool: PgPool, repetition: Outcome) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(2, None).knowing_keys(Duration::from_secs(25 * 60)));
    let world = World::scripted(pool, 4, 4, &provider).await;
    provider.answers([silence(), repetition]);
    second_call_begun_at(&world, 10).await;
    for minute in [13, 14] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    assert_eq!(world.ranks().await, json!({"20": 4}), "a no settles nothing");
    (world, provider)
}

async fn why_the_account_rests(world: &World) -> Value {
    world
        .value("select jsonb_build_array(paused_code, paused_until is null) from marketing_accounts_state")
        .await
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_provider_that_asks_to_wait_is_asked_no_repetition_before(pool: PgPool) {
    let limited = Outcome::Retry {
        after: Some(Duration::from_secs(60)),
        code: "rate_limited".into(),
        detail: String::new(),
        scope: Scope::Account,
    };
    let (world, provider) = both_in_doubt(pool, limited).await;
    assert_eq!(provider.calls(), [[1, 2], [1, 2]], "the second call in doubt waits as well");
    assert_eq!(why_the_account_rests(&world).await, json!(["rate_limited", false]));
    all(&world.reconciler(), at(60 * 15)).await;
    assert_eq!(provider.calls().len(), 2, "not sooner than the provider asked, and somewhat more");
    all(&world.reconciler(), at(60 * 16)).await;
    assert_eq!(provider.calls(), [[1, 2], [1, 2], [1, 2], [3, 4]]);
    assert_eq!(world.ranks().await, json!({"60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_is_refused_a_repetition_waits_for_a_person(pool: PgPool) {
    let refused =
        Outcome::Refused { code: "unauthorized".into(), detail: String::new(), scope: Scope::Account };
    let (world, provider) = both_in_doubt(pool, refused).await;
    assert_eq!(why_the_account_rests(&world).await, json!(["unauthorized", true]));
    for minute in [15, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
        assert_eq!(provider.calls(), [[1, 2], [1, 2]], "minute {minute}");
    }
}

/// The second call of a batch is begun so many minutes after its intent, and its process dies.
async fn second_call_begun_at(world: &World, minute: i64) {
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &first).await;
    let next = dispatcher.record(&mut load, &first, outcome, at(60 * minute)).await.unwrap();
    assert!(matches!(next, Recorded::Next(_)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_cannot_be_asked_is_waited_for_from_when_the_call_was_begun(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    second_call_begun_at(&world, 10).await;
    let reconciler = world.reconciler();
    for minute in [13, 14, 24] {
        all(&reconciler, at(60 * minute)).await;
        assert_eq!(world.ranks().await, json!({"20": 2, "60": 2}), "minute {minute}");
    }
    all(&reconciler, at(60 * 25)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_call_of_a_batch_is_given_up_in_its_own_time(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    provider.answers([silence()]);
    second_call_begun_at(&world, 10).await;
    let reconciler = world.reconciler();
    for (minute, ranks) in [(13, json!({"20": 4})), (16, json!({"20": 2, "30": 2})), (25, json!({"30": 4}))] {
        all(&reconciler, at(60 * minute)).await;
        assert_eq!(world.ranks().await, ranks, "minute {minute}");
    }
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_is_repeated_for_as_long_as_its_own_key_is_known(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None).knowing_keys(Duration::from_secs(25 * 60)));
    let world = World::scripted(pool, 4, 4, &provider).await;
    second_call_begun_at(&world, 10).await;
    all(&world.reconciler(), at(60 * 30)).await;
    all(&world.reconciler(), at(60 * 31)).await;
    assert_eq!(provider.calls(), [[1, 2], [3, 4]]);
    assert_eq!(world.ranks().await, json!({"60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn when_the_keys_are_forgotten_past_events_tell_and_what_they_do_not_tell_is_unknown(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    world.provider.fails([Fault::TakesAndHangsUp]);
    world.provider.remembers([json!({
        "event": "delivered", "email": address(2), "date": "2026-01-01T00:00:30Z",
        "messageId": "<x@relay>", "tag": CAMPAIGN.to_string(),
    })]);
    all(&world.dispatcher(), at(0)).await;
    let reconciler = world.reconciler();
    for minute in [26, 27, 28] {
        all(&reconciler, at(60 * minute)).await;
        world.take_in(at(60 * minute)).await;
    }
    assert_eq!(world.provider.calls(), 1, "a call whose key is forgotten is never made again");
    assert_eq!(world.ranks().await, json!({"20": 2, "100": 1}));
    assert_eq!(world.state().await, "sending");
    for minute in [41, 42, 43, 44] {
        all(&reconciler, at(60 * minute)).await;
    }
    assert_eq!(world.ranks().await, json!({"30": 2, "100": 1}));
    all(&world.dispatcher(), at(60 * 45)).await;
    assert_eq!(world.state().await, "finished");
    assert_eq!(
        world.figures().await,
        json!({"planned": 3, "accepted": 1, "delivered": 1, "delivered_opens_tracked": 1,
               "delivered_clicks_tracked": 1, "unknown": 2})
    );
}
