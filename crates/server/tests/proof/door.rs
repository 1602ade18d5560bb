//! A mail server that says no for now, no for who sends, or closes its door: the campaign waits for what it must wait for, then ends.

use reqwest::Method;
use sandbox::{Shares, parse_faults};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    figures::launch_when_folded,
    people::{PEOPLE_FEW, invite},
    world::World,
};

/// A campaign that leaves by SMTP, and what the mail server says.
async fn leaving(pool: PgPool, faults: &str) -> (World, String) {
    let world = World::open_by("smtp", pool, 2, Shares::none(), parse_faults(faults).unwrap()).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    (world, campaign)
}

/// Until a campaign is over, while the time passes for which somebody rests or waits.
async fn until_through(world: &World, campaign: &str) {
    world
        .until("the campaign is through", async || {
            world.let_rests_end().await;
            world.let_waits_end().await;
            world.state(campaign).await == "finished"
        })
        .await;
    world.until_settled(campaign).await;
}

/// Everybody has got it, once; nobody was refused, given up or forgotten.
async fn everybody_got_it_once(world: &World, campaign: &str) {
    until_through(world, campaign).await;
    let (figures, ledger) = (world.figures(campaign).await, world.ledger(campaign).await);
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(PEOPLE_FEW), "nobody lost");
    assert_eq!(figures["accepted"], PEOPLE_FEW);
    for nothing in ["waiting", "failed", "unknown", "bounced", "refused_unaccepted", "dropped", "cancelled"] {
        assert_eq!(figures[nothing], 0, "{nothing}");
    }
}

/// How many messages the mail server has refused with a status.
async fn refused_with(world: &World, status: &str) -> i64 {
    world.ask_sandbox("/_sandbox/smtp").await["refused"][status].as_i64().unwrap_or_default()
}

async fn account(world: &World) -> Value {
    let accounts = world.call(Method::GET, "/accounts", None).await;
    accounts.as_array().unwrap().iter().find(|account| account["id"] == "smtp").unwrap().clone()
}

/// Until nothing is on its way any more, and all of it is counted.
async fn until_still(world: &World) {
    world.until("its calls are recorded", async || world.calls("open").await == 0).await;
    world.until_counted().await;
}

async fn order(world: &World, path: &str) {
    world.call(Method::POST, path, Some(json!({}))).await;
}

#[sqlx::test(migrations = false)]
async fn whoever_is_greylisted_is_tried_again_by_the_queue_and_gets_it_once(pool: PgPool) {
    let (world, campaign) = leaving(pool, r#"{"kind": "greylist", "route": "SMTP"}"#).await;
    everybody_got_it_once(&world, &campaign).await;
    assert_eq!(refused_with(&world, "4.7.1").await, i64::from(PEOPLE_FEW), "each was turned away once");
    assert_eq!(account(&world).await["condition"], "well", "and nothing was held against the account");
}

/// 421 to whoever connects, and to each part of a message; each a few times.
const CLOSING: &str = r#"[
    {"kind": "rate_limit", "route": "SMTP greeting", "times": 2, "every": 3},
    {"kind": "rate_limit", "route": "SMTP", "times": 2, "every": 41},
    {"kind": "reply", "at": "sender", "reply": "421 4.3.2", "route": "SMTP", "times": 2, "every": 31},
    {"kind": "reply", "at": "recipient", "reply": "421 4.7.0", "route": "SMTP", "times": 2, "every": 23},
    {"kind": "reply", "at": "data", "reply": "421 4.3.0", "route": "SMTP", "times": 2, "every": 19},
    {"kind": "reply", "at": "dot", "reply": "421 4.4.2", "route": "SMTP", "times": 2, "every": 17}
]"#;

#[sqlx::test(migrations = false)]
async fn a_door_that_closes_at_any_moment_loses_nobody_and_leaves_nobody_in_doubt(pool: PgPool) {
    let (world, campaign) = leaving(pool, CLOSING).await;
    everybody_got_it_once(&world, &campaign).await;
    for status in ["4.3.2", "4.7.0", "4.3.0", "4.4.2"] {
        assert_eq!(refused_with(&world, status).await, 2, "{status}");
    }
}

