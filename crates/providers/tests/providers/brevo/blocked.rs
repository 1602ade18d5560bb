//! The addresses that Brevo blocks.

use chrono::{DateTime, TimeDelta, Utc};
use domain::consequence::Consequence;
use providers::{Blocked, Window};
use serde_json::{Value, json};

use super::open;
use crate::server::{Act, Server};

fn to() -> DateTime<Utc> {
    "2026-11-07T21:20:00Z".parse().unwrap()
}

fn contact(code: &str) -> Value {
    json!({
        "email": "awa@example.org", "senderEmail": "news@example.org", "blockedAt": "2026-11-20T10:00:00Z",
        "reason": {"code": code, "message": "said"},
    })
}

#[tokio::test]
async fn each_reason_says_what_follows() {
    let cases = [
        ("unsubscribedViaMA", Consequence::OptOut),
        ("unsubscribedViaEmail", Consequence::OptOut),
        ("unsubscribedViaApi", Consequence::OptOut),
        ("hardBounce", Consequence::HardBounce),
        ("contactFlaggedAsSpam", Consequence::Complaint),
        ("adminBlocked", Consequence::RefusedAddress),
        ("whatever", Consequence::RefusedAddress),
    ];
    let contacts: Vec<_> = cases.iter().map(|(code, _)| contact(code)).collect();
    let odd = [json!({"email": "a@example.org"}), json!(7)];
    let contacts = [contacts, odd.to_vec()].concat();
    let answer = json!({"count": 9, "contacts": contacts});
    let server = Server::start([Act::answer(200, answer)]).await;
    let window = Window { from: to() - TimeDelta::days(1), to: to(), tag: None };
    let page = open(server.url.clone()).blocked(&window, None).await.unwrap();
    let told = cases.map(|(code, consequence)| Blocked {
        address: "awa@example.org".into(),
        consequence,
        detail: format!("Brevo, {code}: said"),
        since: "2026-11-20T10:00:00Z".parse().unwrap(),
    });
    assert_eq!((page.blocked, page.unread, page.next), (told.to_vec(), 2, None));
}

#[tokio::test]
async fn days_are_named_unless_all_is_asked_for_and_a_full_page_is_followed_by_another() {
    let full = json!({"count": 250, "contacts": vec![contact("hardBounce"); 100]});
    let mut server = Server::start([Act::answer(200, full.clone()), Act::answer(200, full)]).await;
    let connection = open(server.url.clone());
    let since = |from| Window { from, to: to(), tag: None };
    let first = connection.blocked(&since(DateTime::UNIX_EPOCH), None).await.unwrap();
    assert_eq!(first.next.as_deref(), Some("100"));
    let second = connection.blocked(&since(to() - TimeDelta::days(2)), first.next.as_deref()).await.unwrap();
    assert_eq!(second.next.as_deref(), Some("200"));
    let lines: Vec<_> = server.received().into_iter().map(|received| received.line).collect();
    let path = "GET /v3/smtp/blockedContacts?limit=100";
    assert_eq!(lines[0], format!("{path}&offset=0&sort=asc HTTP/1.1"));
    assert_eq!(
        lines[1],
        format!("{path}&offset=100&sort=asc&startDate=2026-11-05&endDate=2026-11-07 HTTP/1.1")
    );
}
