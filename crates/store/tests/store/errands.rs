//! Errands are run by one process at a time, and taken over when it dies.

use chrono::TimeDelta;
use domain::{
    ErrandId,
    errand::{ErrandState, ErrandTask},
    provider::AccountId,
};
use serde_json::json;
use sqlx::{PgPool, types::Uuid};
use store::{ClaimedErrand, Store};

use crate::support::at;

const ID: ErrandId = ErrandId(Uuid::from_u128(1));

async fn ask(store: &Store) {
    let task = ErrandTask::ProbeAccount { account: AccountId("main".into()) };
    let mut tx = store.begin().await.unwrap();
    tx.errands().create(ID, &task, "u-7", at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &Store, seconds: i64) -> Option<ClaimedErrand> {
    let mut tx = store.begin().await.unwrap();
    let claimed = tx.errands().claim(at(seconds), TimeDelta::seconds(60), 3).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_errand_whose_process_died_is_taken_over_and_the_dead_record_nothing(pool: PgPool) {
    let store = Store::new(pool);
    ask(&store).await;
    let first = claim(&store, 0).await.unwrap();
    assert_eq!(claim(&store, 59).await, None);
    let second = claim(&store, 60).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let result = json!({"enabled": true});
    assert!(!tx.errands().record(&first, ErrandState::Done, &result, at(61), None).await.unwrap());
    assert!(tx.errands().record(&second, ErrandState::Done, &result, at(61), None).await.unwrap());
    let told = tx.errands().find(ID).await.unwrap().unwrap();
    assert_eq!((told.state, told.result, told.finished_at), (ErrandState::Done, Some(result), Some(at(61))));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_errand_that_is_to_be_tried_again_waits_until_then(pool: PgPool) {
    let store = Store::new(pool);
    ask(&store).await;
    let first = claim(&store, 0).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let why = json!({"code": "rate_limited"});
    assert!(tx.errands().record(&first, ErrandState::Waiting, &why, at(1), Some(at(90))).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(claim(&store, 89).await, None);
    let second = claim(&store, 90).await.unwrap();
    assert_eq!((second.tries, second.refusals), (2, 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_errand_at_which_each_process_dies_is_given_up(pool: PgPool) {
    let store = Store::new(pool);
    ask(&store).await;
    for tries in 1..=3 {
        let claimed = claim(&store, i64::from(tries) * 60).await.unwrap();
        assert_eq!((claimed.tries, claimed.refusals), (tries, 0), "who died told nothing");
    }
    assert_eq!(claim(&store, 240).await, None);
    let told = store.begin().await.unwrap().errands().find(ID).await.unwrap().unwrap();
    assert_eq!((told.state, told.finished_at), (ErrandState::Failed, Some(at(240))));
    assert_eq!(told.result.unwrap()["code"], "given_up");
}
