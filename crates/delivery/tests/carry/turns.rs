//! Calls begin one by one, and may end differently for each of their members.

use std::sync::Arc;

use delivery::{Recorded, Stage};
use domain::provider::{AccountId, Carried};
use providers::{Outcome, Scope};
use serde_json::json;
use sqlx::PgPool;

use crate::{
    scripted::{Scripted, silence, yes},
    unheard::Walls,
    world::{ACCOUNT, World, all, at, begun},
};

fn later(scope: Scope, code: &str) -> Outcome {
    Outcome::Retry { after: None, code: code.into(), detail: String::new(), scope }
}

fn never(scope: Scope, code: &str) -> Outcome {
    Outcome::Refused { code: code.into(), detail: String::new(), scope }
}

/// Each delivery's rank, code and tries.
async fn stand(world: &World) -> serde_json::Value {
    let stand = "select jsonb_agg(jsonb_build_array(rank, code, attempts) order by number) from marketing_delivery_state";
    world.value(stand).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_member_of_a_call_ends_in_its_own_way(pool: PgPool) {
    let provider = Arc::new(Scripted::new(6, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    let id = |id: &str| Outcome::Accepted { message_ids: vec![Some(id.into())] };
    let (full, unknown) = (later(Scope::Request, "452"), never(Scope::Request, "550"));
    provider.answers([Outcome::Each(vec![id("a"), full, unknown, silence(), id("b"), yes()])]);
    world.dispatcher().step(at(0)).await.unwrap();
    let expected =
        json!([[60, null, 0], [0, "452", 1], [90, "550", 0], [20, null, 0], [60, null, 0], [60, null, 0]]);
    assert_eq!(stand(&world).await, expected);
    let ids = "select jsonb_object_agg(number, message_id) from marketing_message_ids";
    assert_eq!(world.value(ids).await, json!({"1": "a", "5": "b"}));
    let calls = "select jsonb_agg(jsonb_build_array(first, beyond, state)) from marketing_requests";
    assert_eq!(world.value(calls).await, json!([[0, 6, "in_doubt"]]));
    assert_eq!(provider.calls().len(), 1, "a refusal of one member halves no call");
    for minute in [1, 20] {
        all(&world.dispatcher(), at(60 * minute)).await;
        all(&world.reconciler(), at(60 * minute)).await;
    }
    all(&world.dispatcher(), at(60 * 21)).await;
    assert_eq!(provider.calls(), [vec![1, 2, 3, 4, 5, 6], vec![2]]);
    assert_eq!(world.ranks().await, json!({"30": 1, "60": 4, "90": 1}));
    assert_eq!(world.state().await, "finished");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_one_member_says_of_the_account_lets_it_rest_once_and_costs_no_try(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 8, 8, &provider).await;
    let busy = later(Scope::Account, "421");
    provider.answers([Outcome::Each(vec![yes(), busy.clone(), busy.clone(), busy])]);
    world.dispatcher().step(at(0)).await.unwrap();
    assert_eq!(world.ranks().await, json!({"0": 7, "60": 1}), "the second call was not begun");
    let rest = "select jsonb_build_array(strikes, paused_code) from marketing_accounts_state";
    assert_eq!(world.value(rest).await, json!([1, "421"]));
    all(&world.dispatcher(), at(60)).await;
    assert_eq!(world.ranks().await, json!({"60": 8}));
    assert!(provider.taken().values().all(|times| *times == 1));
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_address_that_is_refused_at_the_door_has_bounced_hard_and_is_not_written_to_again(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 2, 2, &provider).await;
    let nobody = Outcome::Refused {
        code: "smtp_5.1.1".into(),
        detail: "550 5.1.1 no such user".into(),
        scope: Scope::Address,
    };
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = Outcome::Each(vec![yes(), nobody]);
    let unheard = load.clone();
    dispatcher.record(&mut load, &first, outcome.clone(), at(1)).await.unwrap();
    assert_eq!(stand(&world).await, json!([[60, null, 0], [123, "550 5.1.1 no such user", 0]]));
    let figures = world.figures().await;
    assert_eq!(figures, json!({"planned": 2, "accepted": 2, "bounced": 1, "bounced_hard": 1}));
    let mut load = unheard;
    dispatcher.record(&mut load, &first, outcome, at(2)).await.unwrap();
    world.take_in(at(3)).await;
    assert_eq!(world.figures().await, figures, "it counts once");
    let suppressed =
        "select jsonb_agg(jsonb_build_array(address, reason, detail)) from marketing_suppressions";
    let expected = json!([["p2@x.example", "hard_bounce", "550 5.1.1 no such user"]]);
    assert_eq!(world.value(suppressed).await, expected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_message_that_is_refused_whoever_it_is_for_pauses_its_campaign_after_one_call(pool: PgPool) {
    let provider = Arc::new(Scripted::new(4, None));
    let world = World::scripted(pool, 8, 8, &provider).await;
    provider.answers([never(Scope::Campaign, "message_refused")]);
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(provider.calls(), [[1, 2, 3, 4]]);
    assert_eq!(world.ranks().await, json!({"0": 8}), "nobody is lost");
    let stands =
        "select jsonb_build_array(marketing_state, marketing_state_reason) from prospecting_campaigns";
    assert_eq!(world.value(stands).await, json!(["paused", "message_refused"]));
    world.run("update prospecting_campaigns set marketing_state = 'sending'").await;
    all(&world.dispatcher(), at(60)).await;
    assert_eq!((world.ranks().await, world.state().await.as_str()), (json!({"60": 8}), "finished"));
    assert_eq!(world.value("select max(attempts) from marketing_delivery_state").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_paused_campaign_begins_no_further_call_and_what_is_under_way_is_recorded(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    let dispatcher = world.dispatcher();
    let (mut load, first) = begun(&dispatcher).await;
    let outcome = dispatcher.send(&load, &first).await;
    world.run("update prospecting_campaigns set marketing_state = 'paused'").await;
    assert_eq!(dispatcher.record(&mut load, &first, outcome, at(1)).await.unwrap(), Recorded::Through);
    assert_eq!(world.ranks().await, json!({"0": 4, "60": 2}));
    assert_eq!(world.value("select jsonb_agg(state) from marketing_batches").await, json!(["done"]));
    all(&dispatcher, at(100)).await;
    assert_eq!(provider.calls().len(), 1);
    world.run("update prospecting_campaigns set marketing_state = 'sending'").await;
    all(&dispatcher, at(200)).await;
    assert_eq!(provider.calls(), [[1, 2], [3, 4], [5, 6]]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn messages_that_are_acts_of_their_own_leave_window_by_window(pool: PgPool) {
    let provider = Arc::new(Scripted::new(1, Some(3)));
    let world = World::scripted(pool, 40, 40, &provider).await;
    all(&world.dispatcher(), at(0)).await;
    let calls = provider.calls();
    assert_eq!(calls[0].len(), 3, "a message for each connection, while nobody knows how fast it goes");
    assert_eq!(calls.concat(), (1..=40).collect::<Vec<_>>());
    assert_eq!((world.ranks().await, world.state().await.as_str()), (json!({"60": 40}), "finished"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_answer_waits_for_a_database_that_is_away_for_a_moment(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 4, 4, &provider).await;
    world
        .run(
            "create sequence tries;
             create function away() returns trigger language plpgsql as $$ begin
                 if nextval('tries') <= 2 then raise exception 'starting up' using errcode = '57P03'; end if;
                 return new;
             end $$;
             create trigger away before update on marketing_requests for each row execute function away()",
        )
        .await;
    all(&world.dispatcher(), at(0)).await;
    assert_eq!(provider.calls().len(), 2, "nothing is sent again");
    assert_eq!(world.ranks().await, json!({"60": 4}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_call_of_which_a_member_waits_for_another_batch_is_not_repeated(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 2, 2, &provider).await;
    provider.answers([Outcome::Each(vec![silence(), later(Scope::Request, "451")])]);
    world.dispatcher().step(at(0)).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let doubt = tx.batches().claim_doubt(at(20), chrono::TimeDelta::seconds(150)).await.unwrap().unwrap();
    let sent = store::Sent { hold: doubt.hold, members: doubt.calls[0].members.clone() };
    assert_eq!(sent.hold.account, AccountId(ACCOUNT.into()));
    assert!(!tx.batches().may_repeat(&sent, &Walls(false), at(20)).await.unwrap());
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_call_tells_when_it_was_answered_and_how_many_were_taken(pool: PgPool) {
    let provider = Arc::new(Scripted::new(2, None));
    let world = World::scripted(pool, 6, 6, &provider).await;
    provider.answers([Outcome::Each(vec![yes(), never(Scope::Request, "550")]), yes(), silence()]);
    let dispatcher = world.dispatcher();
    let (mut load, mut call) = begun(&dispatcher).await;
    for seconds in [40, 80] {
        let outcome = dispatcher.send(&load, &call).await;
        let recorded = dispatcher.record(&mut load, &call, outcome, at(seconds)).await.unwrap();
        let Recorded::Next(next) = recorded else { panic!("no call follows") };
        call = next;
    }
    let outcome = dispatcher.send(&load, &call).await;
    assert_eq!(dispatcher.record(&mut load, &call, outcome, at(120)).await.unwrap(), Recorded::Through);
    let calls = format!(
        "select jsonb_agg(jsonb_build_array(first, taken, extract(epoch from taken_at - '{}'::timestamptz)::integer) order by first)
         from marketing_requests",
        at(0)
    );
    assert_eq!(world.value(&calls).await, json!([[0, 1, 40], [2, 2, 80], [4, 0, null]]));
    let carried = world.store.begin().await.unwrap().accounts().carried(at(120)).await.unwrap();
    assert_eq!(carried[0].1, Carried { second: 0, minute: 2, day: 3 });
}
