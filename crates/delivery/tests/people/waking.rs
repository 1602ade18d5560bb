//! A signal wakes whoever rests on its channel, and nobody else.

use delivery::Bells;
use sqlx::PgPool;
use store::Store;
use tokio::sync::watch;

#[sqlx::test(migrations = "../../migrations")]
async fn a_committed_signal_rings_the_bells_of_its_channel(pool: PgPool) {
    let store = Store::new(pool);
    let bells = Bells::default();
    let (bell, other) = (bells.hang(&["one"]), bells.hang(&["other"]));
    let (told, stop) = watch::channel(false);
    let listening = tokio::spawn({
        let (bells, store) = (bells.clone(), store.clone());
        async move { bells.listen(&store, stop).await }
    });
    // All ring once when the connection stands: whatever was missed is found by looking.
    bell.rung().await;
    other.rung().await;
    let mut tx = store.begin().await.unwrap();
    tx.notify("one", "7").await.unwrap();
    tx.commit().await.unwrap();
    bell.rung().await;
    let quiet = tokio::select! {
        biased;
        () = other.rung() => false,
        () = std::future::ready(()) => true,
    };
    assert!(quiet);
    told.send_replace(true);
    listening.await.unwrap();
}
