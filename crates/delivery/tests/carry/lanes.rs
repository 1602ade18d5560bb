//! What leaves slowly by one account keeps nothing waiting that leaves by another.

use std::sync::Arc;

use delivery::{Carrier, Dispatcher, Stage, Step};
use providers::Connection;
use serde_json::json;
use sqlx::PgPool;
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{
    quiet::{nights, set},
    scripted::Scripted,
    world::{World, all, at},
};

/// How many batches are carried at once.
const LANES: usize = 4;

const FAST_IS_DONE: &str =
    "select count(*) = 0 from marketing_batches where account = 'fast' and state <> 'done'";

/// A process that carries six batches of two: four that were due first, by an account whose first calls answer nothing before they are
/// let, and two by another account.
struct Process {
    world: World,
    slow: Arc<Scripted>,
    fast: Arc<Scripted>,
    answers: Vec<Arc<Semaphore>>,
    dispatcher: Dispatcher,
}

impl Process {
    async fn new(pool: PgPool, slow_calls: usize) -> Self {
        let world = World::new(pool, 12, 2).await;
        let later = "update marketing_batches set account = 'fast', due_at = due_at + interval '1 second' where no > 4";
        world.run(later).await;
        let slow = Arc::new(Scripted::new(2, Some(2)));
        let fast = Arc::new(Scripted::new(2, None).named("fast"));
        let answers = (0..slow_calls).map(|_| slow.is_slow(1)).collect();
        let both = [Arc::clone(&slow) as Arc<dyn Connection>, Arc::clone(&fast) as Arc<dyn Connection>];
        let carrier = Carrier { accounts: both.into_iter().collect(), ..world.carrier() };
        Self { world, slow, fast, answers, dispatcher: Dispatcher::new(carrier, 500) }
    }

    async fn until(&self, is_so: &str) {
        while self.world.value(is_so).await != true {
            tokio::task::yield_now().await;
        }
    }

    /// All lanes carry until nothing is due.
    fn begin(&self) -> JoinSet<usize> {
        let lane = || {
            let dispatcher = self.dispatcher.clone();
            async move { all(&dispatcher, at(10)).await }
        };
        (0..LANES).map(|_| lane()).collect()
    }

    /// Lets the slow account answer, until all has left.
    async fn ends(&self, lanes: JoinSet<usize>) {
        self.answer();
        lanes.join_all().await;
        self.is_through().await;
    }

    /// Lets the slow account answer.
    fn answer(&self) {
        self.answers.iter().for_each(|answer| answer.add_permits(1));
    }

    /// All has left, once.
    async fn is_through(&self) {
        all(&self.dispatcher, at(60)).await;
        assert_eq!(
            (self.world.ranks().await, self.world.state().await.as_str()),
            (json!({"60": 12}), "finished")
        );
        let taken = [self.slow.taken(), self.fast.taken()];
        assert!(taken.iter().flat_map(|taken| taken.values()).all(|times| *times == 1));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_next_batch_is_one_of_an_account_by_which_nothing_leaves_though_others_have_waited_longer(
    pool: PgPool,
) {
    let process = Process::new(pool, 1).await;
    let dispatcher = process.dispatcher.clone();
    let slow = tokio::spawn(async move { dispatcher.step(at(10)).await.unwrap() });
    // Its call is under way: what it did not begin within its window is told.
    process.until("select count(*) = 1 from marketing_requests where beyond = 1").await;
    for _ in 0..2 {
        assert_eq!(process.dispatcher.step(at(10)).await.unwrap(), Step::Worked);
    }
    assert_eq!(process.fast.calls(), [[9, 10], [11, 12]]);
    assert!(process.slow.calls().is_empty(), "it has answered nothing yet");
    process.dispatcher.step(at(10)).await.unwrap();
    assert_eq!(process.slow.calls().concat(), [3, 4], "no lane rests while there is anything");
    process.answer();
    slow.await.unwrap();
    process.is_through().await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_due_once_a_slow_account_has_all_lanes_gets_one_of_them_at_its_next_answer(pool: PgPool) {
    // Each slow batch is two calls, and none is answered before it is let.
    let process = Process::new(pool, 2 * LANES).await;
    let due =
        |seconds| format!("update marketing_batches set due_at = '{}' where account = 'fast'", at(seconds));
    process.world.run(&due(3_600)).await;
    let lanes = process.begin();
    process.until(&format!("select count(*) = {LANES} from marketing_requests")).await;
    process.world.run(&due(0)).await;
    process.answers.iter().take(LANES).for_each(|answer| answer.add_permits(1));
    process.until(FAST_IS_DONE).await;
    assert_eq!(process.slow.calls().len(), LANES, "the slow batches are not through");
    process.ends(lanes).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_answers_nothing_does_not_take_all_lanes_that_begin_at_once(pool: PgPool) {
    let process = Process::new(pool, LANES).await;
    let lanes = process.begin();
    process.until(FAST_IS_DONE).await;
    process.ends(lanes).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_put_off_by_one_account_keeps_what_is_due_by_another_waiting_for_one_batch_only(
    pool: PgPool,
) {
    let process = Process::new(pool, 0).await;
    // It is one at night in Paris, and four on Mauritius, where those are whom the fast account writes to.
    set(&process.world, &nights("03:00:00"), 2).await;
    let far = "insert into marketing_contacts (source, source_id, role, place, kind, name, company, is_generic, is_mobile, pays, fields)
               select 'clients', n::text, 'main', n::text, 1, 'P' || n, '', false, false, 'Île Maurice', '{}'
               from generate_series(9, 12) n";
    process.world.run(far).await;
    assert_eq!(process.dispatcher.step(at(10)).await.unwrap(), Step::Worked);
    assert_eq!(process.fast.calls(), [[9, 10]]);
    let still_due =
        format!("select count(*) from marketing_batches where account <> 'fast' and due_at <= '{}'", at(10));
    assert_eq!(process.world.value(&still_due).await, 3);
    all(&process.dispatcher, at(10)).await;
    assert_eq!((process.fast.calls().concat(), process.slow.calls()), (vec![9, 10, 11, 12], Vec::new()));
    all(&process.dispatcher, at(2 * 3_600)).await;
    process.is_through().await;
}
