//! Whatever becomes of each member of each call, nobody is lost and nobody may have got it twice.

use std::sync::Arc;

use delivery::{Stage, Step};
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    scripted::{Scripted, silence, yes},
    world::{World, all, at},
};

const MESSAGES: i32 = 120;

fn outcome() -> impl Strategy<Value = Outcome> {
    let scope = || select(&[Scope::Request, Scope::Request, Scope::Request, Scope::Account]);
    let (code, detail) = (|| "x".to_owned(), String::new);
    prop_oneof![
        4 => Just(yes()),
        1 => Just(silence()),
        2 => scope().prop_map(move |scope| Outcome::Retry { after: None, code: code(), detail: detail(), scope }),
        1 => Just(Outcome::Refused { code: code(), detail: detail(), scope: Scope::Request }),
    ]
}

/// How a call ends: alike for all, or in as many ways as it has members; sometimes of fewer or more than it has.
fn answer() -> impl Strategy<Value = Outcome> {
    prop_oneof![1 => outcome(), 4 => prop::collection::vec(outcome(), 4..8).prop_map(Outcome::Each)]
}

#[sqlx::test(migrations = "../../migrations")]
async fn any_partition_of_outcomes_loses_nobody_and_writes_to_nobody_twice(pool: PgPool) {
    let provider = Arc::new(Scripted::new(6, None));
    let world = World::scripted(pool, MESSAGES, 15, &provider).await;
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let script = prop::collection::vec(answer(), 60).new_tree(&mut runner).unwrap().current();
    provider.answers(script);
    let (dispatcher, reconciler) = (world.dispatcher(), world.reconciler());
    let mut seconds = 0;
    while world.state().await != "finished" {
        seconds += 20;
        assert!(seconds < 40_000, "it finds no end: {}", world.ranks().await);
        while dispatcher.step(at(seconds)).await.unwrap() == Step::Worked {
            everybody_is_somewhere(&world).await;
        }
        all(&reconciler, at(seconds)).await;
    }
    assert!(provider.taken().values().all(|times| *times <= 1), "nobody may have got it twice");
    let taken = provider.taken().values().sum::<u32>();
    let ended = world.value("select count(*) from marketing_delivery_state where rank in (30, 60)").await;
    assert_eq!(ended, json!(taken), "whoever was taken, or may have been, is known to be");
    let lost = "select count(*) from marketing_delivery_state where rank not in (30, 40, 60, 90)";
    assert_eq!(world.value(lost).await, 0);
    let figures = world.figures().await;
    let sum =
        ["accepted", "refused_unaccepted", "failed", "unknown"].map(|counter| figures[counter].as_i64());
    assert_eq!(sum.iter().flatten().sum::<i64>(), i64::from(MESSAGES));
}

/// Waiting for a batch, in one, in doubt within a call in doubt, or at an end.
async fn everybody_is_somewhere(world: &World) {
    let nowhere =
        "select jsonb_agg(jsonb_build_array(s.number, s.rank, s.batch)) from marketing_delivery_state s
        left join marketing_batches b on b.campaign_id = s.campaign_id and b.no = s.batch
        where not case
            when s.rank = 0 then s.batch is null and s.next_at is not null
            when s.rank = 10 then b.state = 'ready' and s.number = any(b.members)
            when s.rank = 20 then b.state = 'in_doubt' and exists (
                select from marketing_requests r where r.batch = b.no and r.state = 'in_doubt'
                and s.number = any(b.members[r.first + 1 : r.beyond]))
            else s.next_at is null end";
    assert_eq!(world.value(nowhere).await, json!(null));
}
