//! A ticket opens one thing, once, for a while.

use domain::report::TicketKind;
use serde_json::{Value, json};
use sqlx::PgPool;
use store::Store;

use crate::support::at;

async fn redeem(store: &Store, token: &str, kind: TicketKind, seconds: i64) -> Option<Value> {
    let mut tx = store.begin().await.unwrap();
    let payload = tx.tickets().redeem(token, kind, at(seconds)).await.unwrap();
    tx.commit().await.unwrap();
    payload
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_ticket_is_good_once_for_its_kind_and_not_for_ever(pool: PgPool) {
    let store = Store::new(pool.clone());
    let mut tx = store.begin().await.unwrap();
    for token in ["one", "two"] {
        tx.tickets().issue(token, TicketKind::Download, &json!({"n": token}), at(60)).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(redeem(&store, "one", TicketKind::Preview, 0).await, None);
    assert_eq!(redeem(&store, "one", TicketKind::Download, 59).await, Some(json!({"n": "one"})));
    assert_eq!(redeem(&store, "one", TicketKind::Download, 59).await, None);
    assert_eq!(redeem(&store, "two", TicketKind::Download, 60).await, None);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.tickets().purge(at(60), 10).await.unwrap(), 1);
}
