//! The judge, with a small specification of our own in the shape of SendGrid's.

use sandbox::Settings;
use serde_json::json;

use super::{letter, person};
use crate::{
    harness::{settings, start_with},
    specs::folder,
};

#[tokio::test]
async fn what_follows_the_specification_passes_and_a_misspelt_member_is_a_violation() {
    let sandbox = start_with(Settings { specs: Some(folder()), ..settings() }).await;
    assert_eq!(sandbox.mail(letter(&[person("deliver+1@example.org")])).await.status, 202);
    assert_eq!(sandbox.sendgrid("GET", "/scopes", None).await.status, 200, "described elsewhere: not judged");
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!((&found["validated"], &found["violations"]), (&json!(1), &json!(0)), "{found}");
    let mut misspelt = letter(&[person("deliver+2@example.org")]);
    misspelt["category"] = json!(["x"]);
    sandbox.mail(misspelt).await;
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!(found["violations"], 1, "{found}");
    assert!(sandbox.running.stop().await.is_err());
}
