//! The Content API.

use serde_json::json;

use super::{PERSON, content};
use crate::harness::start;

#[tokio::test]
async fn a_content_is_handed_in_looked_at_and_listed_with_its_approval() {
    let sandbox = start().await;
    let made = sandbox.content("POST", "/Content", Some(content())).await;
    assert_eq!((made.status, &made.body["variables"]), (201, &json!({"1": "Awa", "2": "k7"})));
    let sid = made.body["sid"].as_str().unwrap().to_owned();
    let approval = sandbox.content("GET", &format!("/Content/{sid}/ApprovalRequests"), None).await.body;
    assert_eq!(approval["whatsapp"]["status"], "unsubmitted");
    let path = format!("/Content/{sid}/ApprovalRequests/whatsapp");
    let request = json!({"name": "promo", "category": "MARKETING"});
    let handed_in = sandbox.content("POST", &path, Some(request.clone())).await;
    assert_eq!((handed_in.status, &handed_in.body["status"]), (201, &json!("received")));
    sandbox.quiet().await;
    assert_eq!(sandbox.content("POST", &path, Some(request)).await.status, 400, "handed in already");
    let all = sandbox.content("GET", "/ContentAndApprovals?PageSize=10", None).await.body;
    assert_eq!(all["contents"][0]["approval_requests"]["status"], "approved");
    assert_eq!(sandbox.content("DELETE", &format!("/Content/{sid}"), None).await.status, 204);
    assert_eq!(sandbox.content("GET", &format!("/Content/{sid}"), None).await.status, 404);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_name_of_what_was_approved_is_reserved_once_it_is_deleted_though_it_was_paused() {
    let sandbox = start().await;
    for (name, status, code) in
        [("paused", "PAUSED", 400), ("disabled", "DISABLED", 400), ("rejected", "REJECTED", 201)]
    {
        let hand_in = async || {
            let made = sandbox.content("POST", "/Content", Some(content())).await.body;
            let sid = made["sid"].as_str().unwrap().to_owned();
            let path = format!("/Content/{sid}/ApprovalRequests/whatsapp");
            let request = json!({"name": name, "category": "MARKETING"});
            (sandbox.content("POST", &path, Some(request)).await.status, sid)
        };
        let (handed_in, sid) = hand_in().await;
        assert_eq!(handed_in, 201, "{name}");
        sandbox.quiet().await;
        sandbox.act("templates", json!({"line": "twilio", "name": name, "status": status})).await;
        assert_eq!(sandbox.content("DELETE", &format!("/Content/{sid}"), None).await.status, 204);
        assert_eq!(hand_in().await.0, code, "{name}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_rejection_says_why() {
    let sandbox = start().await;
    let mut bad = content();
    bad["types"]["whatsapp/card"]["body"] = json!("{{1}} vous attend demain matin.");
    let sid = sandbox.content("POST", "/Content", Some(bad)).await.body["sid"].as_str().unwrap().to_owned();
    let request = json!({"name": "promo", "category": "MARKETING"});
    sandbox.content("POST", &format!("/Content/{sid}/ApprovalRequests/whatsapp"), Some(request)).await;
    sandbox.quiet().await;
    let approval = sandbox.content("GET", &format!("/Content/{sid}/ApprovalRequests"), None).await.body;
    assert_eq!(approval["whatsapp"]["status"], "rejected");
    assert!(approval["whatsapp"]["rejection_reason"].as_str().unwrap().starts_with("INVALID_FORMAT"));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_content_that_nobody_approved_reaches_only_whoever_wrote_before() {
    let sandbox = start().await;
    let sid =
        sandbox.content("POST", "/Content", Some(content())).await.body["sid"].as_str().unwrap().to_owned();
    sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await;
    sandbox.act("say", json!({"from": PERSON, "text": "Bonjour", "line": "twilio"})).await;
    sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await;
    sandbox.quiet().await;
    let totals = sandbox.whatsapp().await["totals"].clone();
    assert_eq!((&totals["failed"], &totals["delivered"]), (&json!({"63016": 1}), &json!(1)));
    sandbox.stop().await;
}
