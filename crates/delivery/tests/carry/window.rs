//! A call that carries a window of messages begins no more of them once the window has passed, however slow the provider has become.

use std::sync::Arc;

use delivery::{Dispatcher, Stage, Step};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::{sync::Semaphore, task::JoinHandle};

use crate::{
    scripted::Scripted,
    world::{World, all, at},
};

const REQUESTS: &str =
    "select jsonb_agg(jsonb_build_array(first, beyond, state) order by first) from marketing_requests";

/// A dispatcher in the middle of a call of ten, of which the provider has begun three and answers none.
struct Stuck {
    world: World,
    provider: Arc<Scripted>,
    answer: Arc<Semaphore>,
    step: JoinHandle<Step>,
}

impl Stuck {
    async fn new(pool: PgPool) -> Self {
        let provider = Arc::new(Scripted::new(1, Some(10)));
        let world = World::scripted(pool, 20, 20, &provider).await;
        let answer = provider.is_slow(3);
        let dispatcher: Dispatcher = world.dispatcher();
        let step = tokio::spawn(async move { dispatcher.step(at(0)).await.unwrap() });
        let stuck = Self { world, provider, answer, step };
        stuck.narrowed().await;
        stuck
    }

    /// Waits until the database knows that of the call only three are on their way.
    async fn narrowed(&self) {
        while self.world.value(REQUESTS).await != json!([[0, 3, "open"]]) {
            tokio::task::yield_now().await;
        }
    }

    /// Lets the provider answer, and the dispatcher go on.
    async fn answered(self) -> (World, Arc<Scripted>) {
        self.answer.add_permits(1);
        self.step.await.unwrap();
        (self.world, self.provider)
    }
}

async fn tries_and_rests(world: &World) -> Value {
    let told = "select jsonb_build_array((select max(attempts) from marketing_delivery_state),
                                         (select max(paused_code) from marketing_accounts_state))";
    world.value(told).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_slow_call_did_not_begin_leaves_by_the_next_ones_and_nobody_is_blamed_for_it(pool: PgPool) {
    let (world, provider) = Stuck::new(pool).await.answered().await;
    assert_eq!(provider.calls()[0], [1, 2, 3]);
    assert_eq!(provider.calls().concat(), (1..=20).collect::<Vec<_>>(), "by the same batch, in order");
    assert_eq!(world.ranks().await, json!({"60": 20}));
    assert_eq!(tries_and_rests(&world).await, json!([0, null]));
    let taken = "select jsonb_agg(jsonb_build_array(taken, state)) from marketing_batches";
    assert_eq!(world.value(taken).await, json!([[20, "done"]]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_pause_in_the_middle_of_a_slow_call_stops_all_but_what_is_on_its_way(pool: PgPool) {
    let stuck = Stuck::new(pool).await;
    stuck.world.run("update prospecting_campaigns set marketing_state = 'paused'").await;
    let (world, provider) = stuck.answered().await;
    all(&world.dispatcher(), at(60)).await;
    assert_eq!(provider.calls(), [[1, 2, 3]]);
    assert_eq!(world.ranks().await, json!({"0": 17, "60": 3}), "nobody is lost");
    assert_eq!(tries_and_rests(&world).await, json!([0, null]));
    world.run("update prospecting_campaigns set marketing_state = 'sending'").await;
    all(&world.dispatcher(), at(120)).await;
    assert!(provider.taken().values().all(|times| *times == 1));
    assert_eq!((world.ranks().await, world.state().await.as_str()), (json!({"60": 20}), "finished"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_cancellation_in_the_middle_of_a_slow_call_calls_off_what_it_did_not_begin(pool: PgPool) {
    let stuck = Stuck::new(pool).await;
    stuck.world.run("update prospecting_campaigns set marketing_state = 'cancelled'").await;
    let (world, provider) = stuck.answered().await;
    assert_eq!(provider.calls(), [[1, 2, 3]]);
    let begun = "select jsonb_agg(rank order by number) from marketing_delivery_state where number <= 10";
    assert_eq!(world.value(begun).await, json!([60, 60, 60, 45, 45, 45, 45, 45, 45, 45]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn killed_in_the_middle_of_a_slow_call_only_what_it_began_is_in_doubt(pool: PgPool) {
    let Stuck { world, provider, step, .. } = Stuck::new(pool).await;
    step.abort();
    assert!(step.await.unwrap_err().is_cancelled());
    for minute in 3..30 {
        all(&world.dispatcher(), at(60 * minute)).await;
        all(&world.reconciler(), at(60 * minute)).await;
    }
    assert_eq!(world.ranks().await, json!({"30": 3, "60": 17}));
    assert_eq!(provider.calls().concat(), (4..=20).collect::<Vec<_>>(), "nobody is written to twice");
    assert_eq!(world.state().await, "finished");
}
