//! What messages are billed as: told more than once and in any order, counted once.

use domain::{
    event::Subject,
    provider::Provider,
    whatsapp::{ActualCost, Billed, ChargeGroup, Charged, Money, Pricing, WhatsappNews},
};
use sqlx::PgPool;

use crate::{
    talk::{tell, world},
    world::{CAMPAIGN, World, at},
};

fn charged(subject: Subject, id: &str, category: &str, kind: &str) -> WhatsappNews {
    let billed = Billed::As(Pricing { category: category.into(), kind: kind.into() });
    WhatsappNews::Charged(Charged { subject, message_id: Some(id.into()), billed, at: at(60) })
}

/// An amount, as told of a message that left so many seconds after noon.
fn priced(number: u32, micros: i64, seconds: i64) -> WhatsappNews {
    let id = format!("wamid.{number}");
    WhatsappNews::Charged(Charged {
        subject: Subject::Message { message_id: id.clone(), address: None },
        message_id: Some(id),
        billed: Billed::For(Money { currency: "USD".into(), micros }),
        at: at(seconds),
    })
}

fn ours(number: u32, category: &str, kind: &str) -> WhatsappNews {
    charged(Subject::Delivery { campaign: CAMPAIGN, number }, &format!("wamid.{number}"), category, kind)
}

fn by_id(id: &str) -> WhatsappNews {
    charged(Subject::Message { message_id: id.into(), address: None }, id, "marketing", "regular")
}

async fn told(world: &World, news: Vec<WhatsappNews>, seconds: i64) -> Vec<ChargeGroup> {
    tell(world, Vec::new(), news, at(seconds)).await;
    let mut tx = world.store.begin().await.unwrap();
    while tx.costs().fold(1).await.unwrap() {}
    let groups = tx.costs().charges(CAMPAIGN).await.unwrap();
    tx.commit().await.unwrap();
    groups
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_delivery_is_billed_once_however_often_and_in_whatever_order_it_is_told(pool: PgPool) {
    let world = world(pool, 4).await;
    let free = || ours(3, "service", "free_customer_service");
    let first =
        told(&world, vec![by_id("wamid.2"), ours(1, "marketing", "regular"), by_id("wamid.2")], 100).await;
    assert_eq!(first.iter().map(|group| group.messages).sum::<i64>(), 2);
    let all = vec![
        free(),
        ours(2, "marketing", "regular"),
        ours(1, "marketing", "regular"),
        by_id("wamid.999"),
        ours(77, "marketing", "regular"),
    ];
    let groups = told(&world, all, 200).await;
    let counted: Vec<_> = groups
        .iter()
        .map(|group| (group.category.as_str(), group.kind.as_str(), group.prefix.as_str(), group.messages))
        .collect();
    assert_eq!(
        counted,
        [("marketing", "regular", "+3361", 2), ("service", "free_customer_service", "+3361", 1)]
    );
    assert!(groups.iter().all(|group| group.day == at(60).date_naive()), "the day on which it was delivered");
    assert_eq!(told(&world, vec![free(), by_id("wamid.1")], 300).await, groups, "told again it is known");
}

#[sqlx::test(migrations = "../../migrations")]
async fn without_a_card_what_was_billed_is_counted_and_its_price_unknown(pool: PgPool) {
    let world = world(pool, 1).await;
    let groups = told(&world, vec![ours(1, "marketing", "regular")], 100).await;
    let groups: Vec<_> =
        groups.into_iter().map(|group| ChargeGroup { provider: Provider::Meta, ..group }).collect();
    let cost = ActualCost::of(&groups, &[]);
    assert_eq!((cost.billed, cost.unknown, cost.money), (1, 1, Vec::new()));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_amount_counts_once_and_the_one_told_last_takes_the_place_of_the_one_before(pool: PgPool) {
    const DAY: i64 = 86_400;
    let world = world(pool, 3).await;
    let sums = |groups: &[ChargeGroup]| -> Vec<_> {
        let sum = |group: &ChargeGroup| {
            (group.kind.clone(), group.messages, group.money.as_ref().map(|money| money.micros))
        };
        groups.iter().map(sum).collect()
    };
    let regular = |messages, micros| ("regular".to_owned(), messages, Some(micros));
    let first =
        told(&world, vec![priced(1, 5_000, 60), priced(2, 5_000, 60), priced(999, 5_000, 60)], 100).await;
    assert_eq!(sums(&first), [regular(2, 10_000)], "of messages of ours");
    let again = told(&world, vec![priced(1, 5_000, 60), priced(2, 5_000, 60 + DAY)], 200).await;
    assert_eq!(sums(&again), [regular(2, 10_000)], "told again it is known, whatever day it is told of");
    let more = told(&world, vec![priced(2, 75_000, 60 + DAY), priced(3, 0, 60)], 300).await;
    let free = ("free".to_owned(), 1, Some(0));
    assert_eq!(sums(&more), [free, regular(2, 80_000)], "on the day of the first telling");
    let last = told(&world, vec![priced(3, 4_000, 60), priced(3, 6_000, 60)], 400).await;
    assert_eq!(sums(&last), [regular(3, 86_000)], "what was free is billed, and the last word counts");
    let cost = ActualCost::of(&last, &[]);
    assert_eq!((cost.billed, cost.free, cost.unknown), (3, 0, 0));
}
