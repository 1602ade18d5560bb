//! Campaigns that leave by SendGrid, which knows no keys: what is in doubt is settled by events, or nobody knows.

use sandbox::{Shares, parse_faults};
use serde_json::Value;
use sqlx::PgPool;

use crate::{
    figures::{LEFT_OUT, PEOPLE, compare_links, compare_reactions, launch_when_folded, until_folded},
    ledger::Ledger,
    people::{PEOPLE_FEW, invite},
    world::World,
};

/// Answers that come late or never though the request was processed, a storm of 429, webhooks twice and backwards.
const HEARD: &str = r#"[
    {"kind": "rate_limit", "route": "POST /v3/mail/send", "times": 3, "every": 2},
    {"kind": "reset_after_body", "route": "POST /v3/mail/send", "times": 3, "every": 3},
    {"kind": "webhooks_duplicated"},
    {"kind": "webhooks_reversed"}
]"#;

/// The same, and answers that say nothing of requests that were not processed.
const UNHEARD: &str = r#"[
    {"kind": "rate_limit", "route": "POST /v3/mail/send", "times": 2, "every": 5},
    {"kind": "server_error", "route": "POST /v3/mail/send", "times": 1, "every": 6},
    {"kind": "reset_after_body", "route": "POST /v3/mail/send", "times": 2, "every": 4},
    {"kind": "reset_after_body", "processed": false, "route": "POST /v3/mail/send", "times": 1, "every": 7},
    {"kind": "slow", "route": "POST /v3/mail/send", "ms": 300},
    {"kind": "webhooks_duplicated"},
    {"kind": "webhooks_reversed"}
]"#;

#[sqlx::test(migrations = false)]
async fn a_campaign_by_sendgrid_ends_with_the_figures_of_the_receivers_ledger(pool: PgPool) {
    let world = World::open_by("sendgrid", pool, 1, Shares::default(), Vec::new()).await;
    invite(&world.pool, PEOPLE, LEFT_OUT).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    ledger.keeps_to_the_specification();
    compare_the_way(&figures, &ledger);
    compare_reactions(&figures, &ledger);
    compare_links(&world, &campaign, &ledger).await;
}

/// SendGrid drops what is no address, and calls it a bounce no more than what it drops for other reasons.
fn compare_the_way(figures: &Value, ledger: &Ledger) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figure("accepted"), ledger.total("accepted"));
    assert_eq!(figure("accepted"), i64::from(PEOPLE));
    assert_eq!(figure("delivered"), ledger.total("delivered"));
    assert_eq!(figure("bounced_hard"), ledger.total("bounced/hard"));
    assert_eq!(figure("bounced"), ledger.total("bounced/hard") + ledger.total("bounced/soft"));
    assert_eq!(figure("refused"), ledger.total("bounced/blocked") + ledger.total("bounced/invalid"));
    for nothing in ["waiting", "failed", "unknown", "dropped", "cancelled", "refused_unaccepted"] {
        assert_eq!(figure(nothing), 0, "{nothing}");
    }
}

#[sqlx::test(migrations = false)]
async fn what_sendgrid_processed_is_never_unknown_once_its_events_are_in(pool: PgPool) {
    let faults = parse_faults(HEARD).unwrap();
    let world = World::open_by("sendgrid", pool, 1, Shares::none(), faults).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE_FEW).await;
    until_only_doubts_are_left(&world).await;
    world.until_heard().await;
    world.let_leases_end().await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    assert!(ledger.unanswered() > 0, "calls were in doubt");
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(ledger.total("distinctRecipients"), i64::from(PEOPLE_FEW), "nobody lost");
    assert_eq!((&figures["accepted"], &figures["unknown"]), (&PEOPLE_FEW.into(), &0.into()));
}

#[sqlx::test(migrations = false)]
async fn with_a_killed_worker_everybody_has_it_once_or_is_known_to_be_unknown(pool: PgPool) {
    const MANY: i32 = 4_000;
    let faults = parse_faults(UNHEARD).unwrap();
    let mut world = World::open_by("sendgrid", pool, 2, Shares::default(), faults).await;
    invite(&world.pool, MANY, 5).await;
    let campaign = launch_when_folded(&world, MANY).await;
    world.until("some have left", async || world.accepted(&campaign).await > 500).await;
    world.replace_worker();
    assert!(world.accepted(&campaign).await < i64::from(MANY), "the worker dies in the middle");
    // And the other one is thought dead.
    world.let_leases_end().await;
    until_only_doubts_are_left(&world).await;
    world.until_heard().await;
    world.let_doubts_end().await;
    world.until_settled(&campaign).await;

    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    let reached = ledger.total("distinctRecipients");
    assert!(ledger.unanswered() > 0, "calls were in doubt");
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figures["accepted"], reached, "whom SendGrid took is known");
    assert_eq!(figures["unknown"], i64::from(MANY) - reached, "and everybody else is listed");
    assert!(reached < i64::from(MANY), "some requests were never processed");
}

#[sqlx::test(migrations = false)]
async fn who_leaves_a_group_at_sendgrid_and_comes_back_there_has_agreed_to_nothing_here(pool: PgPool) {
    const ALL: i32 = 40;
    const LEAVING: i32 = 20;
    let world = World::open_by("sendgrid", pool, 1, Shares::none(), Vec::new()).await;
    invite(&world.pool, ALL, 0).await;
    let leaving = || (1..=LEAVING).map(|number| format!("p{number}@exemple.fr"));
    for email in leaving() {
        let leaves = r#"{"behaviour": "provider-unsubscribe"}"#.to_owned();
        world.tell_sandbox(&format!("/_sandbox/recipients/{email}"), leaves).await;
    }
    let campaign = launch_when_folded(&world, ALL).await;
    world.until_settled(&campaign).await;
    assert_eq!(world.figures(&campaign).await["unsubscribed"], LEAVING);
    for email in leaving() {
        let back = serde_json::json!({"resubscribe": email}).to_string();
        world.tell_sandbox("/_sandbox/sendgrid", back).await;
    }
    world.until_heard().await;
    let told = "select count(*) from marketing_events where kind = 'opted_in'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&world.pool).await.unwrap();
    assert!((1..i64::from(LEAVING)).contains(&told), "some left the group, others all mail: {told}");
    assert_eq!(world.figures(&campaign).await["unsubscribed"], LEAVING, "and what happened has happened");
    until_folded(&world, ALL - LEAVING).await;
}

/// Until every message has left, or may have.
pub(crate) async fn until_only_doubts_are_left(world: &World) {
    let left = "select count(*) from marketing_batches where state not in ('done', 'in_doubt')";
    world
        .until("only doubts are left", async || {
            world.let_rests_end().await;
            let all = "select count(*) from marketing_batches";
            let count = |sql| sqlx::query_scalar::<_, i64>(sql).fetch_one(&world.pool);
            count(all).await.unwrap() > 0 && count(left).await.unwrap() == 0
        })
        .await;
}
