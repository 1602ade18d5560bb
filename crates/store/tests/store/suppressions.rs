//! Suppressed addresses: added once, lifted with a trace.

use crate::support::{at, migrated, value};
use domain::{
    Channel,
    suppression::{Suppression, SuppressionReason},
};
use serde_json::json;
use sqlx::PgPool;
use store::Store;

fn fact(address: &str, reason: SuppressionReason, seconds: i64) -> Suppression {
    let detail = Some(format!("550 {reason}"));
    Suppression { address: address.into(), channel: Channel::Email, reason, detail, created_at: at(seconds) }
}

async fn add(store: &Store, facts: &[Suppression]) -> u64 {
    let mut tx = store.begin().await.unwrap();
    let added = tx.suppressions().add(facts).await.unwrap();
    tx.commit().await.unwrap();
    added
}

#[sqlx::test(migrations = false)]
async fn an_address_is_suppressed_once_and_a_complaint_outweighs_what_was_known(pool: PgPool) {
    let store = migrated(&pool).await;
    let bounce = fact("a@example.com", SuppressionReason::HardBounce, 1);
    let complaint = fact("a@example.com", SuppressionReason::Complaint, 2);
    assert_eq!(add(&store, &[bounce.clone(), fact("a@example.com", SuppressionReason::Manual, 2)]).await, 1);
    assert_eq!(add(&store, &[fact("a@example.com", SuppressionReason::Provider, 3)]).await, 0);
    assert_eq!(add(&store, &[complaint.clone(), bounce.clone()]).await, 1);
    assert_eq!(add(&store, &[bounce.clone(), complaint.clone()]).await, 0);
    let mut tx = store.begin().await.unwrap();
    let found = tx.suppressions().find("a@example.com", Channel::Email).await.unwrap().unwrap();
    assert_eq!((found.reason, found.created_at), (SuppressionReason::Complaint, at(1)));
    assert_eq!(tx.suppressions().find("a@example.com", Channel::Whatsapp).await.unwrap(), None);
}

#[sqlx::test(migrations = false)]
async fn what_is_lifted_leaves_a_trace_and_may_come_back(pool: PgPool) {
    let store = migrated(&pool).await;
    let bounce = fact("a@example.com", SuppressionReason::HardBounce, 1);
    add(&store, std::slice::from_ref(&bounce)).await;
    let mut tx = store.begin().await.unwrap();
    let lifted = tx.suppressions().lift("a@example.com", Channel::Email, "awa", at(5)).await.unwrap();
    assert_eq!(lifted, Some(bounce.clone()));
    assert_eq!(tx.suppressions().lift("a@example.com", Channel::Email, "awa", at(6)).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(add(&store, &[bounce]).await, 1);
    let trace =
        "select jsonb_agg(jsonb_build_array(address, reason, lifted_by)) from marketing_suppressions_lifted";
    assert_eq!(value(&pool, trace).await, json!([["a@example.com", "hard_bounce", "awa"]]));
}

#[sqlx::test(migrations = false)]
async fn the_list_shows_the_newest_first_and_finds_words(pool: PgPool) {
    let store = migrated(&pool).await;
    let facts: Vec<_> =
        (1..=3).map(|n| fact(&format!("a{n}@example.com"), SuppressionReason::Manual, n)).collect();
    add(&store, &facts).await;
    let mut tx = store.begin().await.unwrap();
    let page = tx.suppressions().page("", None, 2).await.unwrap();
    assert_eq!(page.items, [facts[2].clone(), facts[1].clone()]);
    let rest = tx.suppressions().page("", page.next.as_ref(), 2).await.unwrap();
    assert_eq!((rest.items, rest.next), (vec![facts[0].clone()], None));
    assert_eq!(tx.suppressions().page("A2@ example", None, 2).await.unwrap().items.len(), 1);
}
