//! Whoever said STOP after a message was planned gets it by no way: not by a try of ours that comes later, not by a doubt that is looked
//! into, not by a person who sends a dead end again. The number's log says so.

use std::sync::Arc;

use domain::{delivery::EndDecision, report::EndChoice, whatsapp::WhatsappNews};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Ruling};

use crate::{
    scripted::{Scripted, silence, yes},
    talk::{self, phone, tell, text},
    world::{CAMPAIGN, World, all, at},
};

async fn stop(world: &World, number: u32, seconds: i64) {
    let said = text(&format!("in.{number}"), number, "STOP", seconds);
    tell(world, Vec::new(), vec![WhatsappNews::Inbound(said)], at(seconds)).await;
}

/// Another number that the directory knows of a person.
pub(crate) fn other_phone(number: u32) -> String {
    format!("+3365678{number:04}")
}

/// A person has two numbers in the directory, and said yes at both.
pub(crate) async fn has_another_phone(world: &World, number: u32) {
    let person = format!("00000000-0000-4000-8000-{number:012x}");
    for (role, phone) in [("main", phone(number)), ("administrateur", other_phone(number))] {
        world
            .run(&format!(
                "insert into marketing_contacts (source, source_id, role, place, kind, name, company, is_generic, phone_raw, phone,
                     is_mobile, fields, own_id, person_id)
                 values ('clients', '{number}', '{role}', '{number} {role}', 1, 'P{number}', '', false, '{phone}', '{phone}', true, '{{}}',
                         '{person}', '{person}')"
            ))
            .await;
    }
    says(world, &other_phone(number), "granted", -60).await;
}

/// Somebody decides at a number.
async fn says(world: &World, address: &str, decision: &str, seconds: i64) {
    world
        .run(&format!(
            "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             values (gen_random_uuid(), '{address}', 'whatsapp', 'marketing', '{decision}', 'agent', 'test', '{at}', '{at}')",
            at = at(seconds)
        ))
        .await;
}

/// A campaign of so many by a provider that answers each message on its own.
async fn world(pool: PgPool, messages: i32, answers: Vec<Outcome>) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(1, None));
    let world = talk::world(pool, messages).await.carried_by(&provider);
    provider.answers(answers);
    (world, provider)
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_later_try_of_ours_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let wait = || Outcome::Retry {
        after: None,
        code: "131056".into(),
        detail: "pair".into(),
        scope: Scope::Request,
    };
    let (world, provider) = world(pool, 3, vec![wait(), wait(), yes()]).await;
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(provider.calls(), [[1], [2], [3]]);
    stop(&world, 1, 10).await;
    all(&world.dispatcher(), at(4_000)).await;
    assert_eq!(provider.calls(), [vec![1], vec![2], vec![3], vec![2]], "only the other one is tried again");
    assert_eq!(world.ranks().await, json!({"50": 1, "60": 2}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_doubt_that_is_looked_into_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let (world, provider) = world(pool, 2, vec![silence(), yes()]).await;
    all(&world.dispatcher(), at(0)).await;
    stop(&world, 1, 10).await;
    for minute in [1, 2, 20, 40] {
        all(&world.reconciler(), at(60 * minute)).await;
        all(&world.dispatcher(), at(60 * minute)).await;
    }
    assert_eq!(provider.calls(), [[1], [2]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn no_dead_end_that_a_person_sends_again_reaches_whoever_said_stop_meanwhile(pool: PgPool) {
    let refused =
        || Outcome::Refused { code: "131026".into(), detail: "Undeliverable".into(), scope: Scope::Request };
    let (world, provider) = world(pool, 4, vec![silence(), silence(), refused(), refused()]).await;
    all(&world.dispatcher(), at(0)).await;
    for minute in [1, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    assert_eq!(world.ranks().await, json!({"30": 2, "90": 2}));
    stop(&world, 1, 1_500).await;
    stop(&world, 3, 1_500).await;
    for decision in [EndDecision::Resend, EndDecision::Replay] {
        let mut tx = world.store.begin().await.unwrap();
        let choice = EndChoice::default();
        let ruling = Ruling { decision, choice: &choice, by: "awa", now: at(2_000) };
        let change = tx.ends().decide(CAMPAIGN, ruling).await.unwrap();
        assert!(matches!(change, Change::Done((_, 2))), "{change:?}");
        tx.commit().await.unwrap();
    }
    all(&world.dispatcher(), at(2_001)).await;
    let again: Vec<_> = provider.calls().into_iter().skip(4).flatten().collect();
    assert_eq!(again, [2, 4]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_says_no_at_another_of_their_numbers_after_the_plan_gets_nothing_at_this_one(pool: PgPool) {
    let (world, provider) = world(pool, 3, Vec::new()).await;
    for number in [1, 2] {
        has_another_phone(&world, number).await;
    }
    world.run("update marketing_campaign_contents set asked_in = marketing_horizon()").await;
    let dispatcher = world.dispatcher();
    for (number, decision, seconds) in [(1, "withdrawn", 0), (2, "objected", 100)] {
        let hold = dispatcher.claim(at(seconds)).await.unwrap().unwrap();
        let mut load = dispatcher.prepare(&hold, at(seconds)).await.unwrap().unwrap();
        says(&world, &other_phone(number), decision, seconds).await;
        assert_eq!(dispatcher.intend(&mut load, at(seconds)).await.unwrap(), None, "{decision}");
    }
    all(&dispatcher, at(200)).await;
    assert_eq!(provider.calls(), [[3]]);
    assert_eq!(world.ranks().await, json!({"50": 2, "60": 1}));
}
