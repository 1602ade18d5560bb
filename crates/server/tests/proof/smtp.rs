//! The same by SMTP: what a mail server takes, refuses at its door, and tells by mail.

use sandbox::{Shares, parse_faults};
use serde_json::Value;
use sqlx::PgPool;

use crate::{
    figures::{compare_readers, launch_when_folded},
    ledger::Ledger,
    people::invite,
    world::World,
};

const PEOPLE: i32 = 3_000;

#[sqlx::test(migrations = false)]
async fn by_smtp_too_every_figure_is_the_receivers_own(pool: PgPool) {
    let world = World::open_by("smtp", pool, 1, Shares::default(), Vec::new()).await;
    world.take_reports().await;
    invite(&world.pool, PEOPLE, 5).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    world.until_settled(&campaign).await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    compare_the_way(&figures, &ledger, &world.ask_sandbox("/_sandbox/smtp").await);
    compare_readers(&figures, &ledger);
}

fn compare_the_way(figures: &Value, ledger: &Ledger, door: &Value) {
    let figure = |name: &str| figures[name].as_i64().unwrap();
    let at_door = |status: &str| door["refused"][status].as_i64().unwrap_or_default();
    let (nobody, full) = (at_door("5.1.1"), at_door("5.2.2"));
    assert!(nobody > 0 && full > 0, "a comparison of nothing proves nothing");
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figure("planned"), i64::from(PEOPLE));
    // Who bounces at the door counts as who bounces later.
    assert_eq!(figure("accepted") - nobody, ledger.total("accepted"));
    assert_eq!(figure("accepted") - nobody, ledger.total("distinctRecipients"));
    assert_eq!(figure("refused_unaccepted"), full);
    assert_eq!(figure("accepted") + full, i64::from(PEOPLE), "nobody lost");
    assert_eq!(figure("bounced_hard") - nobody, ledger.total("bounced/hard"));
    assert_eq!(figure("bounced") - nobody, ledger.total("bounced/hard") + ledger.total("bounced/soft"));
    for nothing in ["waiting", "failed", "unknown", "dropped", "cancelled"] {
        assert_eq!(figure(nothing), 0, "{nothing}");
    }
}

/// The door closed, errors, connections that break after the final dot, the message taken or not; and every answer takes its time.
const FAULTS: &str = r#"[
    {"kind": "rate_limit", "route": "SMTP", "times": 1, "every": 200},
    {"kind": "server_error", "route": "SMTP", "times": 3, "every": 90},
    {"kind": "reset_after_body", "route": "SMTP", "times": 3, "every": 70},
    {"kind": "reset_after_body", "processed": false, "route": "SMTP", "times": 3, "every": 50},
    {"kind": "slow", "route": "SMTP", "ms": 20}
]"#;
/// Messages that the faults put in doubt.
const BROKEN: i64 = 6;
/// Of each of two workers a message for each of four connections and, at an answer in 20 ms, what these carry in 50.
const ON_THE_WAY: i64 = 2 * (4 + 10);

#[sqlx::test(migrations = false)]
async fn by_smtp_too_faults_and_a_killed_worker_lose_nobody_and_write_to_nobody_twice(pool: PgPool) {
    let mut world = World::open_by("smtp", pool, 2, Shares::none(), parse_faults(FAULTS).unwrap()).await;
    invite(&world.pool, PEOPLE, 5).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    world.until("some have left", async || world.accepted(&campaign).await > 500).await;
    world.replace_worker();
    assert!(world.accepted(&campaign).await < i64::from(PEOPLE), "the worker dies in the middle");
    // And the other one is thought dead.
    world.let_leases_end().await;
    world
        .until("the campaign is finished", async || {
            world.let_doubts_end().await;
            world.state(&campaign).await == "finished"
        })
        .await;
    world.until_settled(&campaign).await;

    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    let figure = |name: &str| figures[name].as_i64().unwrap();
    let (unknown, got) = (figure("unknown"), ledger.total("distinctRecipients"));
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figure("accepted") + unknown, i64::from(PEOPLE), "nobody lost");
    assert!(unknown <= BROKEN + ON_THE_WAY, "{unknown} are unknown");
    assert!((figure("accepted")..=figure("accepted") + unknown).contains(&got), "{got} have got it");
}
