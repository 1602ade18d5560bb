//! The judge, with small specifications of our own in the shape of Twilio's.

use sandbox::Settings;
use serde_json::json;

use super::PERSON;
use crate::{
    harness::{settings, start_with},
    specs::folder,
};

#[tokio::test]
async fn forms_and_answers_are_judged_and_a_misspelt_name_is_a_violation() {
    let sandbox = start_with(Settings { specs: Some(folder()), ..settings() }).await;
    let sid = sandbox.approved_content().await;
    assert_eq!(sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await.status, 201);
    let listed = sandbox.twilio("/Messages.json?PageSize=1&DateSent%3E=2026-01-01", None).await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!((&found["validated"], &found["violations"]), (&json!(4), &json!(0)), "{found}");
    sandbox.write_to(PERSON, &[("ContentSid", &sid), ("ContentVariable", "{}")]).await;
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!(found["violations"], 1, "{found}");
    assert!(sandbox.running.stop().await.is_err());
}
