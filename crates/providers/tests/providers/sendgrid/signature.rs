//! Whether a webhook is SendGrid's.

use chrono::{DateTime, TimeDelta, Utc};

use super::{BENCH, OTHER_KEY, TIMESTAMP, closed, open_with, settings};
use crate::server::PATIENT;
use crate::world::Spoken as _;

const EVERY_EVENT: &[u8] = include_bytes!("../../../src/sendgrid/fixtures/every_event.json");

/// Over the timestamp and every event, each of which ends in CRLF.
const SIGNATURE: (&str, &str) = (
    "X-Twilio-Email-Event-Webhook-Signature",
    "MEUCIQDIFLFRzLJ1vhC6+rHJkM+bqv054Q7bXNqfr9kTvqLZAgIgEog1QnUnYcZLsWb9AXqMeFni0BlMiYAeFeLEuSd/1GY=",
);

fn signed() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_000_600, 0).unwrap()
}

#[test]
fn a_signature_holds_for_the_body_as_it_came_to_the_last_byte() {
    let authentic = |body: &[u8]| closed().believes(&[TIMESTAMP, SIGNATURE], body, signed());
    assert!(authentic(EVERY_EVENT));
    assert!(!authentic(EVERY_EVENT.trim_ascii_end()), "a body ends in CRLF");
    let text = String::from_utf8(EVERY_EVENT.to_vec()).unwrap();
    assert!(!authentic(text.replace("\r\n", "\n").as_bytes()));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(!authentic(json.to_string().as_bytes()), "written anew it is another body");
    assert!(!authentic(text.replace("alice", "mallory").as_bytes()));
    assert!(!authentic(b""));
}

#[test]
fn a_timestamp_is_good_for_the_day_that_retries_take_and_one_hour() {
    let authentic =
        |after: TimeDelta| closed().believes(&[TIMESTAMP, SIGNATURE], EVERY_EVENT, signed() + after);
    for good in [TimeDelta::zero(), TimeDelta::hours(24), TimeDelta::hours(-24)] {
        assert!(authentic(good), "{good}");
    }
    for stale in [TimeDelta::hours(26), TimeDelta::hours(-26), TimeDelta::days(400)] {
        assert!(!authentic(stale), "{stale}");
    }
}

#[test]
fn another_timestamp_or_garbage_in_its_place_is_refused() {
    for text in ["1794000601", "", "now", "-1", "1794000600 ", "99999999999999999999"] {
        let headers = [(TIMESTAMP.0, text), SIGNATURE];
        assert!(!closed().believes(&headers, EVERY_EVENT, signed()), "{text:?}");
    }
    for text in ["", "=", "AAAA", "not base64"] {
        let headers = [TIMESTAMP, (SIGNATURE.0, text)];
        assert!(!closed().believes(&headers, EVERY_EVENT, signed()), "{text:?}");
    }
}

#[test]
fn headers_are_found_in_any_case() {
    let lower: Vec<_> = [TIMESTAMP, SIGNATURE].map(|(name, value)| (name.to_lowercase(), value)).into();
    let headers: Vec<_> = lower.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert!(closed().believes(&headers, EVERY_EVENT, signed()));
}

#[test]
fn with_another_key_or_none_no_webhook_is_believed() {
    let (headers, body) = BENCH.papers.webhook;
    for webhook_key in [Some(OTHER_KEY.to_owned()), None] {
        let connection = open_with(providers::SendgridSettings { webhook_key, ..settings(None) }, PATIENT);
        assert!(!connection.believes(headers, body, signed()));
    }
}
