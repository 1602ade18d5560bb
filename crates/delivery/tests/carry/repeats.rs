//! Who was refused after their message had been taken is written to again where the provider's code says so: never twice in doubt, a few
//! times, and as a template where free text came too late.

use std::sync::Arc;

use domain::{
    delivery::{DeadEnd, EndDecision},
    event::{Event, EventKind},
    report::{EndChoice, RecipientQuery},
};
use providers::{Form, Outcome, Scope};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    ends::decide,
    scripted::Scripted,
    talk::{self, failed, hear, tell, text},
    world::{ACCOUNT, CAMPAIGN, World, all, at, begun},
};

const WINDOW_CLOSED: &str = "131047 Re-engagement message";

/// A campaign of one message, which leaves under the ids that these events are about.
async fn world(pool: PgPool) -> World {
    let world = talk::world(pool, 1).await;
    know(&world).await;
    world
}

async fn know(world: &World) {
    world
        .run(&format!(
            "insert into marketing_message_ids (account, message_id, campaign_id, number)
             select '{ACCOUNT}', 'wamid.1.' || nth, campaign_id, number from marketing_deliveries, generate_series(1, 9) nth
             where number = 1"
        ))
        .await;
}

/// Nothing has ever happened, for another world in the same database.
async fn clear(world: &World) {
    world
        .run(
            "truncate prospecting_campaigns, marketing_campaign_contents, marketing_deliveries, marketing_people,
                 marketing_delivery_state, marketing_batches, marketing_figure_deltas, marketing_message_ids,
                 marketing_consents, marketing_events, marketing_repeats, marketing_accounts_state, marketing_requests cascade",
        )
        .await;
}

/// An event of the message that the delivery left by the `nth` time.
fn of_message(kind: EventKind, nth: i64, seconds: i64) -> Event {
    Event { kind, natural_key: format!("wamid.1.{nth}:{kind}"), reason: None, ..failed(1, "", seconds) }
}

fn refused(reason: &str, nth: i64, seconds: i64) -> Event {
    Event { reason: Some(reason.into()), ..of_message(EventKind::DroppedByProvider, nth, seconds) }
}

/// Rank, attempts and code of the first delivery.
async fn first(world: &World) -> Value {
    world
        .value(
            "select jsonb_build_array(rank, attempts, code) from marketing_delivery_state where number = 1",
        )
        .await
}

