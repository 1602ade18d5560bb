//! The ledger's standing follows its entries at once and in any order.

use crate::support::{at, migrated, run, value};
use domain::{
    Channel,
    consent::{ConsentRecord, Decision, LedgerState, Purpose},
};
use serde_json::json;
use sqlx::{PgPool, types::Uuid};
use store::{NewConsent, Recorded, Store};

fn decision(decision: Decision, occurred: i64) -> ConsentRecord {
    let evidence = json!({"texte": "Oui", "page": "/lettre"});
    ConsentRecord {
        address: "awa@example.com".into(),
        channel: Channel::Email,
        purpose: Purpose::Marketing,
        decision,
        occurred_at: at(occurred),
        evidence: evidence.as_object().unwrap().clone(),
    }
}

async fn record(store: &Store, record: &ConsentRecord, number: u128, now: i64) -> Recorded {
    let id = Uuid::from_u128(number);
    let new = NewConsent { id, record, source: "form", actor: "u-7", salt: [1; 16], now: at(now) };
    let mut tx = store.begin().await.unwrap();
    let recorded = tx.consent().record(new).await.unwrap();
    tx.commit().await.unwrap();
    recorded
}

async fn standing(store: &Store, purpose: Purpose) -> LedgerState {
    let mut tx = store.begin().await.unwrap();
    tx.consent().standing("awa@example.com", Channel::Email, purpose).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn the_newest_decision_counts_whenever_it_is_recorded(pool: PgPool) {
    let store = migrated(&pool).await;
    assert_eq!(standing(&store, Purpose::Marketing).await, LedgerState::Unknown);
    record(&store, &decision(Decision::Granted, 10), 1, 10).await;
    record(&store, &decision(Decision::Withdrawn, 30), 2, 30).await;
    record(&store, &decision(Decision::Granted, 20), 3, 40).await;
    assert_eq!(standing(&store, Purpose::Marketing).await, LedgerState::Withdrawn);
    assert_eq!(standing(&store, Purpose::OpenTracking).await, LedgerState::Unknown);
    record(&store, &decision(Decision::Refused, 30), 4, 50).await;
    assert_eq!(standing(&store, Purpose::Marketing).await, LedgerState::Refused, "recorded later");
    let kept = "select jsonb_build_array(decision, entry_id, occurred_at = $$2026-01-01T00:00:30Z$$::timestamptz,
                                         changed_at = $$2026-01-01T00:00:50Z$$::timestamptz) from marketing_consents";
    assert_eq!(value(&pool, kept).await, json!(["refused", Uuid::from_u128(4), true, true]));
}

#[sqlx::test(migrations = false)]
async fn an_entry_keeps_the_hash_of_its_evidence_and_the_evidence_apart(pool: PgPool) {
    let store = migrated(&pool).await;
    record(&store, &decision(Decision::Granted, 1), 1, 1).await;
    let same = "select e.evidence_hash = sha256(v.salt || convert_to('{\"page\":\"/lettre\",\"texte\":\"Oui\"}', 'UTF8'))
                from marketing_consent_entries e join marketing_consent_evidence v on v.entry_id = e.id";
    assert_eq!(value(&pool, same).await, json!(true), "sorted members, no blanks: as seed proves its own");
}

#[sqlx::test(migrations = false)]
async fn the_future_and_a_contradiction_are_refused(pool: PgPool) {
    let store = migrated(&pool).await;
    assert_eq!(record(&store, &decision(Decision::Granted, 11), 1, 10).await, Recorded::InTheFuture);
    assert_eq!(record(&store, &decision(Decision::Informed, 1), 2, 10).await, Recorded::Contradiction);
    let informed = ConsentRecord { purpose: Purpose::Information, ..decision(Decision::Granted, 1) };
    assert_eq!(record(&store, &informed, 3, 10).await, Recorded::Contradiction);
    assert_eq!(value(&pool, "select count(*) from marketing_consent_entries").await, json!(0));
}

#[sqlx::test(migrations = false)]
async fn a_history_is_paged_both_ways(pool: PgPool) {
    let store = migrated(&pool).await;
    for number in 1..=5 {
        record(&store, &decision(Decision::Granted, number), u128::try_from(number).unwrap(), number).await;
    }
    let mut tx = store.begin().await.unwrap();
    let first = tx.consent().history(Some("awa@example.com"), None, 2).await.unwrap();
    let second = tx.consent().history(Some("awa@example.com"), first.next.as_ref(), 2).await.unwrap();
    let seconds: Vec<_> = second.items.iter().map(|entry| entry.recorded_at).collect();
    assert_eq!(seconds, [at(3), at(2)]);
    let back = tx.consent().history(Some("awa@example.com"), second.previous.as_ref(), 2).await.unwrap();
    assert_eq!(back.items, first.items);
    assert!(tx.consent().history(Some("ibra@example.com"), None, 2).await.unwrap().items.is_empty());
    assert!(tx.suppressions().page("", first.next.as_ref(), 2).await.is_err(), "a cursor of another list");
}

#[sqlx::test(migrations = false)]
async fn entries_of_before_count_from_the_migration_on(pool: PgPool) {
    let store = migrated(&pool).await;
    record(&store, &decision(Decision::Granted, 1), 1, 1).await;
    record(&store, &decision(Decision::Withdrawn, 2), 2, 2).await;
    let backfill = include_str!("../../../../migrations/20261122101200_create_consent_projection.sql");
    let backfill = backfill.rsplit_once("\n\n").unwrap().1;
    run(&pool, &format!("delete from marketing_consents; {backfill}")).await;
    assert_eq!(standing(&store, Purpose::Marketing).await, LedgerState::Withdrawn);
}
