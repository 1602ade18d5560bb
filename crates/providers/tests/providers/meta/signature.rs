//! Whether a webhook is Meta's, and its address ours.

use chrono::DateTime;

use super::{SIGNATURE, VERIFY_TOKEN, closed};
use crate::world::Spoken as _;

const DELIVERED: &[u8] = include_bytes!("../../../src/meta/fixtures/delivered.json");

#[test]
fn a_signature_holds_for_the_body_as_it_came_to_the_last_byte() {
    let believes = |body: &[u8]| closed().believes(&[SIGNATURE], body, DateTime::UNIX_EPOCH);
    assert!(believes(DELIVERED));
    assert!(!believes(DELIVERED.trim_ascii_end()));
    let json: serde_json::Value = serde_json::from_slice(DELIVERED).unwrap();
    assert!(!believes(json.to_string().as_bytes()), "written anew it is another body");
    assert!(!believes(b""));
}

#[test]
fn a_signature_is_read_in_either_case_and_nothing_else_is_taken_for_one() {
    let believes =
        |value: &str| closed().believes(&[("x-hub-signature-256", value)], DELIVERED, DateTime::UNIX_EPOCH);
    let hex = SIGNATURE.1.strip_prefix("sha256=").unwrap();
    assert!(believes(SIGNATURE.1));
    assert!(believes(&format!("sha256={}", hex.to_uppercase())));
    for wrong in [
        hex,
        &format!("sha1={hex}"),
        "sha256=",
        "sha256=é",
        &format!("sha256={}", &hex[2..]),
        &format!("sha256={hex}0"),
    ] {
        assert!(!believes(wrong), "{wrong}");
    }
}

#[test]
fn the_challenge_comes_back_to_whoever_shows_our_token() {
    let asked = |mode: &str, token: &str| {
        format!("hub.mode={mode}&hub.challenge=1158%20201444&hub.verify_token={token}")
    };
    let told = closed().challenge(&asked("subscribe", VERIFY_TOKEN));
    assert_eq!(told.as_deref(), Some("1158 201444"));
    for query in [
        asked("subscribe", "another"),
        asked("unsubscribe", VERIFY_TOKEN),
        String::new(),
        format!("hub.verify_token={VERIFY_TOKEN}"),
    ] {
        assert_eq!(closed().challenge(&query), None, "{query}");
    }
    let beginning = &VERIFY_TOKEN[..10];
    assert_eq!(closed().challenge(&asked("subscribe", beginning)), None);
}
