//! The lists of addresses that a provider sends nothing more to: read once a day, a page at a time.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use delivery::BlockedLists;
use domain::{Channel, consequence::Consequence};
use providers::{Blocked, BlockedPage, Failure};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::BlockedWalk;

use crate::{
    scripted::Scripted,
    world::{World, all, at},
};

fn blocked(address: &str, consequence: Consequence, since: DateTime<Utc>) -> Blocked {
    Blocked { address: address.into(), consequence, detail: "SendGrid, bounces: 550 5.1.1".into(), since }
}

fn page(blocked: Vec<Blocked>, next: Option<&str>) -> Result<BlockedPage, Failure> {
    Ok(BlockedPage { blocked, unread: 0, next: next.map(str::to_owned) })
}

async fn opened(pool: PgPool) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(3, None));
    (World::scripted(pool, 3, 3, &provider).await, provider)
}

/// A new process that reads.
fn reader(world: &World) -> BlockedLists {
    BlockedLists::new(world.carrier())
}

async fn suppressed(world: &World) -> Value {
    world
        .value(
            "select coalesce(jsonb_agg(jsonb_build_array(address, reason, detail) order by address), '[]')
             from marketing_suppressions",
        )
        .await
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_is_on_a_list_is_suppressed_with_the_reason_and_who_left_is_in_the_ledger_once(pool: PgPool) {
    use Consequence::{Complaint, HardBounce, OptOut, RefusedAddress};
    let (world, provider) = opened(pool).await;
    let told = || {
        let all = [
            ("P1@X.example", HardBounce),
            ("p2@x.example", Complaint),
            ("p3@x.example", OptOut),
            ("nobody@y.example", RefusedAddress),
            ("no address", HardBounce),
        ];
        page(all.map(|(address, why)| blocked(address, why, at(-60))).into(), None)
    };
    provider.lists([told(), told()]);
    for day in 0..2 {
        all(&reader(&world), at(0) + BlockedWalk::BETWEEN * day).await;
    }
    let detail = "SendGrid, bounces: 550 5.1.1";
    assert_eq!(
        suppressed(&world).await,
        json!([
            ["nobody@y.example", "provider", detail],
            ["p1@x.example", "hard_bounce", detail],
            ["p2@x.example", "complaint", detail]
        ])
    );
    let ledger = "select jsonb_agg(jsonb_build_array(address, decision, source, actor))
                  from marketing_consent_entries where purpose = 'marketing'";
    assert_eq!(world.value(ledger).await, json!([["p3@x.example", "withdrawn", "provider", "brevo"]]));
    all(&world.dispatcher(), at(10)).await;
    assert!(provider.taken().is_empty(), "all three were planned before, and none is written to");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_walk_goes_on_where_it_was_when_it_may_whoever_goes_on(pool: PgPool) {
    let (world, provider) = opened(pool).await;
    let bounce = |address| vec![blocked(address, Consequence::HardBounce, at(-60))];
    let busy =
        Failure::Retry { after: Some(Duration::from_secs(7)), code: "x".into(), detail: String::new() };
    let closed = Failure::Refused { code: "x".into(), detail: String::new() };
    provider.lists([
        page(bounce("a@x.example"), Some("bounces:500")),
        Err(busy),
        page(bounce("b@x.example"), Some("spam_reports:0")),
        Err(closed),
        page(bounce("c@x.example"), None),
    ]);
    let places = || provider.asked().into_iter().map(|(_, place)| place).collect::<Vec<_>>();
    let (first, second) = (Some("bounces:500".to_owned()), Some("spam_reports:0".to_owned()));
    all(&reader(&world), at(0)).await;
    assert_eq!(places(), [None], "the next page waits for its turn");
    all(&reader(&world), at(60)).await;
    all(&reader(&world), at(66)).await;
    assert_eq!(places(), [None, first.clone()], "nobody asks before the provider lets them");
    all(&reader(&world), at(120)).await;
    all(&reader(&world), at(180)).await;
    all(&reader(&world), at(600)).await;
    assert_eq!(places(), [None, first.clone(), first.clone(), second.clone()], "a refusal rests for a day");
    all(&reader(&world), at(240) + BlockedWalk::BETWEEN).await;
    assert_eq!(places()[4], second);
    let windows: Vec<_> = provider.asked().into_iter().take(5).map(|(window, _)| window).collect();
    assert!(windows.iter().all(|window| *window == windows[0]), "one walk has one window: {windows:?}");
    assert_eq!(
        (windows[0].from, windows[0].to),
        (DateTime::UNIX_EPOCH, at(0)),
        "the first asks for everything"
    );
    let all_of = "select count(*) from marketing_suppressions";
    assert_eq!(world.value(all_of).await, 3, "no page was passed over");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_whose_reader_died_is_asked_for_again_and_kept_once(pool: PgPool) {
    let (world, provider) = opened(pool).await;
    let accounts = [world.accounts().iter().next().unwrap().id().clone()];
    let take = async |now| {
        let mut tx = world.store.begin().await.unwrap();
        let walk = tx.accounts().next_blocked(&accounts, now, TimeDelta::seconds(150)).await.unwrap();
        tx.commit().await.unwrap();
        walk
    };
    let dead = take(at(0)).await.unwrap();
    assert_eq!(take(at(149)).await, None, "somebody asks for it already");
    provider
        .lists([page(vec![blocked("a@x.example", Consequence::HardBounce, at(-60))], Some("bounces:500"))]);
    all(&reader(&world), at(150)).await;
    assert_eq!(suppressed(&world).await[0][0], "a@x.example");
    let mut tx = world.store.begin().await.unwrap();
    assert!(
        !tx.accounts().blocked_read(&dead, None).await.unwrap(),
        "who was only thought dead ends no walk"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_next_walk_is_a_day_later_and_begins_before_the_end_of_the_last(pool: PgPool) {
    let (world, provider) = opened(pool).await;
    all(&reader(&world), at(0)).await;
    all(&reader(&world), at(0) + BlockedWalk::BETWEEN - TimeDelta::seconds(1)).await;
    assert_eq!(provider.asked().len(), 1, "once a day is enough");
    all(&reader(&world), at(0) + BlockedWalk::BETWEEN).await;
    let (window, place) = provider.asked().remove(1);
    assert_eq!((window.from, window.to), (at(0) - BlockedWalk::OVERLAP, at(0) + BlockedWalk::BETWEEN));
    assert_eq!(place, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whom_a_colleague_let_be_written_to_again_stays_so_until_it_is_told_anew(pool: PgPool) {
    let (world, provider) = opened(pool).await;
    let told = |since| page(vec![blocked("a@x.example", Consequence::HardBounce, since)], None);
    provider.lists([told(at(-60)), told(at(-60)), page(Vec::new(), None), told(at(90_000))]);
    all(&reader(&world), at(0)).await;
    let mut tx = world.store.begin().await.unwrap();
    let lifted = tx.suppressions().lift("a@x.example", Channel::Email, "u-7", at(60)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(lifted.is_some());
    let days = |days| at(0) + BlockedWalk::BETWEEN * days;
    all(&reader(&world), days(1)).await;
    assert_eq!(suppressed(&world).await, json!([]), "the list still tells the old bounce");
    all(&reader(&world), days(2)).await;
    all(&reader(&world), days(3)).await;
    assert_eq!(suppressed(&world).await[0][0], "a@x.example", "it bounced again");
    all(&reader(&world), days(4)).await;
    assert_eq!(suppressed(&world).await[0][0], "a@x.example", "an address that is not told any more stays");
}
