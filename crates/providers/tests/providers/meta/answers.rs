//! Each answer of Meta's, and what it means: by its code, whatever the status.

use std::time::Duration;

use domain::{
    provider::Provider,
    whatsapp::{Cause, code_of},
};
use providers::{Outcome, Scope};
use serde_json::json;

use super::{closed, error, open, told};
use crate::{
    server::{Act, Server},
    world::{Spoken as _, whatsapp},
};

async fn outcome(act: Act) -> Outcome {
    let server = Server::start([act]).await;
    let connection = open(server.url.clone());
    let batch = whatsapp(1).into();
    let outcome = connection.send(&batch, &connection.plan(&batch)[0]).await;
    let Outcome::Each(mut each) = outcome else { panic!("{outcome:?}") };
    each.remove(0)
}

/// What each code means, and how long the message or the account waits; none where it is never tried again.
const ROWS: &[(&[u32], Cause, Scope, Option<u64>)] = &[
    (&[2, 131_016, 133_004], Cause::Unavailable, Scope::Account, Some(0)),
    (&[134_101], Cause::Unavailable, Scope::Account, Some(600)),
    (&[1, 131_000, 135_000], Cause::Fault, Scope::Request, Some(0)),
    (&[4, 80_007, 80_008], Cause::Metered, Scope::Account, Some(300)),
    (&[130_429], Cause::Throttled, Scope::Account, Some(0)),
    (&[131_057], Cause::Metered, Scope::Account, Some(60)),
    (&[131_056], Cause::PairLimited, Scope::Request, Some(6)),
    (&[131_049], Cause::Capped, Scope::Request, None),
    (&[130_472], Cause::Experiment, Scope::Request, None),
    (&[131_050], Cause::OptOut, Scope::Request, None),
    (&[131_047], Cause::WindowClosed, Scope::Request, None),
    (&[131_026], Cause::Unreachable, Scope::Request, None),
    (&[131_021, 131_030], Cause::Recipient, Scope::Request, None),
    (&[131_008, 131_009, 100, 131_051, 131_053], Cause::Recipient, Scope::Request, None),
    (&[132_000, 132_012, 132_008, 132_018], Cause::Campaign, Scope::Campaign, None),
    (&[132_001], Cause::Template, Scope::Campaign, None),
    (&[132_005], Cause::Recipient, Scope::Request, None),
    (&[132_007], Cause::Template, Scope::Campaign, None),
    (&[132_015, 132_016], Cause::Template, Scope::Campaign, None),
    (&[132_068, 132_069], Cause::Template, Scope::Campaign, None),
    (&[131_063], Cause::MarketingApi, Scope::Campaign, None),
    (&[134_100, 134_102], Cause::Template, Scope::Campaign, None),
    (&[131_062], Cause::Recipient, Scope::Request, None),
    (&[131_048, 131_064], Cause::Sender, Scope::Account, None),
    (&[131_042, 131_044], Cause::Account, Scope::Account, None),
    (&[368, 131_031], Cause::Account, Scope::Account, None),
    (&[130_497], Cause::Country, Scope::Request, None),
    (&[0, 3, 10, 190, 200, 250, 299], Cause::Account, Scope::Account, None),
    (&[33], Cause::Sender, Scope::Account, None),
    (&[131_037, 131_045], Cause::Sender, Scope::Account, None),
    (
        &[133_000, 133_005, 133_006, 133_008, 133_009, 133_010, 133_015, 133_016],
        Cause::Sender,
        Scope::Account,
        None,
    ),
    (&[130_403, 137_000], Cause::Recipient, Scope::Request, None),
    (&[5, 300, 131_999, 999_999], Cause::Other, Scope::Request, None),
];

fn rows() -> impl Iterator<Item = (u32, Cause, Scope, Option<u64>)> {
    ROWS.iter()
        .flat_map(|(codes, cause, scope, wait)| codes.iter().map(|code| (*code, *cause, *scope, *wait)))
}

