//! Accounts rest for a time, or until a person acts.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::{AccountId, AccountPause};
use sqlx::PgPool;
use store::{Store, Sweep, Tx};

use crate::support::at;

fn main() -> AccountId {
    AccountId("main".into())
}

async fn pause(tx: &mut Tx, seconds: i64) -> Option<AccountPause> {
    tx.accounts().list(at(seconds)).await.unwrap().into_iter().find_map(|state| state.pause)
}

async fn rest(tx: &mut Tx, asked: Option<i64>, seconds: i64) -> Option<i64> {
    let asked = asked.map(TimeDelta::seconds);
    let until = tx.accounts().rest(&main(), "rate_limited", asked, at(seconds), 0.5).await.unwrap();
    until.map(|until| (until - at(seconds)).num_seconds())
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_rests_as_long_as_it_is_asked_and_comes_back_by_itself(pool: PgPool) {
    let mut tx = Store::new(pool).begin().await.unwrap();
    assert_eq!(rest(&mut tx, Some(30), 0).await, Some(31));
    let told = pause(&mut tx, 30).await.unwrap();
    assert_eq!((told.code.as_str(), told.until), ("rate_limited", Some(at(31))));
    assert_eq!(pause(&mut tx, 31).await, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_rest_in_a_row_is_longer_until_a_message_is_taken(pool: PgPool) {
    let mut tx = Store::new(pool).begin().await.unwrap();
    assert_eq!(rest(&mut tx, None, 0).await, Some(5));
    assert_eq!(rest(&mut tx, None, 1).await, Some(10), "the same rest, heard by another worker");
    assert_eq!(rest(&mut tx, None, 100).await, Some(10), "it was one strike");
    assert_eq!(rest(&mut tx, None, 200).await, Some(20));
    tx.accounts().took(&main(), at(300)).await.unwrap();
    assert_eq!(rest(&mut tx, None, 400).await, Some(5));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_account_that_waits_for_a_person_is_not_woken_by_anything_else(pool: PgPool) {
    let mut tx = Store::new(pool).begin().await.unwrap();
    tx.accounts().stop(&main(), "unauthorized", at(0)).await.unwrap();
    assert_eq!(rest(&mut tx, Some(1), 1).await, None);
    tx.accounts().took(&main(), at(2)).await.unwrap();
    let told = pause(&mut tx, 9_999).await.unwrap();
    assert_eq!((told.code.as_str(), told.until), ("unauthorized", None));
    assert!(tx.accounts().resume(&main()).await.unwrap());
    assert_eq!(pause(&mut tx, 0).await, None);
    assert!(!tx.accounts().resume(&main()).await.unwrap());
}

async fn walk(tx: &mut Tx, seconds: i64) -> Sweep {
    tx.accounts().sweep_soon(&main(), at(seconds - 60)).await.unwrap();
    let sweep = tx.accounts().next_sweep(&[], at(seconds)).await.unwrap().unwrap();
    tx.accounts().swept(&sweep, None, at(seconds)).await.unwrap();
    sweep
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_walk_that_somebody_waits_for_is_not_kept_waiting_by_the_one_that_is_planned(pool: PgPool) {
    let mut tx = Store::new(pool).begin().await.unwrap();
    tx.accounts().took(&main(), at(0)).await.unwrap();
    walk(&mut tx, 0).await;
    assert_eq!(
        tx.accounts().next_sweep(&[], at(300)).await.unwrap(),
        None,
        "the next is planned in 15 minutes"
    );
    tx.accounts().sweep_soon(&main(), at(10)).await.unwrap();
    assert_eq!(
        tx.accounts().next_sweep(&[], at(59)).await.unwrap(),
        None,
        "a minute after the end of the last"
    );
    let wanted = tx.accounts().next_sweep(&[], at(60)).await.unwrap().unwrap();
    tx.accounts().sweep_soon(&main(), at(61)).await.unwrap();
    assert_eq!(tx.accounts().next_sweep(&[], at(62)).await.unwrap(), None, "one that is under way goes on");
    tx.accounts().swept(&wanted, Some((1, at(63))), at(62)).await.unwrap();
    assert_eq!(tx.accounts().next_sweep(&[], at(63)).await.unwrap().unwrap().page, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_walk_begins_before_the_end_of_the_one_before_however_long_ago(pool: PgPool) {
    let mut tx = Store::new(pool).begin().await.unwrap();
    let days = |count: i64| count * 24 * 60 * 60;
    assert_eq!(walk(&mut tx, 0).await.from, at(0) - Sweep::OVERLAP);
    let second = walk(&mut tx, days(10)).await;
    assert_eq!((second.from, second.to), (at(0) - Sweep::OVERLAP, at(days(10))));
    assert_eq!(walk(&mut tx, days(9)).await.from, at(days(9)) - Sweep::OVERLAP, "a clock was set back");
    assert_eq!(walk(&mut tx, days(90)).await.from, at(days(90)) - Sweep::REACH);
}

#[sqlx::test(migrations = "../../migrations")]
async fn where_prices_come_late_a_walk_goes_days_back_every_six_hours(pool: PgPool) {
    const HOUR: i64 = 3_600;
    let mut tx = Store::new(pool).begin().await.unwrap();
    let mut hours_back = Vec::new();
    for (hour, late) in [(0, true), (1, true), (5, true), (6, true), (7, true), (12, false), (13, true)] {
        let now = at(100 * 24 * HOUR + hour * HOUR);
        tx.accounts().took(&main(), now).await.unwrap();
        tx.accounts().sweep_soon(&main(), now).await.unwrap();
        let accounts: &[AccountId] = if late { &[main()] } else { &[] };
        let sweep = tx.accounts().next_sweep(accounts, now).await.unwrap().unwrap();
        hours_back.push((now - sweep.from).num_hours());
        tx.accounts().swept(&sweep, None, now).await.unwrap();
    }
    assert_eq!(hours_back, [72, 25, 28, 72, 25, 29, 72]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn webhooks_that_come_at_once_do_not_wait_for_each_other_and_the_last_second_is_known(pool: PgPool) {
    let store = Store::new(pool.clone());
    let hear = async |seconds| {
        let mut tx = store.begin().await.unwrap();
        tx.accounts().heard(&main(), at(seconds)).await.unwrap();
        tx.commit().await.unwrap();
    };
    hear(10).await;
    let mut other = pool.begin().await.unwrap();
    sqlx::query("select from marketing_accounts_state for update").execute(&mut *other).await.unwrap();
    let waits = tokio::time::timeout(Duration::from_secs(30), hear(10)).await;
    assert!(waits.is_ok(), "somebody else is storing a webhook");
    other.commit().await.unwrap();
    hear(11).await;
    let known: DateTime<Utc> = sqlx::query_scalar("select last_webhook_at from marketing_accounts_state")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(known, at(11));
}
