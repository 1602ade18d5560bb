//! Workers that are killed again and again: the short form of `cargo xtask chaos`, by each provider.

use sandbox::{Shares, parse_faults};
use sqlx::PgPool;

use crate::{figures::launch_when_folded, people::invite, stopped::go_on, whatsapp, world::World};

/// More than six kills can bring into doubt.
const PEOPLE: i32 = 5_000;
const KILLS: i64 = 6;

/// Answers that are kept back, so that calls are under way at any moment; and webhooks, so that nothing but a repetition under
/// its own key can tell what became of a call. Afterwards they come twice and backwards.
const BREVO: &str = r#"[
    {"kind": "slow", "route": "POST /smtp/email", "ms": 500},
    {"kind": "webhooks_paused"}
]"#;
/// The same where there are no keys: nobody can tell until webhooks come.
const SENDGRID: &str = r#"[
    {"kind": "slow", "route": "POST /v3/mail/send", "ms": 500},
    {"kind": "webhooks_paused"}
]"#;
const AFTERWARDS: &str = r#"[{"kind": "webhooks_duplicated"}, {"kind": "webhooks_reversed"}]"#;

/// Each message has an answer of its own.
const SMTP: &str = r#"{"kind": "slow", "route": "SMTP", "ms": 20}"#;
/// Of each worker that dies a message for each of four connections and, for each of four batches of which the record may be waiting for a
/// slow database, what these connections carry in 50 ms at an answer in 20.
const ON_THE_WAY: i64 = 4 + 4 * 10;

/// By WhatsApp each message has an answer of its own as well, and events name it.
const META: &str = r#"[
    {"kind": "slow", "route": "POST /{Version}/{Phone-Number-ID}/messages", "ms": 250},
    {"kind": "webhooks_paused"}
]"#;
/// Of each worker that dies 20 calls and, at an answer in 250 ms, what four batches of 20 calls each bring in 500.
const ON_THE_WAY_BY_WHATSAPP: i64 = 20 + 4 * 20 * 2;

/// Has a campaign leave by e-mail, and kills whoever sends it.
async fn kill(account: &'static str, pool: PgPool, faults: &str, apart: i64) -> (World, String) {
    let faults = parse_faults(faults).unwrap();
    let mut world = World::open_by(account, pool, 2, Shares::none(), faults).await;
    invite(&world.pool, PEOPLE, 0).await;
    let campaign = launch_when_folded(&world, PEOPLE).await;
    strike(&mut world, &campaign, apart).await;
    (world, campaign)
}

/// Kills one of two workers six times, each time after so many messages, and then both; everything that they held counts as left.
async fn strike(world: &mut World, campaign: &str, apart: i64) {
    for _ in 0..KILLS {
        let before = world.accepted(campaign).await;
        world.until("some more have left", async || world.accepted(campaign).await >= before + apart).await;
        world.replace_worker();
    }
    while let Some(worker) = world.working.pop() {
        worker.kill();
    }
    assert!(world.calls("open").await > 0, "calls were under way");
    world.let_leases_end().await;
    world.start_worker();
}

/// Nobody waits for events; then the campaign is over.
async fn give_up(world: &World, campaign: &str) {
    world
        .until("every doubt is given up", async || {
            world.let_doubts_end().await;
            world.state(campaign).await == "finished"
        })
        .await;
}

#[sqlx::test(migrations = false)]
async fn however_often_workers_are_killed_nobody_is_lost_and_nobody_is_written_to_twice(pool: PgPool) {
    let (world, campaign) = kill("brevo", pool, BREVO, 1).await;
    world.until("every doubt is settled", async || world.state(&campaign).await == "finished").await;
    world.set_faults(AFTERWARDS).await;
    go_on(world, &campaign, PEOPLE).await;
}

#[sqlx::test(migrations = false)]
async fn by_sendgrid_whoever_was_unknown_is_known_once_events_come_and_nobody_is_written_to_twice(
    pool: PgPool,
) {
    let (world, campaign) = kill("sendgrid", pool, SENDGRID, 1).await;
    known_afterwards(world, &campaign, i64::from(PEOPLE)).await;
}

/// Whoever was unknown is known once events have come, and everybody whom no call reached is listed; at most so many.
async fn known_afterwards(world: World, campaign: &str, most: i64) {
    give_up(&world, campaign).await;
    let unknown = world.figures(campaign).await["unknown"].as_i64().unwrap();
    assert!(unknown > 0, "nothing told what became of the calls under way");
    world.set_faults(AFTERWARDS).await;
    world.until_heard().await;
    let (figures, ledger) = (world.figures(campaign).await, world.ledger(campaign).await);
    let reached = ledger.total("distinctRecipients");
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figures["accepted"], reached, "whom the provider took is known");
    assert_eq!(figures["unknown"], i64::from(PEOPLE) - reached, "and everybody else is listed");
    assert!(i64::from(PEOPLE) - reached <= most, "{reached} were reached");
}

#[sqlx::test(migrations = false)]
async fn by_whatsapp_whoever_was_unknown_is_known_once_events_come_and_nobody_is_written_to_twice(
    pool: PgPool,
) {
    let mut world = World::open_by("meta", pool, 2, Shares::none(), Vec::new()).await;
    whatsapp::hurry(&world).await;
    whatsapp::invite(&world.pool, PEOPLE).await;
    let template = whatsapp::approved_template(&world, "meta").await;
    world.set_faults(META).await;
    let campaign = whatsapp::launch(&world, &template, i64::from(PEOPLE)).await;
    strike(&mut world, &campaign, 300).await;
    known_afterwards(world, &campaign, (KILLS + 2) * ON_THE_WAY_BY_WHATSAPP).await;
}

#[sqlx::test(migrations = false)]
async fn by_smtp_no_more_are_unknown_than_were_on_their_way_and_nobody_is_written_to_twice(pool: PgPool) {
    let (world, campaign) = kill("smtp", pool, SMTP, 300).await;
    give_up(&world, &campaign).await;
    world.until_heard().await;
    let (figures, ledger) = (world.figures(&campaign).await, world.ledger(&campaign).await);
    let figure = |name: &str| figures[name].as_i64().unwrap();
    let (unknown, got) = (figure("unknown"), ledger.total("distinctRecipients"));
    assert_eq!(ledger.total("moreThanOnce"), 0, "nobody twice");
    assert_eq!(figure("accepted") + unknown, i64::from(PEOPLE), "nobody lost");
    assert!(unknown > 0 && unknown <= (KILLS + 2) * ON_THE_WAY, "{unknown} are unknown");
    assert!((figure("accepted")..=i64::from(PEOPLE)).contains(&got), "{got} have got it");
}
