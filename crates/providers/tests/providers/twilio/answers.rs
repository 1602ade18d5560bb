//! Each answer of Twilio's, and what it means.

use std::time::Duration;

use domain::{provider::Provider, whatsapp::Cause};
use providers::{Batch, Outcome, Scope};
use serde_json::json;

use super::{MESSAGE, batch, no, open, recipient, values, yes};
use crate::server::{Act, Server};

/// How each message ended, one call after the other.
async fn outcomes(acts: Vec<Act>) -> Vec<Outcome> {
    let people = acts.len();
    let server = Server::start(acts).await;
    let recipients = (1..).take(people).map(|number| recipient(number, values())).collect();
    let (connection, batch) = (open(server.url.clone()), Batch::Whatsapp(batch(recipients)));
    connection.send(&batch, &connection.plan(&batch)[0]).await.each(people)
}

async fn outcome(act: Act) -> Outcome {
    outcomes(vec![act]).await.remove(0)
}

/// What every code of the table means, and what is done about it: again or never, and how far it reaches.
const CODES: &[(u16, u32, Cause, bool, Scope)] = &[
    (503, 20_503, Cause::Unavailable, true, Scope::Account),
    (429, 20_429, Cause::Metered, true, Scope::Account),
    (401, 20_003, Cause::Account, false, Scope::Account),
    (400, 21_211, Cause::Recipient, false, Scope::Request),
    (400, 21_603, Cause::Sender, false, Scope::Account),
    (400, 21_606, Cause::Sender, false, Scope::Account),
    (400, 21_610, Cause::OptOut, false, Scope::Request),
    (400, 21_611, Cause::Throttled, true, Scope::Account),
    (400, 21_656, Cause::Campaign, false, Scope::Campaign),
    (400, 30_001, Cause::Throttled, true, Scope::Account),
    (400, 30_036, Cause::Throttled, true, Scope::Account),
    (400, 63_013, Cause::Template, false, Scope::Campaign),
    (400, 63_014, Cause::OptOut, false, Scope::Request),
    (400, 63_016, Cause::WindowClosed, false, Scope::Request),
    (400, 63_018, Cause::Exhausted, true, Scope::Account),
    (400, 63_021, Cause::Recipient, false, Scope::Request),
    (400, 63_024, Cause::Unreachable, false, Scope::Request),
    (400, 63_027, Cause::Template, false, Scope::Campaign),
    (400, 63_028, Cause::Campaign, false, Scope::Campaign),
    (400, 63_032, Cause::Experiment, false, Scope::Request),
    (429, 63_038, Cause::Exhausted, true, Scope::Account),
    (400, 63_041, Cause::Template, false, Scope::Campaign),
    (400, 63_042, Cause::Template, false, Scope::Campaign),
    (400, 63_049, Cause::Capped, false, Scope::Request),
    (400, 63_062, Cause::Account, false, Scope::Account),
    (400, 63_119, Cause::Throttled, true, Scope::Account),
    (400, 63_999, Cause::Other, false, Scope::Request),
    (400, 21_000, Cause::Other, false, Scope::Request),
];

#[tokio::test]
async fn every_code_ends_as_its_cause_asks() {
    for (status, code, cause, again, scope) in CODES {
        assert_eq!(Cause::of(Provider::Twilio, *code), *cause, "{code}");
        let ended = outcome(no(*status, *code, "in Twilio's words")).await;
        let (Outcome::Retry { scope: told, detail, .. } | Outcome::Refused { scope: told, detail, .. }) =
            &ended
        else {
            panic!("{code}: {ended:?}")
        };
        assert_eq!((told, detail.as_str()), (scope, "in Twilio's words"), "{code}");
        assert_eq!(matches!(ended, Outcome::Retry { .. }), *again, "{code}");
    }
}

#[tokio::test]
async fn a_no_tells_its_code_and_how_long_to_wait() {
    let ended = outcome(no(400, 63_016, "outside the window")).await;
    assert!(matches!(ended, Outcome::Refused { ref code, .. } if code == "63016"), "{ended:?}");
    let slower = Act::with(429, ("retry-after", "7"), json!({"code": 20429, "message": "Too Many Requests"}));
    let Outcome::Retry { after, .. } = outcome(slower).await else { panic!("a plea to wait") };
    assert_eq!(after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn each_person_has_an_outcome_of_their_own_and_a_no_to_one_keeps_nobody_from_a_yes() {
    let ended = outcomes(vec![yes(1), no(400, 63_024, "not on WhatsApp"), yes(3)]).await;
    let id = |number: usize| Outcome::Accepted { message_ids: vec![Some(format!("SM{number:032x}"))] };
    assert_eq!((&ended[0], &ended[2]), (&id(1), &id(3)));
    assert!(matches!(&ended[1], Outcome::Refused { scope: Scope::Request, .. }));
}

#[tokio::test]
async fn after_a_no_to_the_account_nobody_else_is_tried() {
    let ended = outcomes(vec![no(401, 20_003, "Authenticate"), yes(2)]).await;
    assert_eq!(ended[0], ended[1]);
    assert!(matches!(&ended[1], Outcome::Refused { scope: Scope::Account, .. }), "{ended:?}");
}

#[tokio::test]
async fn a_yes_without_the_id_of_a_message_is_in_doubt() {
    let odd = [json!({}), json!({"sid": ""}), json!({"sid": "HX1"}), json!([]), json!({"sid": 7})];
    let mut acts: Vec<_> = odd.map(|body| Act::answer(201, body)).into();
    acts.push(Act::answer(200, json!({"sid": MESSAGE})));
    acts.push(Act::answer(201, "<html>"));
    for act in acts {
        let ended = outcome(act.clone()).await;
        assert!(matches!(ended, Outcome::InDoubt { .. }), "{act:?}: {ended:?}");
    }
}

#[tokio::test]
async fn a_message_that_was_taken_and_has_failed_already_was_not_sent() {
    let body = json!({"sid": MESSAGE, "status": "failed", "error_code": 63016, "error_message": "outside"});
    let ended = outcome(Act::answer(201, body)).await;
    assert!(matches!(ended, Outcome::Refused { ref code, .. } if code == "63016"), "{ended:?}");
}

#[tokio::test]
async fn what_anybody_on_the_way_may_have_said_is_no_word_of_twilios() {
    for act in [Act::answer(503, "<html>"), Act::answer(502, ""), Act::answer(500, json!({"code": 20500}))] {
        let ended = outcome(act.clone()).await;
        assert!(matches!(ended, Outcome::InDoubt { .. }), "{act:?}: {ended:?}");
    }
    for (status, scope) in
        [(400, Scope::Request), (404, Scope::Account), (403, Scope::Account), (301, Scope::Account)]
    {
        let ended = outcome(Act::answer(status, "<html>")).await;
        let expected = Outcome::Refused { code: format!("http_{status}"), detail: String::new(), scope };
        assert_eq!(ended, expected);
    }
}
