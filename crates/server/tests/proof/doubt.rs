//! A lost answer, by what the campaign prefers: no duplicate, or delivery. Counted from the receiver's log.

use sandbox::{Shares, parse_faults};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    figures::until_folded,
    people::{PEOPLE_FEW, invite},
    sendgrid::until_only_doubts_are_left,
    world::World,
};

/// Two calls are taken and one is not, none of them is answered, and no webhook tells.
const BY_SENDGRID: &str = r#"[
    {"kind": "reset_after_body", "route": "POST /v3/mail/send", "times": 2, "every": 3},
    {"kind": "reset_after_body", "processed": false, "route": "POST /v3/mail/send", "times": 1, "every": 4},
    {"kind": "webhooks_paused"}
]"#;
/// People in each call.
const CALL: i64 = 100;

/// Four messages are taken and never answered.
const BY_SMTP: &str = r#"{"kind": "reset_after_body", "route": "SMTP", "times": 4, "every": 97}"#;

/// What the receiver and the product say in the end.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    reached: i64,
    twice: i64,
    accepted: i64,
    unknown: i64,
}

fn everybody() -> i64 {
    i64::from(PEOPLE_FEW)
}

async fn leaving(account: &'static str, pool: PgPool, faults: &str, doubt: &str) -> (World, String) {
    let world = World::open_by(account, pool, 1, Shares::none(), parse_faults(faults).unwrap()).await;
    invite(&world.pool, PEOPLE_FEW, 0).await;
    until_folded(&world, PEOPLE_FEW).await;
    let campaign = world.launch_with("Soldes BTP", json!({"doubt": doubt})).await;
    (world, campaign)
}

/// Lets the time pass for which doubts wait for events, until the campaign is over.
async fn give_up(world: &World, campaign: &str) -> Told {
    world
        .until("every doubt is given up", async || {
            world.let_doubts_end().await;
            world.let_rests_end().await;
            world.let_waits_end().await;
            world.state(campaign).await == "finished"
        })
        .await;
    told(world, campaign).await
}

async fn told(world: &World, campaign: &str) -> Told {
    world.until_counted().await;
    let (figures, ledger) = (world.figures(campaign).await, world.ledger(campaign).await);
    Told {
        reached: ledger.total("distinctRecipients"),
        twice: ledger.total("moreThanOnce"),
        accepted: figures["accepted"].as_i64().unwrap(),
        unknown: figures["unknown"].as_i64().unwrap(),
    }
}

#[sqlx::test(migrations = false)]
async fn by_sendgrid_who_prefers_no_duplicate_lists_what_nobody_can_tell_until_events_come(pool: PgPool) {
    let (world, campaign) = leaving("sendgrid", pool, BY_SENDGRID, "prefer_no_duplicate").await;
    let unheard = give_up(&world, &campaign).await;
    let (reached, accepted) = (everybody() - CALL, everybody() - 3 * CALL);
    assert_eq!(unheard, Told { reached, twice: 0, accepted, unknown: 3 * CALL });
    world.set_faults("[]").await;
    world.until_heard().await;
    let heard = told(&world, &campaign).await;
    assert_eq!(heard, Told { reached, twice: 0, accepted: reached, unknown: CALL });
}

#[sqlx::test(migrations = false)]
async fn by_sendgrid_who_prefers_delivery_sends_again_what_nobody_can_tell_and_reaches_everybody(
    pool: PgPool,
) {
    let (world, campaign) = leaving("sendgrid", pool, BY_SENDGRID, "prefer_delivery").await;
    let all = Told { reached: everybody(), twice: 2 * CALL, accepted: everybody(), unknown: 0 };
    assert_eq!(give_up(&world, &campaign).await, all);
    world.set_faults("[]").await;
    world.until_heard().await;
    assert_eq!(told(&world, &campaign).await, all, "late events count nobody twice");
}

#[sqlx::test(migrations = false)]
async fn by_sendgrid_not_even_who_prefers_delivery_sends_again_what_events_tell_of(pool: PgPool) {
    let lost = r#"{"kind": "reset_after_body", "route": "POST /v3/mail/send", "times": 3, "every": 2}"#;
    let (world, campaign) = leaving("sendgrid", pool, lost, "prefer_delivery").await;
    until_only_doubts_are_left(&world).await;
    world.until_heard().await;
    let told = give_up(&world, &campaign).await;
    assert_eq!(world.ledger(&campaign).await.unanswered(), 3, "calls were in doubt");
    assert_eq!(told, Told { reached: everybody(), twice: 0, accepted: everybody(), unknown: 0 });
}

#[sqlx::test(migrations = false)]
async fn by_smtp_who_prefers_no_duplicate_lists_whose_answer_was_lost(pool: PgPool) {
    let (world, campaign) = leaving("smtp", pool, BY_SMTP, "prefer_no_duplicate").await;
    let told = give_up(&world, &campaign).await;
    assert_eq!(told, Told { reached: everybody(), twice: 0, accepted: everybody() - 4, unknown: 4 });
}

#[sqlx::test(migrations = false)]
async fn by_smtp_who_prefers_delivery_sends_to_them_again(pool: PgPool) {
    let (world, campaign) = leaving("smtp", pool, BY_SMTP, "prefer_delivery").await;
    let told = give_up(&world, &campaign).await;
    assert_eq!(told, Told { reached: everybody(), twice: 4, accepted: everybody(), unknown: 0 });
}
