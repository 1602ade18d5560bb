//! A campaign that is paused or called off while it leaves: what the receiver sees of it.

use reqwest::Method;
use sandbox::{Shares, parse_faults};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    figures::launch_when_folded,
    people::{PEOPLE_FEW, invite},
    world::World,
};

/// Two workers in the middle of a campaign, and an order that the API has answered.
async fn ordered(pool: PgPool, account: &'static str, faults: &str, order: &str) -> (World, String) {
    let world = World::open_by(account, pool, 2, Shares::none(), parse_faults(faults).unwrap()).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    world.until("some have left", async || world.accepted(&campaign).await > 0).await;
    world.call(Method::POST, &format!("/campaigns/{campaign}/{order}"), Some(json!({}))).await;
    world.until("what was on its way is recorded", async || world.calls("open").await == 0).await;
    (world, campaign)
}

/// The receiver gets nothing more of a campaign while the same workers send another one; how much it has got is recorded exactly.
async fn stands_still(world: &World, campaign: &str) -> i64 {
    let taken = world.accepted(campaign).await;
    assert!(taken < i64::from(PEOPLE_FEW), "it was stopped in the middle");
    let other = world.launch("Une autre").await;
    world.until_settled(&other).await;
    assert_eq!(world.accepted(&other).await, i64::from(PEOPLE_FEW), "nothing else kept them from sending");
    assert_eq!(world.accepted(campaign).await, taken, "nothing leaves after the order");
    assert_eq!(world.figures(campaign).await["accepted"], taken, "and what left before it is known");
    taken
}

async fn pause_and_go_on(pool: PgPool, account: &'static str, faults: &str) {
    let (world, campaign) = ordered(pool, account, faults, "pause").await;
    stands_still(&world, &campaign).await;
    world.call(Method::POST, &format!("/campaigns/{campaign}/resume"), Some(json!({}))).await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(PEOPLE_FEW), "nobody lost");
    assert_eq!(figures["accepted"], PEOPLE_FEW);
}

async fn call_off(pool: PgPool, account: &'static str, faults: &str) {
    let (world, campaign) = ordered(pool, account, faults, "cancel").await;
    let taken = stands_still(&world, &campaign).await;
    assert_eq!(world.state(&campaign).await, "cancelled");
    let figures = world.figures(&campaign).await;
    assert_eq!(figures["cancelled"], i64::from(PEOPLE_FEW) - taken);
    assert_eq!(figures["waiting"], 0);
}

const SLOW_CALLS: &str = r#"[{"kind": "slow", "route": "POST /smtp/email", "ms": 300}]"#;
const SLOW_MAIL: &str = r#"[{"kind": "slow", "route": "SMTP", "ms": 20}]"#;

#[sqlx::test(migrations = false)]
async fn paused_it_stands_still_at_the_receiver_and_goes_on_where_it_was(pool: PgPool) {
    pause_and_go_on(pool, "brevo", SLOW_CALLS).await;
}

#[sqlx::test(migrations = false)]
async fn paused_it_stands_still_at_a_mail_server_too(pool: PgPool) {
    pause_and_go_on(pool, "smtp", SLOW_MAIL).await;
}

#[sqlx::test(migrations = false)]
async fn called_off_it_stands_still_at_the_receiver_and_the_rest_is_counted(pool: PgPool) {
    call_off(pool, "brevo", SLOW_CALLS).await;
}

#[sqlx::test(migrations = false)]
async fn called_off_it_stands_still_at_a_mail_server_too(pool: PgPool) {
    call_off(pool, "smtp", SLOW_MAIL).await;
}
