//! A few of a campaign leave first: who they are, and who is kept back.

use domain::campaign::{CampaignEdit, Canary, Slice};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    planning::{World, letter},
    world::{at, settle, value},
};

/// Plans a campaign of which four leave first; tells who they are, and the batches of the rest.
async fn first_four(world: &World, number: u128) -> (Value, Value) {
    let canary = Some(Canary { slice: Slice::People(4), ..Canary::default() });
    let id = world.draft(number, &CampaignEdit { canary, ..letter() }).await;
    world.launch(id, 10, 10).await;
    settle(&world.planner, at(10)).await;
    let of = |what: &str| format!("select jsonb_agg({what}) from {{}} where campaign_id = '{id}'");
    let first = of("address order by address").replace("{}", "marketing_deliveries") + " and number <= 4";
    let batches = "jsonb_build_array(state, members) order by no";
    (
        value(&world.pool, &first).await,
        value(&world.pool, &of(batches).replace("{}", "marketing_batches")).await,
    )
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_leaves_first_is_drawn_for_each_campaign_and_the_rest_is_kept_back(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let mut drawn = Vec::new();
    for number in 1..=8 {
        let (first, batches) = first_four(&world, number).await;
        let expected = json!([["ready", [1, 2, 3]], ["ready", [4]], ["reserved", [7]], ["reserved", [5, 6]]]);
        assert_eq!(batches, expected);
        drawn.push(first);
    }
    assert_eq!(value(&pool, "select count(*) from marketing_canaries where people = 4").await, 8);
    let astray = "select count(*) from marketing_delivery_state s
        join marketing_batches b on b.campaign_id = s.campaign_id and b.no = s.batch where s.number <> all (b.members)";
    assert_eq!(value(&pool, astray).await, 0);
    assert!(drawn.iter().any(|first| *first != drawn[0]), "not always the same people are tried out");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_audience_that_is_no_larger_than_its_canary_leaves_as_a_whole(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let canary = Some(Canary { slice: Slice::People(7), ..Canary::default() });
    let id = world.draft(1, &CampaignEdit { canary, ..letter() }).await;
    world.launch(id, 10, 10).await;
    settle(&world.planner, at(10)).await;
    assert_eq!(world.find(id).await.canary, canary);
    assert_eq!(world.rows("marketing_canaries").await, 0);
    assert_eq!(world.rows("marketing_batches where state = 'ready'").await, 3);
}
