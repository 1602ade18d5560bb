//! One odd telling never keeps the others waiting, and what nobody may know of readers is not kept.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, ReceiptOrigin, Subject, Verdict},
    provider::AccountId,
};
use serde_json::json;
use sqlx::PgPool;
use store::{NewEvent, NewReceipt};

use crate::{
    receipts::{hook, told},
    world::{ACCOUNT, CAMPAIGN, World, all, at},
};

fn delivered(number: u32, natural_key: &str, occurred_at: DateTime<Utc>) -> Event {
    Event {
        kind: EventKind::Delivered,
        bounce: None,
        provider: None,
        account: Some(AccountId(ACCOUNT.into())),
        natural_key: natural_key.to_owned(),
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        message_id: None,
        occurred_at,
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_receipt_that_cannot_be_kept_stays_alone_with_the_reason(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    let page = json!({"events": [[delivered(1, "a\0b", at(10)), []]], "unknown": []}).to_string();
    let account = AccountId(ACCOUNT.into());
    let mut tx = world.store.begin().await.unwrap();
    let receipt = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Sweep,
        headers: &[],
        query: "",
        body: page.as_bytes(),
        received_at: at(20),
    };
    tx.receipts().insert(receipt).await.unwrap();
    tx.commit().await.unwrap();
    hook(&world, told("delivered", 1, 10).to_string().as_bytes()).await;
    world.take_in(at(600)).await;
    assert_eq!(world.ranks().await, json!({"100": 1}));
    let states =
        "select jsonb_agg(jsonb_build_array(state, reason is not null) order by id) from marketing_receipts";
    assert_eq!(world.value(states).await, json!([["failed", true], ["done", false]]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_instant_that_cannot_be_true_is_that_of_the_telling(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    all(&world.dispatcher(), at(0)).await;
    let mut microseconds = told("delivered", 1, 10);
    microseconds["ts_epoch"] = json!(at(10).timestamp_micros());
    let mut long_ago = told("delivered", 2, 10);
    long_ago["ts_epoch"] = json!(1);
    hook(&world, json!([microseconds, long_ago]).to_string().as_bytes()).await;
    world.take_in(at(600)).await;
    assert_eq!(world.ranks().await, json!({"100": 2}));
    let instants = "select jsonb_agg(distinct extract(epoch from occurred_at)::bigint) from marketing_events";
    assert_eq!(world.value(instants).await, json!([at(500).timestamp()]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_event_that_cannot_be_applied_is_set_aside_and_the_others_are_applied(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    all(&world.dispatcher(), at(0)).await;
    let no_hour = DateTime::from_timestamp(1_700_000_000_000, 0).unwrap();
    let events = [(1, no_hour), (2, at(10))].map(|(number, when)| NewEvent {
        campaign: CAMPAIGN,
        number,
        event: delivered(number, &number.to_string(), when),
        receipt: None,
    });
    let mut tx = world.store.begin().await.unwrap();
    tx.events().add(&events, at(500)).await.unwrap();
    tx.commit().await.unwrap();
    world.take_in(at(600)).await;
    assert_eq!(world.ranks().await, json!({"60": 1, "100": 1}));
    let aside = "select jsonb_object_agg(number, failure is not null) from marketing_events where projected";
    assert_eq!(world.value(aside).await, json!({"1": true, "2": false}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_provider_counts_of_readers_who_granted_no_tracking_is_not_kept(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    world.consent("click_tracking", "withdrawn", at(40)).await;
    hook(&world, told("click", 1, 50).to_string().as_bytes()).await;
    hook(&world, told("unique_opened", 1, 51).to_string().as_bytes()).await;
    world.take_in(at(600)).await;
    assert_eq!(world.value("select jsonb_agg(kind) from marketing_events").await, json!(["opened"]));
    let bodies =
        "select jsonb_agg(jsonb_build_array(state, body is not null) order by id) from marketing_receipts";
    assert_eq!(world.value(bodies).await, json!([["done", false], ["done", true]]));
}