/// How often the first person's message was taken, by a campaign of one.
async fn taken(world: &World, seconds: i64) -> u32 {
    all(&world.dispatcher(), at(seconds)).await;
    world.provider.taken().values().sum()
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_was_refused_for_a_while_gets_the_message_once_more_and_figures_end_as_if_nothing_had_been(
    pool: PgPool,
) {
    let world = world(pool).await;
    assert_eq!((taken(&world, 0).await, world.state().await.as_str()), (1, "finished"));
    let accepted = world.figures().await;
    tell(&world, vec![refused("131000 Something went wrong", 1, 5)], Vec::new(), at(6)).await;
    assert_eq!(taken(&world, 7).await, 1, "ten seconds are waited");
    assert_eq!((first(&world).await, world.state().await), (json!([0, 1, "131000"]), "sending".to_owned()));
    assert_eq!(world.figures().await, json!({"planned": 1, "waiting": 1}));
    assert_eq!((taken(&world, 15).await, world.state().await.as_str()), (2, "finished"));
    assert_eq!(world.figures().await, accepted);
    let [added, standing] = world.reasons().await;
    assert_eq!(added, standing);
}

#[sqlx::test(migrations = "../../migrations")]
async fn tries_are_limited_as_for_a_refusal_at_once(pool: PgPool) {
    for (reason, most) in [("131000 Something went wrong", 3), ("63119 Rate limit", 8)] {
        let world = world(pool.clone()).await;
        let mut seconds = 0;
        for nth in 1..=most {
            assert_eq!(i64::from(taken(&world, seconds).await), nth, "{reason}");
            tell(&world, vec![refused(reason, nth, seconds + 1)], Vec::new(), at(seconds + 2)).await;
            seconds += 3_600;
        }
        assert_eq!(i64::from(taken(&world, seconds).await), most);
        assert_eq!(first(&world).await, json!([90, most - 1, reason]));
        assert_eq!(world.state().await, "finished");
        clear(&world).await;
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_waits_again_before_the_call_is_recorded_that_they_left_by(pool: PgPool) {
    let world = world(pool).await;
    let dispatcher = world.dispatcher();
    let (mut load, call) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &call).await;
    tell(&world, vec![refused("131000 Something went wrong", 1, 1)], Vec::new(), at(2)).await;
    all(&world.dispatcher(), at(3)).await;
    assert_eq!(world.ranks().await, json!({"90": 1}));
    dispatcher.record(&mut load, &call, outcome, at(4)).await.unwrap();
    assert_eq!(taken(&world, 20).await, 2);
    assert_eq!(world.figures().await, json!({"planned": 1, "accepted": 1}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_told_late_of_the_first_message_says_nothing_of_the_second_unless_it_arrived(pool: PgPool) {
    let world = world(pool).await;
    taken(&world, 0).await;
    tell(&world, vec![refused("131000 Something went wrong", 1, 5)], Vec::new(), at(6)).await;
    taken(&world, 7).await;
    let late = vec![of_message(EventKind::Accepted, 1, 4), of_message(EventKind::Sent, 1, 4)];
    tell(&world, late, Vec::new(), at(8)).await;
    assert_eq!(first(&world).await, json!([0, 1, "131000"]), "it still waits");
    tell(&world, vec![of_message(EventKind::Delivered, 1, 9)], Vec::new(), at(10)).await;
    assert_eq!(
        (taken(&world, 60).await, world.ranks().await),
        (1, json!({"100": 1})),
        "it arrived after all"
    );
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_received_it_before_their_turn_came_is_left_alone(pool: PgPool) {
    let world = world(pool).await;
    taken(&world, 0).await;
    let told = vec![refused("131000 Something went wrong", 1, 5), of_message(EventKind::Delivered, 1, 6)];
    tell(&world, told, Vec::new(), at(7)).await;
    assert_eq!((taken(&world, 60).await, world.ranks().await), (1, json!({"100": 1})));
    assert_eq!(world.value("select count(*) from marketing_repeats").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_is_refused_by_a_campaign_that_was_called_off_stays_refused(pool: PgPool) {
    let world = world(pool).await;
    taken(&world, 0).await;
    world.run("update prospecting_campaigns set marketing_state = 'cancelled'").await;
    tell(&world, vec![refused("131000 Something went wrong", 1, 5)], Vec::new(), at(6)).await;
    assert_eq!((taken(&world, 60).await, world.ranks().await), (1, json!({"90": 1})));
}

#[sqlx::test(migrations = "../../migrations")]
async fn nobody_is_written_to_again_for_a_message_that_was_in_doubt(pool: PgPool) {
    let world = talk::world(pool, 1).await;
    taken(&world, 0).await;
    tell(&world, vec![refused("131000 Something went wrong", 1, 5)], Vec::new(), at(6)).await;
    assert_eq!(
        (taken(&world, 60).await, world.ranks().await),
        (1, json!({"90": 1})),
        "another one was recorded"
    );
    assert_eq!(world.state().await, "finished");
}

/// What may be decided about the campaign's dead ends.
async fn offered(world: &World) -> Vec<(DeadEnd, String, i64)> {
    let ends = world.store.begin().await.unwrap().ends().of(CAMPAIGN).await.unwrap();
    ends.groups.into_iter().map(|group| (group.end, group.code, group.deliveries)).collect()
}

async fn listed(world: &World) -> usize {
    let query = RecipientQuery { end: Some(DeadEnd::Refused), ..RecipientQuery::default() };
    world.store.begin().await.unwrap().recipients().page(CAMPAIGN, &query).await.unwrap().items.len()
}

#[sqlx::test(migrations = "../../migrations")]
async fn whose_tries_are_used_up_after_the_message_was_taken_gets_it_by_a_persons_decision_alone(
    pool: PgPool,
) {
    let world = world(pool).await;
    for nth in 1..=3 {
        assert_eq!(i64::from(taken(&world, 3_600 * nth).await), nth);
        assert_eq!(
            (offered(&world).await, listed(&world).await),
            (Vec::new(), 0),
            "it comes again by itself"
        );
        let told = refused("131000 Something went wrong", nth, 3_600 * nth + 1);
        tell(&world, vec![told], Vec::new(), at(3_600 * nth + 2)).await;
    }
    assert_eq!((taken(&world, 20_000).await, world.state().await.as_str()), (3, "finished"));
    let given_up = (DeadEnd::Refused, "131000 Something went wrong".to_owned(), 1);
    assert_eq!((offered(&world).await, listed(&world).await), (vec![given_up], 1));
    let replay = async |seconds| decide(&world, EndDecision::Replay, EndChoice::default(), seconds).await;
    assert_eq!((replay(20_001).await, replay(20_002).await), (Some(1), Some(0)), "decided once");
    assert_eq!((taken(&world, 20_003).await, world.state().await.as_str()), (4, "finished"));
    assert_eq!((offered(&world).await, listed(&world).await), (Vec::new(), 0));
    tell(&world, vec![of_message(EventKind::Sent, 3, 20_004)], Vec::new(), at(20_005)).await;
    assert_eq!(
        world.figures().await,
        json!({"planned": 1, "accepted": 1}),
        "the first ones say nothing of it"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_in_doubt_or_is_refused_for_good_is_offered_to_nobody(pool: PgPool) {
    for (reason, is_known) in [("131000 Something went wrong", false), ("131026 Undeliverable", true)] {
        let world = talk::world(pool.clone(), 1).await;
        if is_known {
            know(&world).await;
        }
        taken(&world, 0).await;
        world.run("update marketing_delivery_state set attempts = 7").await;
        tell(&world, vec![refused(reason, 1, 5)], Vec::new(), at(6)).await;
        assert_eq!((taken(&world, 60).await, world.ranks().await), (1, json!({"90": 1})));
        assert_eq!((offered(&world).await, listed(&world).await), (Vec::new(), 0), "{reason}");
        assert_eq!(decide(&world, EndDecision::Replay, EndChoice::default(), 70).await, Some(0));
        clear(&world).await;
    }
}

/// A campaign that says free text to whom it may, the first person among them.
async fn free_text(pool: PgPool, provider: &Arc<Scripted>) -> World {
    let world = talk::world(pool, 2).await.carried_by(provider);
    let compiled = json!({
        "template": {"name": "soldes", "language": "fr", "category": "marketing", "body": "Bonjour {{prenom}}"},
        "provider_id": "7",
        "message": {"values": {"prenom": "{{ contact.nom }}"}, "free_text": "Salut {{ contact.nom }}"},
    });
    world.run(&format!("update marketing_campaign_contents set compiled = '{compiled}'")).await;
    know(&world).await;
    hear(&world, vec![text("in.1", 1, "Bonjour", -60)], -50).await;
    world
}

fn expected() -> Vec<Form> {
    let template = |name: &str| Form::Template(vec![name.to_owned()]);
    vec![Form::Text("Salut P1".into()), template("P2"), template("P1")]
}

#[sqlx::test(migrations = "../../migrations")]
async fn whose_window_turns_out_to_be_closed_gets_the_template_instead_once(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None).by_whatsapp());
    let world = free_text(pool, &provider).await;
    let code = || ("131047".to_owned(), "closed".to_owned());
    let closed = || {
        let (code, detail) = code();
        Outcome::Refused { code, detail, scope: Scope::Request }
    };
    let taken = || Outcome::Accepted { message_ids: vec![None] };
    provider.answers([Outcome::Each(vec![closed(), taken()]), Outcome::Each(vec![closed()])]);
    all(&world.dispatcher(), at(0)).await;
    all(&world.dispatcher(), at(60)).await;
    assert_eq!(provider.forms(), expected());
    assert_eq!(world.ranks().await, json!({"60": 1, "90": 1}), "a template is not repeated");
    assert_eq!(world.figures().await["refused_unaccepted"], 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn whose_window_turns_out_to_be_closed_by_a_webhook_gets_the_template_instead_once(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None).by_whatsapp());
    let world = free_text(pool, &provider).await;
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(world.state().await, "finished");
    for (nth, said) in [(1, 3), (2, 3)] {
        tell(&world, vec![refused(WINDOW_CLOSED, nth, 5 * nth)], Vec::new(), at(5 * nth + 1)).await;
        all(&world.dispatcher(), at(5 * nth + 2)).await;
        assert_eq!(provider.forms().len(), said, "{nth}");
    }
    assert_eq!(provider.forms(), expected());
    assert_eq!(first(&world).await, json!([90, 1, WINDOW_CLOSED]));
    assert_eq!(world.state().await, "finished");
}

fn retry(code: &str) -> Outcome {
    Outcome::Retry { after: None, code: code.into(), detail: String::new(), scope: Scope::Request }
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_got_too_much_within_seconds_waits_four_times_as_long_each_time(pool: PgPool) {
    let provider = Arc::new(Scripted::new(1, None));
    let world = World::scripted(pool, 1, 1, &provider).await;
    provider.answers([retry("131056"), retry("131056"), retry("131056")]);
    for (seconds, least) in [(0, 1), (4, 4), (20, 16)] {
        all(&world.dispatcher(), at(seconds)).await;
        let waits = format!(
            "select next_at between '{}' and '{}' from marketing_delivery_state",
            at(seconds + least),
            at(seconds + 4 * least)
        );
        assert_eq!(world.value(&waits).await, true, "{least}");
    }
    all(&world.dispatcher(), at(90)).await;
    assert_eq!((provider.calls().len(), world.ranks().await), (4, json!({"60": 1})));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_error_that_nobody_explains_is_tried_three_times_at_once_too(pool: PgPool) {
    let provider = Arc::new(Scripted::new(1, None));
    let world = World::scripted(pool, 1, 1, &provider).await;
    provider.answers((0..5).map(|_| retry("131000")));
    for hour in 0..5 {
        all(&world.dispatcher(), at(3_600 * hour)).await;
    }
    assert_eq!((provider.calls().len(), world.ranks().await), (3, json!({"40": 1})));
    assert_eq!(world.state().await, "finished");
}