#[tokio::test]
async fn a_code_means_the_same_whatever_the_status() {
    for (index, (code, _, scope, wait)) in rows().enumerate() {
        let status = [400, 401, 403, 404, 429, 500, 503][index % 7];
        let (code, detail) = (code.to_string(), "as it is".to_owned());
        let expected = match wait {
            Some(seconds) => {
                let after = (seconds > 0).then(|| Duration::from_secs(seconds));
                Outcome::Retry { after, code: code.clone(), detail, scope }
            }
            None => Outcome::Refused { code: code.clone(), detail, scope },
        };
        let told = outcome(Act::answer(status, error(code.parse().unwrap(), "as it is"))).await;
        assert_eq!(told, expected, "{code} by {status}");
    }
}

#[test]
fn a_code_that_comes_by_a_webhook_means_the_same() {
    for (code, cause, ..) in rows() {
        let failed = json!({"id": "wamid.X", "status": "failed", "timestamp": "1794000000", "errors": [
            {"code": code, "title": "a title", "error_data": {"details": "as it is"}}]});
        let body = json!({"entry": [{"id": "102290000000001", "changes": [
            {"field": "messages", "value": {"statuses": [failed]}}]}]});
        let told = closed().hears(body.to_string().as_bytes(), chrono::DateTime::UNIX_EPOCH).unwrap();
        let reason = told.tellings[0].event.reason.clone().unwrap();
        if code > 0 {
            assert_eq!(reason, format!("{code} as it is"));
            assert_eq!(Cause::of(Provider::Meta, code_of(&reason).unwrap()), cause, "{code}");
        }
    }
}

#[tokio::test]
async fn an_object_that_is_not_there_is_the_fault_of_the_settings_and_not_of_a_person() {
    let body = json!({"error": {"message": "Unsupported post request", "code": 100, "error_subcode": 33}});
    let told = outcome(Act::answer(400, body)).await;
    assert!(matches!(told, Outcome::Refused { scope: Scope::Account, .. }), "{told:?}");
}

#[tokio::test]
async fn what_meta_holds_back_is_held_and_everything_else_that_it_took_is_accepted() {
    let ids = || vec![Some("wamid.TEST1".to_owned())];
    for status in ["held_for_quality_assessment", "HELD_FOR_QUALITY_ASSESSMENT", "paused"] {
        assert_eq!(outcome(told(1, json!(status))).await, Outcome::Held { message_ids: ids() }, "{status}");
    }
    for status in [json!("accepted"), json!("something new"), json!(null), json!(7)] {
        assert_eq!(outcome(told(1, status)).await, Outcome::Accepted { message_ids: ids() });
    }
}

#[tokio::test]
async fn a_yes_that_names_no_message_is_in_doubt() {
    for body in
        [json!({"messages": []}), json!({"messages": [{"id": ""}]}), json!({"success": true}), json!([])]
    {
        let told = outcome(Act::answer(200, &body)).await;
        assert!(matches!(told, Outcome::InDoubt { .. }), "{body}: {told:?}");
    }
}

#[tokio::test]
async fn an_error_without_a_code_is_read_by_its_status() {
    let cases = [
        (400, Scope::Request),
        (413, Scope::Request),
        (401, Scope::Account),
        (403, Scope::Account),
        (404, Scope::Account),
        (301, Scope::Account),
    ];
    for (status, scope) in cases {
        let told = outcome(Act::answer(status, r#"{"error": {"message": "no good", "code": "x"}}"#)).await;
        let expected = Outcome::Refused { code: format!("http_{status}"), detail: "no good".into(), scope };
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn a_wait_is_told_by_either_header_and_never_longer_than_an_hour() {
    let usage = |minutes: u64| {
        json!({"102290000000001": [{"type": "messaging", "estimated_time_to_regain_access": minutes}]})
            .to_string()
    };
    let cases = [
        (vec![("x-business-use-case-usage", usage(5))], 300),
        (vec![("x-business-use-case-usage", usage(500))], 3_600),
        (vec![("x-business-use-case-usage", usage(0))], 300),
        (vec![("retry-after", "400".into()), ("x-business-use-case-usage", usage(5))], 400),
        (vec![("x-business-use-case-usage", "no json".into())], 300),
    ];
    for (headers, seconds) in cases {
        let body = error(80_007, "slower").to_string();
        let told = outcome(Act::Answer { status: 400, headers: headers.clone(), body }).await;
        let Outcome::Retry { after, .. } = told else { panic!("{told:?}") };
        assert_eq!(after, Some(Duration::from_secs(seconds)), "{headers:?}");
    }
}
