//! A POST that is repeated is answered, not done, twice.

use std::time::Duration;

use crate::support::at;
use sqlx::PgPool;
use store::{Claim, Store, StoredResponse};

fn response() -> StoredResponse {
    StoredResponse { status: 201, headers: vec![("etag".into(), "\"1\"".into())], body: "{\"é\":1}".into() }
}

/// Claims, answers and keeps.
async fn done(store: &Store, caller: &str) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.idempotency().claim(caller, "k", b"print", at(0)).await.unwrap(), Claim::Fresh);
    tx.idempotency().finish(caller, "k", &response()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &Store, caller: &str, print: &[u8], seconds: i64) -> Claim {
    store.begin().await.unwrap().idempotency().claim(caller, "k", print, at(seconds)).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_repeated_key_replays_the_answer_to_its_caller_alone(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    done(&store, "awa").await;
    assert_eq!(claim(&store, "awa", b"print", 60).await, Claim::Replay(response()));
    assert_eq!(claim(&store, "awa", b"other", 60).await, Claim::Reused);
    assert_eq!(claim(&store, "ibra", b"print", 60).await, Claim::Fresh);
}

#[sqlx::test(migrations = false)]
async fn a_key_of_yesterday_counts_no_more_even_before_it_is_purged(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    done(&store, "awa").await;
    let day = 24 * 60 * 60;
    assert_eq!(claim(&store, "awa", b"print", day - 1).await, Claim::Replay(response()));
    assert_eq!(claim(&store, "awa", b"print", day).await, Claim::Fresh);
}

#[sqlx::test(migrations = false)]
async fn work_that_was_rolled_back_leaves_its_key_free(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    assert_eq!(claim(&store, "awa", b"print", 0).await, Claim::Fresh);
    assert_eq!(claim(&store, "awa", b"other", 0).await, Claim::Fresh);
}

#[sqlx::test(migrations = false)]
async fn a_twin_waits_for_the_first_and_gets_its_answer(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let mut first = store.begin().await.unwrap();
    assert_eq!(first.idempotency().claim("awa", "k", b"print", at(0)).await.unwrap(), Claim::Fresh);
    let twin = tokio::spawn({
        let store = store.clone();
        async move { claim(&store, "awa", b"print", 0).await }
    });
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&pool).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    first.idempotency().finish("awa", "k", &response()).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(twin.await.unwrap(), Claim::Replay(response()));
}

#[sqlx::test(migrations = false)]
async fn a_purge_forgets_the_oldest_first_and_no_more_than_asked(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    for (number, caller) in ["a", "b", "c"].into_iter().enumerate() {
        let mut tx = store.begin().await.unwrap();
        tx.idempotency().claim(caller, "k", b"p", at(i64::try_from(number).unwrap())).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.idempotency().purge(at(2), 1).await.unwrap(), 1);
    assert_eq!(tx.idempotency().purge(at(2), 10).await.unwrap(), 1);
    assert_eq!(tx.idempotency().purge(at(2), 10).await.unwrap(), 0);
}