#[sqlx::test(migrations = false)]
async fn a_no_to_who_sends_stops_the_account_until_a_person_has_mended_it(pool: PgPool) {
    let no = r#"{"kind": "reply", "at": "sender", "reply": "550 5.7.1", "route": "SMTP"}"#;
    let (world, campaign) = leaving(pool, no).await;
    world.until("the account is stopped", async || account(&world).await["condition"] == "stopped").await;
    until_still(&world).await;
    assert_eq!(account(&world).await["pause"]["code"], "smtp_5.7.1");
    assert_eq!(world.state(&campaign).await, "sending", "the campaign waits with its account");
    assert_eq!(world.figures(&campaign).await["refused_unaccepted"], 0, "it is nobody's end");
    let asked = refused_with(&world, "5.7.1").await;
    assert!(asked < i64::from(PEOPLE_FEW), "{asked} were tried after the first no");
    world.set_faults("[]").await;
    order(&world, "/accounts/smtp/resume").await;
    everybody_got_it_once(&world, &campaign).await;
}

/// What proves who sends is missing: said of whoever it is for, to the address, before the content, or after it.
async fn a_campaign_pauses_when_it_is_not_proven_who_sends(pool: PgPool, at: &str) {
    let no = json!({"kind": "reply", "at": at, "reply": "550 5.7.26", "route": "SMTP", "every": 150});
    let (world, campaign) = leaving(pool, &no.to_string()).await;
    world.until("the campaign is paused", async || world.state(&campaign).await == "paused").await;
    until_still(&world).await;
    let read = world.call(Method::GET, &format!("/campaigns/{campaign}"), None).await;
    assert_eq!(read["state_reason"], "smtp_5.7.26", "{at}");
    let (taken, figures) = (world.accepted(&campaign).await, world.figures(&campaign).await);
    assert!(taken < i64::from(PEOPLE_FEW), "{at}: it was stopped in the middle");
    assert_eq!((&figures["accepted"], &figures["refused_unaccepted"]), (&json!(taken), &json!(0)), "{at}");
    world.set_faults("[]").await;
    order(&world, &format!("/campaigns/{campaign}/resume")).await;
    everybody_got_it_once(&world, &campaign).await;
}

#[sqlx::test(migrations = false)]
async fn told_of_the_recipient_that_who_sends_is_not_proven_the_campaign_pauses(pool: PgPool) {
    a_campaign_pauses_when_it_is_not_proven_who_sends(pool, "recipient").await;
}

#[sqlx::test(migrations = false)]
async fn told_before_the_content_that_who_sends_is_not_proven_the_campaign_pauses(pool: PgPool) {
    a_campaign_pauses_when_it_is_not_proven_who_sends(pool, "data").await;
}

#[sqlx::test(migrations = false)]
async fn told_after_the_content_that_who_sends_is_not_proven_the_campaign_pauses(pool: PgPool) {
    a_campaign_pauses_when_it_is_not_proven_who_sends(pool, "dot").await;
}

/// Every second recipient's server wants nothing of us; the others take their time, so that the burst is seen while it leaves.
const BURST: &str = r#"[
    {"kind": "reply", "at": "recipient", "reply": "554 5.7.1", "route": "SMTP", "every": 2},
    {"kind": "slow", "route": "SMTP", "ms": 100}
]"#;

#[sqlx::test(migrations = false)]
async fn a_burst_of_policy_refusals_pauses_the_campaign_once_and_whoever_refused_may_be_replayed(
    pool: PgPool,
) {
    let (world, campaign) = leaving(pool, BURST).await;
    world.until("the campaign is paused", async || world.state(&campaign).await == "paused").await;
    let read = world.call(Method::GET, &format!("/campaigns/{campaign}"), None).await;
    assert_eq!(read["state_reason"], "policy_refusals");
    until_still(&world).await;
    assert!(world.accepted(&campaign).await < i64::from(PEOPLE_FEW) / 2, "it was stopped in the middle");
    // A person lets it go on as it is: the alarm overrules nobody.
    order(&world, &format!("/campaigns/{campaign}/resume")).await;
    until_through(&world, &campaign).await;
    let (figures, refused) = (world.figures(&campaign).await, refused_with(&world, "5.7.1").await);
    assert!(refused > 0, "a comparison of nothing proves nothing");
    assert_eq!(figures["refused_unaccepted"], refused);
    assert_eq!(figures["accepted"], world.accepted(&campaign).await);
    assert_eq!(world.accepted(&campaign).await + refused, i64::from(PEOPLE_FEW), "nobody lost");
    // And once the servers think better of it, a person has the dead letters sent again.
    world.set_faults("[]").await;
    order(&world, &format!("/campaigns/{campaign}/dead-letters/replay")).await;
    everybody_got_it_once(&world, &campaign).await;
}
