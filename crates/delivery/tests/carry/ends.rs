//! What came to a dead end is a person's decision, or was the campaign's from the beginning.

use std::sync::Arc;

use chrono::TimeDelta;
use delivery::Stage;
use domain::{
    delivery::EndDecision,
    event::{Event, EventKind, Subject, Verdict},
    report::EndChoice,
};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;
use store::{Change, Intent, NewEvent, Ruling};
use uuid::Uuid;

use crate::{
    scripted::{Scripted, silence, yes},
    unheard::Walls,
    world::{CAMPAIGN, World, all, at},
};

/// Decides, and tells about how many it was; none where it may not be decided so.
pub(crate) async fn decide(
    world: &World,
    decision: EndDecision,
    choice: EndChoice,
    seconds: i64,
) -> Option<i64> {
    let mut tx = world.store.begin().await.unwrap();
    let ruling = Ruling { decision, choice: &choice, by: "awa", now: at(seconds) };
    let change = tx.ends().decide(CAMPAIGN, ruling).await.unwrap();
    tx.commit().await.unwrap();
    match change {
        Change::Done((_, deliveries)) => Some(deliveries),
        _ => None,
    }
}

async fn delivered(world: &World, number: u32, seconds: i64) {
    let event = Event {
        kind: EventKind::Delivered,
        bounce: None,
        provider: None,
        account: None,
        natural_key: format!("delivered {number}"),
        subject: Subject::Delivery { campaign: CAMPAIGN, number },
        message_id: None,
        occurred_at: at(seconds),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.events()
        .add(&[NewEvent { campaign: CAMPAIGN, number, event, receipt: None }], at(seconds))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.take_in(at(seconds)).await;
}

fn refused() -> Outcome {
    Outcome::Refused { code: "550".into(), detail: String::new(), scope: Scope::Request }
}

/// A campaign that is through: 1 taken, 2 and 3 unknown, 4 refused.
async fn through(pool: PgPool) -> (World, Arc<Scripted>) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    provider.answers([Outcome::Each(vec![yes(), silence(), silence(), refused()])]);
    all(&world.dispatcher(), at(0)).await;
    for minute in [1, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    all(&world.dispatcher(), at(60 * 21)).await;
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 1, "90": 1}));
    assert_eq!(world.state().await, "finished");
    (world, provider)
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_unknown_is_sent_again_once_when_a_person_says_so(pool: PgPool) {
    let (world, provider) = through(pool).await;
    let all_of_them = EndChoice::default;
    assert_eq!(decide(&world, EndDecision::Resend, all_of_them(), 2_000).await, Some(2));
    assert_eq!(decide(&world, EndDecision::Resend, all_of_them(), 2_001).await, Some(0), "decided once");
    assert_eq!(world.state().await, "sending");
    let before = json!({"planned": 4, "accepted": 1, "refused": 1, "refused_unaccepted": 1, "waiting": 2});
    assert_eq!(world.figures().await, before);
    all(&world.dispatcher(), at(2_002)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4], vec![2, 3]]);
    assert_eq!(world.state().await, "finished");
    let after = json!({"planned": 4, "accepted": 3, "refused": 1, "refused_unaccepted": 1});
    assert_eq!(world.figures().await, after);
    let log =
        "select jsonb_agg(jsonb_build_array(decision, numbers, decided_by)) from marketing_end_decisions";
    assert_eq!(world.value(log).await, json!([["resend", [2, 3], "awa"]]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_is_not_finished_while_a_person_has_its_messages_sent_again(pool: PgPool) {
    let (world, provider) = through(pool).await;
    // As it stood before the last look at it.
    world
        .run("update prospecting_campaigns set marketing_state = 'sending', marketing_finished_at = null")
        .await;
    let mut deciding = world.store.begin().await.unwrap();
    let ruling =
        Ruling { decision: EndDecision::Resend, choice: &EndChoice::default(), by: "awa", now: at(2_000) };
    let decided = deciding.ends().decide(CAMPAIGN, ruling).await.unwrap();
    assert!(matches!(decided, Change::Done((_, 2))));
    let dispatcher = world.dispatcher();
    let finishes = tokio::spawn(async move { dispatcher.step(at(2_001)).await.unwrap() });
    world.until_it_waits(&finishes).await;
    deciding.commit().await.unwrap();
    finishes.await.unwrap();
    assert_eq!(world.state().await, "sending");
    all(&world.dispatcher(), at(2_002)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4], vec![2, 3]]);
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_unknown_counts_as_sent_on_a_persons_word_and_stays_marked(pool: PgPool) {
    let (world, provider) = through(pool).await;
    let choice = EndChoice { numbers: Some(vec![3, 4]), code: None };
    assert_eq!(decide(&world, EndDecision::Accept, choice, 2_000).await, Some(1), "the other was refused");
    assert_eq!(world.ranks().await, json!({"30": 1, "60": 2, "90": 1}));
    assert_eq!((world.state().await.as_str(), provider.calls().len()), ("finished", 1));
    let page = world.store.begin().await.unwrap().recipients().page(CAMPAIGN, &Default::default()).await;
    let on_word: Vec<_> = page.unwrap().items.iter().map(|recipient| recipient.accepted_on_word).collect();
    assert_eq!(on_word, [false, false, true, false]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn dead_letters_are_replayed_by_their_reason_and_consent_is_asked_again(pool: PgPool) {
    let (world, provider) = through(pool).await;
    let of = |code: &str| EndChoice { code: Some(code.into()), numbers: None };
    assert_eq!(decide(&world, EndDecision::Replay, of("451"), 2_000).await, Some(0));
    assert_eq!(world.state().await, "finished", "where there is nothing to send nothing is reopened");
    world.decide(4, "marketing", "withdrawn").await;
    assert_eq!(decide(&world, EndDecision::Replay, of("550"), 2_001).await, Some(1));
    all(&world.dispatcher(), at(2_002)).await;
    assert_eq!(provider.calls().len(), 1);
    assert_eq!(world.figures().await, json!({"planned": 4, "accepted": 1, "unknown": 2, "dropped": 1}));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_known_to_have_arrived_meanwhile_is_not_sent_again(pool: PgPool) {
    let (world, provider) = through(pool).await;
    decide(&world, EndDecision::Resend, EndChoice::default(), 2_000).await;
    delivered(&world, 2, 2_001).await;
    all(&world.dispatcher(), at(2_002)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4], vec![3]]);
    assert_eq!(world.ranks().await, json!({"60": 2, "90": 1, "100": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_called_off_sends_nothing_again_but_may_be_counted(pool: PgPool) {
    let (world, _) = through(pool).await;
    world.run("update prospecting_campaigns set marketing_state = 'cancelled'").await;
    for decision in [EndDecision::Resend, EndDecision::Replay] {
        assert_eq!(decide(&world, decision, EndChoice::default(), 2_000).await, None, "{decision}");
    }
    assert_eq!(decide(&world, EndDecision::Accept, EndChoice::default(), 2_000).await, Some(2));
    world
        .run("update prospecting_campaigns set marketing_state = 'finished', marketing_archived_at = now()")
        .await;
    assert_eq!(decide(&world, EndDecision::Replay, EndChoice::default(), 2_000).await, None, "put away");
}

#[sqlx::test(migrations = "../../migrations")]
async fn events_settle_a_call_in_doubt_member_by_member(pool: PgPool) {
    let provider = Arc::new(Scripted::new(3, None));
    let world = World::scripted(pool, 3, 3, &provider).await;
    provider.answers([Outcome::Each(vec![silence(), yes(), silence()])]);
    all(&world.dispatcher(), at(0)).await;
    delivered(&world, 1, 30).await;
    all(&world.reconciler(), at(60)).await;
    let states = "select jsonb_agg(state) from marketing_requests";
    assert_eq!(
        (world.ranks().await, world.value(states).await),
        (json!({"20": 1, "60": 1, "100": 1}), json!(["in_doubt"]))
    );
    delivered(&world, 3, 70).await;
    all(&world.reconciler(), at(150)).await;
    all(&world.dispatcher(), at(151)).await;
    assert_eq!(world.value(states).await, json!(["done"]));
    assert_eq!((world.state().await.as_str(), provider.calls().len()), ("finished", 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_that_prefers_delivery_sends_again_what_nobody_can_tell_and_counts_the_try(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 2, 2, &provider).await;
    world
        .run(
            "update prospecting_campaigns set marketing_doubt_policy = 'prefer_delivery';
             update marketing_delivery_state set attempts = 7 where number = 2",
        )
        .await;
    provider.answers([silence()]);
    all(&world.dispatcher(), at(0)).await;
    for minute in [1, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    all(&world.dispatcher(), at(60 * 21)).await;
    assert_eq!(provider.calls(), [vec![1, 2], vec![1]]);
    assert_eq!(world.figures().await, json!({"planned": 2, "accepted": 1, "unknown": 1}));
    assert_eq!(world.state().await, "finished");
    let any = EndChoice::default;
    assert_eq!(decide(&world, EndDecision::Replay, any(), 2_000).await, Some(0), "somebody may have got it");
    assert_eq!(decide(&world, EndDecision::Resend, any(), 2_001).await, Some(1), "at a person's risk");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_to_the_second_try_leaves_unknown_whether_the_first_arrived(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    world
        .run(
            "update prospecting_campaigns set marketing_doubt_policy = 'prefer_delivery';
             update marketing_delivery_state set attempts = 6 where number = 2",
        )
        .await;
    let later =
        Outcome::Retry { after: None, code: "451".into(), detail: String::new(), scope: Scope::Request };
    provider.answers([
        Outcome::Each(vec![silence(), silence(), refused(), yes()]),
        Outcome::Each(vec![refused(), later]),
    ]);
    all(&world.dispatcher(), at(0)).await;
    for minute in [1, 20] {
        all(&world.reconciler(), at(60 * minute)).await;
    }
    all(&world.dispatcher(), at(60 * 21)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4], vec![1, 2]]);
    let told =
        "select jsonb_agg(jsonb_build_array(rank, code) order by number) from marketing_delivery_state";
    assert_eq!(world.value(told).await, json!([[30, "550"], [30, "451"], [90, "550"], [60, null]]));
    let ended = json!({"planned": 4, "accepted": 1, "refused": 1, "refused_unaccepted": 1, "unknown": 2});
    assert_eq!(world.figures().await, ended);
    let [added, standing] = world.reasons().await;
    assert_eq!(added, standing);
    assert_eq!(world.state().await, "finished");
    assert_eq!(decide(&world, EndDecision::Accept, EndChoice::default(), 2_000).await, Some(2));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_is_sent_again_by_a_person_and_then_refused_may_have_got_the_first_all_the_same(pool: PgPool) {
    let (world, provider) = through(pool).await;
    provider.answers([Outcome::Each(vec![refused(), yes()])]);
    assert_eq!(decide(&world, EndDecision::Resend, EndChoice::default(), 2_000).await, Some(2));
    all(&world.dispatcher(), at(2_001)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4], vec![2, 3]]);
    let ended = json!({"planned": 4, "accepted": 2, "refused": 1, "refused_unaccepted": 1, "unknown": 1});
    assert_eq!(world.figures().await, ended);
    assert_eq!(decide(&world, EndDecision::Resend, EndChoice::default(), 2_002).await, Some(1), "once more");
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_may_have_got_the_first_and_cannot_be_written_for_any_more_stays_unknown(pool: PgPool) {
    let (world, _provider) = through(pool).await;
    assert_eq!(decide(&world, EndDecision::Resend, EndChoice::default(), 2_000).await, Some(2));
    let hold = world.dispatcher().claim(at(2_100)).await.unwrap().unwrap();
    let failed = [2, 3].map(|number| (number, "variable".to_owned()));
    let intent = Intent {
        key: Uuid::from_u128(1),
        kept: &[],
        dropped: &[],
        failed: &failed,
        capped: &[],
        first: None,
    };
    let mut tx = world.store.begin().await.unwrap();
    let lease = TimeDelta::seconds(60);
    assert!(tx.batches().intend(&hold, intent, &Walls(false), at(2_100), lease).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.ranks().await, json!({"30": 2, "60": 1, "90": 1}));
    assert_eq!(
        decide(&world, EndDecision::Replay, EndChoice::default(), 2_002).await,
        Some(1),
        "the other no"
    );
}
