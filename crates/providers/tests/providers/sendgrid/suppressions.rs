//! The lists of addresses that SendGrid sends nothing more to.

use chrono::{DateTime, Utc};
use domain::consequence::Consequence;
use providers::{Blocked, BlockedPage, Failure, Window};
use serde_json::{Value, json};

use super::{error, open};
use crate::server::{Act, Server};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn window() -> Window {
    Window { from: at(1_794_000_000), to: at(1_794_086_400), tag: None }
}

/// Asks for one page, which is answered so.
async fn page(place: Option<&str>, answer: Value) -> (String, BlockedPage) {
    let mut server = Server::start([Act::answer(200, answer)]).await;
    let page = open(server.url.clone()).blocked(&window(), place).await.unwrap();
    (server.received().remove(0).line, page)
}

#[tokio::test]
async fn each_list_says_what_follows_and_its_name_stands_in_the_detail() {
    let cases = [
        (None, "bounces", Consequence::HardBounce, Some("invalid_emails:0")),
        (Some("invalid_emails:0"), "invalid_emails", Consequence::RefusedAddress, Some("spam_reports:0")),
        (Some("spam_reports:0"), "spam_reports", Consequence::Complaint, Some("unsubscribes:0")),
        (Some("unsubscribes:0"), "unsubscribes", Consequence::OptOut, None),
    ];
    for (place, list, consequence, next) in cases {
        let row = json!([{"created": 1_794_000_013, "email": "Awa@example.org", "reason": "said"}]);
        let (line, page) = page(place, row).await;
        assert_eq!(
            line,
            format!(
                "GET /v3/suppression/{list}?start_time=1794000000&end_time=1794086400&limit=500&offset=0 HTTP/1.1"
            )
        );
        let told = Blocked {
            address: "Awa@example.org".into(),
            consequence,
            detail: format!("SendGrid, {list}: said"),
            since: at(1_794_000_013),
        };
        assert_eq!(page, BlockedPage { blocked: vec![told], unread: 0, next: next.map(str::to_owned) });
    }
}

#[tokio::test]
async fn a_full_page_is_followed_by_another_of_the_same_list() {
    let rows: Vec<_> =
        (0..500).map(|i| json!({"created": 1_794_000_013, "email": format!("p{i}@example.org")})).collect();
    let (line, page) = page(Some("spam_reports:500"), json!(rows)).await;
    assert!(line.contains("/spam_reports?") && line.contains("offset=500 "), "{line}");
    assert_eq!((page.blocked.len(), page.next.as_deref()), (500, Some("spam_reports:1000")));
}

#[tokio::test]
async fn a_policy_of_the_other_side_is_no_proof_that_nobody_is_there() {
    let row = json!([{"created": 1, "email": "a@example.org", "reason": "550 5.7.1", "status": "5.7.1"}]);
    let (_, page) = page(None, row).await;
    assert_eq!(page.blocked[0].consequence, Consequence::RefusedAddress);
}

#[tokio::test]
async fn rows_that_name_nobody_are_counted_and_keep_nobody_from_being_read() {
    let rows =
        json!([7, {"created": 1}, {"email": "a@example.org"}, {"created": 1, "email": "b@example.org"}]);
    let (_, page) = page(None, rows).await;
    assert_eq!((page.blocked.len(), page.unread), (1, 3));
    assert_eq!((&*page.blocked[0].address, &*page.blocked[0].detail), ("b@example.org", "SendGrid, bounces"));
}

#[tokio::test]
async fn a_limit_is_told_with_its_wait_and_a_key_that_may_not_read_is_refused() {
    let busy = Act::with(429, ("retry-after", "7"), error("too many requests", None));
    let closed = Act::answer(403, error("access forbidden", None));
    let server = Server::start([busy, closed]).await;
    let connection = open(server.url.clone());
    let told = connection.blocked(&window(), None).await.unwrap_err();
    assert!(matches!(told, Failure::Retry { after: Some(wait), .. } if wait.as_secs() == 7), "{told:?}");
    let told = connection.blocked(&window(), None).await.unwrap_err();
    assert!(matches!(&told, Failure::Refused { code, .. } if code == "permission_denied"), "{told:?}");
}
