//! Any permutation and repetition of the same tellings ends in the same states and figures.

use domain::event::{Event, EventKind, Subject, Verdict};
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::NewEvent;

use crate::{
    receipts::{hook, told},
    world::{CAMPAIGN, World, all, at},
};

/// Something that is told of one of three deliveries.
#[derive(Debug, Clone)]
enum Telling {
    Provider(&'static str, u32, i64, &'static str),
    Click(u32, u16, Verdict, i64),
}

const WORDS: [&str; 9] = [
    "request",
    "delivered",
    "deferred",
    "soft_bounce",
    "hard_bounce",
    "blocked",
    "spam",
    "unsubscribed",
    "unique_opened",
];
const REASONS: [&str; 3] = ["", "550-5.1.1 no such user", "452 mailbox full"];

fn telling() -> impl Strategy<Value = Telling> {
    prop_oneof![
        3 => (select(&WORDS), 1..4u32, 0..50i64, select(&REASONS))
            .prop_map(|(word, number, seconds, reason)| Telling::Provider(word, number, seconds, reason)),
        1 => (1..4u32, 1..3u16, select(Verdict::ALL), 0..50i64)
            .prop_map(|(number, link, verdict, seconds)| Telling::Click(number, link, verdict, seconds)),
    ]
}

/// The tellings, and the same shuffled with all of them told twice; each telling beside those it is told with.
fn twice() -> impl Strategy<Value = (Vec<Telling>, Vec<Telling>, usize)> {
    prop::collection::vec(telling(), 1..14).prop_flat_map(|tellings| {
        let doubled: Vec<_> = tellings.iter().chain(&tellings).cloned().collect();
        (Just(tellings), Just(doubled).prop_shuffle(), 1..5usize)
    })
}

async fn tell(world: &World, tellings: &[Telling], at_a_time: usize) {
    for chunk in tellings.chunks(at_a_time) {
        let mut hooks = Vec::new();
        for telling in chunk {
            match telling {
                Telling::Provider(word, number, seconds, reason) => {
                    let mut event = told(word, *number, *seconds);
                    event["reason"] = json!(reason);
                    hooks.push(event);
                }
                Telling::Click(number, link, verdict, seconds) => {
                    click(world, *number, *link, *verdict, *seconds).await;
                }
            }
        }
        hook(world, json!(hooks).to_string().as_bytes()).await;
        world.take_in(at(600)).await;
    }
}

async fn click(world: &World, number: u32, link: u16, verdict: Verdict, seconds: i64) {
    let event = Event {
        kind: EventKind::Clicked,
        bounce: None,
        provider: None,
        account: None,
        natural_key: format!("{number} {link} {verdict} {seconds}"),
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        message_id: None,
        occurred_at: at(seconds),
        verdict,
        sign: None,
        reason: None,
        link: Some(link),
        foreign: false,
    };
    let mut tx = world.store.begin().await.unwrap();
    let new = NewEvent { campaign: CAMPAIGN, number, event, receipt: None };
    tx.events().add(&[new], at(500)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn known(world: &World) -> [Value; 5] {
    let [counted, standing] = world.reasons().await;
    assert_eq!(counted, standing, "reasons are those of the deliveries as they stand");
    [
        world
            .value("select jsonb_agg(jsonb_build_array(number, rank, marks, code) order by number) from marketing_delivery_state")
            .await,
        world.figures().await,
        counted,
        world.value("select jsonb_agg(address order by address) from marketing_suppressions").await,
        world
            .value("select jsonb_agg(jsonb_build_array(address, decision) order by address) from marketing_consents where purpose = 'marketing'")
            .await,
    ]
}

/// Everything is as it was when the messages had left.
async fn forget(world: &World) {
    world
        .run(
            "truncate marketing_receipts, marketing_events, marketing_suppressions, marketing_figure_deltas;
             delete from marketing_consents where purpose = 'marketing';
             update marketing_delivery_state set rank = 60, marks = 1 | 2 | 128 | 256, code = null",
        )
        .await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn any_order_and_repetition_of_the_same_tellings_ends_in_the_same_place(pool: PgPool) {
    let world = World::new(pool, 3, 3).await;
    all(&world.dispatcher(), at(0)).await;
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    for _ in 0..12 {
        let (tellings, shuffled, at_a_time) = twice().new_tree(&mut runner).unwrap().current();
        forget(&world).await;
        tell(&world, &tellings, 1).await;
        let straight = known(&world).await;
        forget(&world).await;
        tell(&world, &shuffled, at_a_time).await;
        assert_eq!(known(&world).await, straight, "{tellings:?} told as {shuffled:?}");
    }
}
