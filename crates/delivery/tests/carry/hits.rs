//! What readers do at our own addresses, and what is kept of it.

use domain::hit::Hit;
use serde_json::json;
use sqlx::PgPool;

use crate::world::{CAMPAIGN, World, all, at};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0";

fn hit(number: Option<u32>, link: Option<u16>, seconds: i64, agent: &str) -> Hit {
    Hit {
        campaign: CAMPAIGN,
        number,
        link,
        at: at(seconds),
        user_agent: Some(agent.to_owned()),
        ip: Some("192.0.2.77".parse().unwrap()),
        head_request: false,
    }
}

async fn store(world: &World, hits: &[Hit]) {
    let mut tx = world.store.begin().await.unwrap();
    tx.hits().insert_many(hits).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reader_who_clicks_twice_is_one_reader(pool: PgPool) {
    let world = World::new(pool, 2, 2).await;
    all(&world.dispatcher(), at(0)).await;
    store(&world, &[hit(Some(1), None, 20, FIREFOX), hit(Some(1), Some(1), 30, FIREFOX)]).await;
    store(&world, &[hit(Some(1), Some(1), 90, FIREFOX)]).await;
    world.take_in(at(100)).await;
    let figures = world.figures().await;
    assert_eq!((&figures["opened_human"], &figures["clicked_human"]), (&json!(1), &json!(1)));
    assert_eq!((&figures["1 human"], &figures["1 readers"]), (&json!(2), &json!(1)));
    assert_eq!(figures["delivered"], 1, "nobody clicks in what never arrived");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_scanner_that_follows_every_link_is_no_reader(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    store(&world, &[hit(Some(1), Some(1), 60, FIREFOX), hit(Some(1), Some(2), 61, FIREFOX)]).await;
    store(&world, &[hit(Some(1), Some(1), 3, FIREFOX)]).await;
    world.take_in(at(100)).await;
    let figures = world.figures().await;
    assert_eq!((&figures["1 machine"], &figures["2 machine"]), (&json!(2), &json!(1)));
    assert_eq!((figures.get("1 readers"), figures.get("clicked_human")), (None, None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn once_tracking_is_withdrawn_messages_already_sent_tell_nothing_personal(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    all(&world.dispatcher(), at(0)).await;
    store(&world, &[hit(Some(1), Some(1), 30, FIREFOX)]).await;
    world.consent("click_tracking", "withdrawn", at(40)).await;
    store(&world, &[hit(Some(1), Some(1), 50, FIREFOX), hit(Some(1), None, 51, FIREFOX)]).await;
    world.take_in(at(100)).await;
    let kept = "select jsonb_agg(jsonb_build_array(link, number, user_agent is not null, network) order by at) from marketing_hits";
    assert_eq!(
        world.value(kept).await,
        json!([[1, 1, true, "192.0.2.0/24"], [1, null, false, null], [null, 1, true, "192.0.2.0/24"]])
    );
    let figures = world.figures().await;
    assert_eq!((&figures["untracked_clicks"], &figures["1 untracked"]), (&json!(1), &json!(1)));
    assert_eq!((&figures["1 human"], &figures["opened_human"]), (&json!(1), &json!(1)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn hits_of_nobody_are_counted_as_hits(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    store(
        &world,
        &[hit(None, None, 1, FIREFOX), hit(None, None, 2, FIREFOX), hit(Some(99), Some(2), 3, FIREFOX)],
    )
    .await;
    world.take_in(at(100)).await;
    let figures = world.figures().await;
    assert_eq!((&figures["untracked_opens"], &figures["untracked_clicks"]), (&json!(2), &json!(1)));
    assert_eq!(world.value("select count(*) from marketing_events").await, 0);
}
