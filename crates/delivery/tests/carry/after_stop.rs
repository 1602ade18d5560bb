//! Whoever said STOP after a message was planned gets it by no way: not by a try of ours that comes later, not by a doubt that is looked
//! into, not by a person who sends a dead end again. The number's log says so.

use std::sync::Arc;

use domain::{delivery::EndDecision, report::EndChoice, whatsapp::WhatsappNews};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Ruling};

use crate::{
    scripted::{Scripted, silence, yes},
    talk::{self, tell, text},
    world::{CAMPAIGN, World, all, at},
};

async fn stop(world: &World, number: u32, seconds: i64) {
    let said = text(&format!("in.{number}"), number, "STOP", seconds);
    tell(world, Vec::new(), vec![WhatsappNews::Inbound(said)], at(seconds)).await;
}

/// A campaign of so many by a provider that answers each message on its own.
async fn world(pool: PgPool, messages: i32, answers: Vec<Outcome>) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(1, None));
    let world = talk::world(pool, messages).await.carried_by(&provider);
    provider.answers(answers);
    (world, provider)
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_later_try_of_ours_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let wait = || Outcome::Retry {
        after: None,
        code: "131056".into(),
        detail: "pair".into(),
        scope: Scope::Request,
    };
    let (world, provider) = world(pool, 3, vec![wait(), wait(), yes()]).await;
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(provider.calls(), [[1], [2], [3]]);
    stop(&world, 1, 10).await;
    all(&world.dispatcher(), at(4_000)).await;
    assert_eq!(provider.calls(), [vec![1], vec![2], vec![3], vec![2]], "only the other one is tried again");
    assert_eq!(world.ranks().await, json!({"50": 1, "60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_doubt_that_is_looked_into_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let (world, provider) = world(pool, 2, vec![silence(), yes()]).await;
    all(&world.dispatcher(), at(0)).await;
    stop(&world, 1, 10).await;
    for minute in [1, 2, 20, 40] {
        all(&world.reconciler(), at(60 * minute)).await;
        all(&world.dispatcher(), at(60 * minute)).await;
    }
    assert_eq!(provider.calls(), [[1], [2]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_dead_end_that_a_person_sends_again_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let refused =
        || Outcome::Refused { code: "131026".into(), detail: "Undeliverable".into(), scope: Scope::Request };
    let (world, provider) = world(pool, 4, vec![silence(), silence(), refused(), refused()]).await;
    all(&world.dispatcher(), at(0)).await;
    for minute in [1, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    assert_eq!(world.ranks().await, json!({"30": 2, "90": 2}));
    stop(&world, 1, 1_500).await;
    stop(&world, 3, 1_500).await;
    for decision in [EndDecision::Resend, EndDecision::Replay] {
        let mut tx = world.store.begin().await.unwrap();
        let choice = EndChoice::default();
        let ruling = Ruling { decision, choice: &choice, by: "awa", now: at(2_000) };
        let change = tx.ends().decide(CAMPAIGN, ruling).await.unwrap();
        assert!(matches!(change, Change::Done((_, 2))), "{change:?}");
        tx.commit().await.unwrap();
    }
    all(&world.dispatcher(), at(2_001)).await;
    let again: Vec<_> = provider.calls().into_iter().skip(4).flatten().collect();
    assert_eq!(again, [2, 4]);
}
