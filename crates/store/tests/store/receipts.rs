//! What providers tell is kept raw, once, and can be read again.

use domain::{event::ReceiptOrigin, provider::AccountId};
use sqlx::PgPool;
use store::{NewReceipt, Store};

use crate::support::at;

async fn tell(store: &Store, account: &str, body: &[u8], seconds: i64) -> bool {
    let mut tx = store.begin().await.unwrap();
    let account = AccountId(account.into());
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let new = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Webhook,
        headers: &headers,
        query: "",
        body,
        received_at: at(seconds),
    };
    let kept = tx.receipts().insert(new).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

async fn taken(store: &Store) -> Vec<Vec<u8>> {
    let mut tx = store.begin().await.unwrap();
    tx.receipts().take(10).await.unwrap().into_iter().map(|receipt| receipt.body).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_same_telling_is_kept_once_for_each_account(pool: PgPool) {
    let store = Store::new(pool);
    assert!(tell(&store, "main", b"{}", 0).await);
    assert!(!tell(&store, "main", b"{}", 60).await);
    assert!(tell(&store, "other", b"{}", 60).await);
    assert_eq!(taken(&store).await.len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_receipt_that_one_reads_is_not_read_by_another(pool: PgPool) {
    let store = Store::new(pool);
    tell(&store, "main", b"one", 0).await;
    let mut first = store.begin().await.unwrap();
    assert_eq!(first.receipts().take(10).await.unwrap().len(), 1);
    assert_eq!(taken(&store).await, Vec::<Vec<u8>>::new());
    first.rollback().await.unwrap();
    assert_eq!(taken(&store).await, [b"one"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_unreadable_receipt_stays_and_can_be_replayed(pool: PgPool) {
    let store = Store::new(pool);
    tell(&store, "main", b"?", 0).await;
    let mut tx = store.begin().await.unwrap();
    let id = tx.receipts().take(1).await.unwrap()[0].id;
    tx.receipts().fail(id, "not JSON").await.unwrap();
    assert_eq!(tx.receipts().take(1).await.unwrap(), []);
    assert!(tx.receipts().replay(id).await.unwrap());
    assert_eq!(tx.receipts().take(1).await.unwrap()[0].id, id);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_body_of_a_receipt_is_erased_but_the_same_telling_stays_known(pool: PgPool) {
    let store = Store::new(pool);
    tell(&store, "main", b"old", 0).await;
    tell(&store, "main", b"unread", 0).await;
    let mut tx = store.begin().await.unwrap();
    let id = tx.receipts().take(1).await.unwrap()[0].id;
    tx.receipts().done(id, &["a word".to_owned()]).await.unwrap();
    assert_eq!(tx.receipts().erase_bodies(at(1), 10).await.unwrap(), 1);
    assert!(!tx.receipts().replay(id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!tell(&store, "main", b"old", 0).await);
    assert_eq!(taken(&store).await, [b"unread"]);
}
