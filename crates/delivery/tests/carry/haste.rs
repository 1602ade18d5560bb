//! What a number does that was too fast, and one that has sent what it may in a day.

use std::{sync::Arc, time::Duration};

use domain::{
    event::{Event, EventKind},
    provider::AccountId,
    whatsapp::SenderNews,
};
use providers::{Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    scripted::{Scripted, yes},
    talk::{self, failed, tell},
    world::{ACCOUNT, World, all, at},
};

const DAY: i64 = 86_400;

/// The provider's refusal of a call, for the account.
fn wait(code: &str) -> Outcome {
    Outcome::Retry { after: None, code: code.into(), detail: String::new(), scope: Scope::Account }
}

/// Forty people to write to by a number that may send eight messages a second.
async fn eight_a_second(pool: PgPool, first: &[Outcome]) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(8, None));
    provider.answers(first.iter().cloned());
    let world = eight_a_second_by(pool, &provider).await;
    all(&world.dispatcher(), at(0)).await;
    (world, provider)
}

async fn eight_a_second_by(pool: PgPool, provider: &Arc<Scripted>) -> World {
    let world = talk::world(pool, 40).await.carried_by(provider);
    let news = SenderNews { per_second: Some(8), ..SenderNews::default() };
    let mut tx = world.store.begin().await.unwrap();
    tx.whatsapp_senders().hear(&AccountId(ACCOUNT.into()), &news, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    world
}

/// How many messages each call carried that was made within these seconds.
async fn sent(world: &World, provider: &Scripted, seconds: [i64; 4]) -> Vec<usize> {
    for second in seconds {
        all(&world.dispatcher(), at(second)).await;
    }
    provider.calls().iter().map(Vec::len).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_number_that_was_too_fast_sends_half_as_many_a_second_for_three_minutes(pool: PgPool) {
    let (world, provider) = eight_a_second(pool, &[wait("130429"), wait("130429")]).await;
    let sizes = sent(&world, &provider, [10, 60, 62, 200]).await;
    assert_eq!(sizes, [8, 8, 4, 4, 8]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_stall_costs_a_number_two_seconds_and_none_of_its_speed(pool: PgPool) {
    let (world, provider) = eight_a_second(pool, &[wait("130429")]).await;
    assert_eq!(sent(&world, &provider, [0, 3, 5, 7]).await, [8, 8, 8, 8]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_refused_a_moment_later_is_of_the_same_stall(pool: PgPool) {
    let (world, provider) = eight_a_second(pool, &[wait("130429"), wait("130429")]).await;
    assert_eq!(sent(&world, &provider, [3, 7, 9, 11]).await, [8, 8, 8, 8, 8]);
}

/// The two seconds of the campaign's clock are over at once.
#[sqlx::test(migrations = "../../migrations")]
async fn what_was_claimed_in_two_seconds_and_is_ready_in_one_leaves_in_two(pool: PgPool) {
    let provider = Arc::new(Scripted::new(8, Some(8)).one_by_one());
    let dispatcher = eight_a_second_by(pool, &provider).await.dispatcher();
    for second in [0, 2] {
        all(&dispatcher, at(second)).await;
    }
    let left = provider.left();
    assert_eq!(left.len(), 16);
    for (first, next) in left.iter().zip(&left[8..]) {
        assert!(*next - *first >= Duration::from_secs(1));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_says_nothing_of_haste_makes_nobody_slower(pool: PgPool) {
    let (world, provider) = eight_a_second(pool, &[wait("131016")]).await;
    assert_eq!(sent(&world, &provider, [60, 62, 64, 66]).await, [8, 8, 8, 8, 8]);
}

/// Two people in a batch each. The first got the message, and was reached by a batch that left ten minutes after midnight.
async fn world(pool: PgPool) -> World {
    let world = talk::world_in(pool, 2, 1).await;
    all(&world.dispatcher(), at(600)).await;
    world
}

async fn reached(world: &World) {
    let delivered = Event {
        kind: EventKind::Delivered,
        natural_key: "1 delivered".into(),
        reason: None,
        ..failed(1, "", 660)
    };
    tell(world, vec![delivered], Vec::new(), at(661)).await;
}

/// Until when the account rests, at most two seconds later than told; and how far it was slowed down.
async fn rests_until(world: &World, seconds: i64) -> Value {
    let asked = format!(
        "select jsonb_build_array(paused_until between '{}' and '{}', slow_halvings) from marketing_accounts_state",
        at(seconds),
        at(seconds + 2)
    );
    world.value(&asked).await
}

/// The codes of a day that is used up.
const USED_UP: [&str; 2] = ["63018 Rate limit exceeded", "63038 Daily limit"];

#[sqlx::test(migrations = "../../migrations")]
async fn a_number_that_sent_what_it_may_in_a_day_rests_until_the_first_of_it_is_a_day_old(pool: PgPool) {
    let world = world(pool).await;
    reached(&world).await;
    for (nth, reason) in (0i64..).zip(USED_UP) {
        world.run("delete from marketing_accounts_state").await;
        let told = 3_000 + nth;
        tell(&world, vec![failed(2, reason, told)], Vec::new(), at(told + 1)).await;
        assert_eq!(rests_until(&world, 600 + DAY).await, json!([true, 0]), "{reason}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_used_up_day_that_is_told_hours_late_is_none_the_less_used_up(pool: PgPool) {
    let world = world(pool).await;
    reached(&world).await;
    tell(&world, vec![failed(2, USED_UP[0], 700)], Vec::new(), at(20_000)).await;
    assert_eq!(rests_until(&world, 600 + DAY).await, json!([true, 0]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_day_that_others_have_used_up_is_asked_about_every_hour(pool: PgPool) {
    let world = world(pool).await;
    tell(&world, vec![failed(2, USED_UP[0], 3_000)], Vec::new(), at(3_001)).await;
    assert_eq!(rests_until(&world, 3_001 + 3_600).await, json!([true, 0]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_day_that_is_used_up_at_once_rests_as_long(pool: PgPool) {
    let provider = Arc::new(Scripted::new(1, None));
    let world = talk::world_in(pool, 2, 1).await.carried_by(&provider);
    provider.answers([yes(), wait("63038"), wait("63038")]);
    all(&world.dispatcher(), at(600)).await;
    assert_eq!(rests_until(&world, 600 + 3_600).await, json!([true, 0]), "nobody is known to be reached");
    reached(&world).await;
    all(&world.dispatcher(), at(5_000)).await;
    assert_eq!(rests_until(&world, 600 + DAY).await, json!([true, 0]));
}

/// What a code asks for beside the rest: whether its number sends slower for a while.
const SLOWS: [(&str, i64); 12] = [
    ("130429", 1),
    ("63119", 1),
    ("30001", 1),
    ("30036", 1),
    ("21611", 1),
    ("20429", 0),
    ("4", 0),
    ("80007", 0),
    ("131057", 0),
    ("131016", 0),
    ("20503", 0),
    ("63018", 0),
];

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_is_told_later_to_be_too_fast_is_slower_too_once_for_all_who_hear_it(pool: PgPool) {
    let world = world(pool).await;
    for (nth, (code, halvings)) in (0i64..).zip(SLOWS) {
        world.run("delete from marketing_accounts_state").await;
        let told = 3_000 + 100 * nth;
        for told in [told, told + 60] {
            let both = [1, 2].map(|number| failed(number, &format!("{code} in its words"), told)).to_vec();
            tell(&world, both, Vec::new(), at(told + 1)).await;
        }
        let slowed = world.value("select slow_halvings from marketing_accounts_state").await;
        assert_eq!(slowed, halvings, "{code}");
    }
}
