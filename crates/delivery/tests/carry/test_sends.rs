//! A test goes out once, whatever becomes of the process that sends it.

use delivery::{Stage, Step};
use domain::{ErrandId, errand::ErrandTask};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::{
    provider::Fault,
    world::{CAMPAIGN, World, at},
};

const COLLEAGUE: &str = "claire@x.example";

async fn ask(world: &World) {
    world
        .run("update prospecting_campaigns set marketing_html = '<html><body><p>Bonjour</p></body></html>', marketing_subject = 'Bonjour'")
        .await;
    let task =
        ErrandTask::TestSend { campaign: CAMPAIGN, person: None, addresses: vec![COLLEAGUE.to_owned()] };
    let mut tx = world.store.begin().await.unwrap();
    tx.errands().create(ErrandId(Uuid::from_u128(7)), &task, "u-7", at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_test_whose_process_died_after_the_call_is_not_sent_twice(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    ask(&world).await;
    assert_eq!(world.errands().step(at(0)).await.unwrap(), Step::Worked);
    // Nothing was recorded: the process died.
    world.run("update marketing_errands set state = 'running', result = null, finished_at = null").await;
    assert_eq!(world.errands().step(at(300)).await.unwrap(), Step::Worked);
    assert_eq!(world.value("select state from marketing_errands").await, "done");
    assert_eq!(json!(world.provider.taken()), json!({COLLEAGUE: 1}));
    assert_eq!(world.provider.calls(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_test_that_was_refused_for_now_is_sent_later(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    ask(&world).await;
    world.provider.fails([Fault::RateLimited(7)]);
    assert_eq!(world.errands().step(at(0)).await.unwrap(), Step::Worked);
    assert_eq!(world.value("select state from marketing_errands").await, "waiting");
    assert_eq!(world.errands().step(at(900)).await.unwrap(), Step::Worked);
    assert_eq!(json!(world.provider.taken()), json!({COLLEAGUE: 1}));
}
