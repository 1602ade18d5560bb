//! What is in doubt is found out, or shown; it is never sent again blindly.

use serde_json::json;
use sqlx::PgPool;

use crate::{
    provider::Fault,
    world::{CAMPAIGN, World, address, all, at},
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
    all(&world.reconciler(), at(120)).await;
    assert_eq!(world.ranks().await, json!({"60": 2}));
    assert!(world.provider.taken().values().all(|times| *times == 1));
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
