//! The judge, with a small specification of our own in the shape of Meta's.

use sandbox::Settings;
use serde_json::json;

use super::{PERSON, promo, promo_to};
use crate::{
    harness::{settings, start_with},
    specs::folder,
};

#[tokio::test]
async fn what_follows_the_specification_and_its_known_defects_passes_and_a_misspelt_member_is_a_violation() {
    let sandbox = start_with(Settings { specs: Some(folder()), ..settings() }).await;
    sandbox.approved(promo()).await;
    assert_eq!(sandbox.message(promo_to(PERSON)).await.status, 200);
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!((&found["validated"], &found["violations"]), (&json!(1), &json!(0)), "{found}");
    let mut misspelt = promo_to(PERSON);
    misspelt["biz_opaque"] = json!("x");
    sandbox.message(misspelt).await;
    let mut inside = promo_to(PERSON);
    inside["template"]["components"][1]["subtype"] = json!("url");
    sandbox.message(inside).await;
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!(found["violations"], 2, "{found}");
    assert!(sandbox.running.stop().await.is_err());
}
