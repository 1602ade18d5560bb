//! Past events.

use chrono::DateTime;
use domain::{
    event::{EventKind, Subject},
    whatsapp::{Billed, InboundContent, Media, Money, WhatsappNews},
};
use providers::{Connection, Page, Window};
use serde_json::{Value, json};

use super::{ACCOUNT, open};
use crate::server::{Act, Server};

fn window() -> Window {
    let at = |text: &str| text.parse().unwrap();
    Window { from: at("2026-11-20T22:00:00Z"), to: at("2026-11-21T03:00:00Z"), tag: None }
}

fn list(messages: Value, next: Option<&str>) -> Act {
    let uri = next.map(|token| {
        format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=1000&Page=9&PageToken={token}")
    });
    Act::answer(200, json!({"messages": messages, "next_page_uri": uri, "page": 0}))
}

fn outbound(number: u32, status: &str) -> Value {
    json!({
        "sid": format!("SM{number}"), "direction": "outbound-api", "from": "whatsapp:+33700000000",
        "to": "whatsapp:+221771234567", "status": status, "error_code": null, "error_message": null, "body": "…",
        "date_created": "Fri, 20 Nov 2026 23:00:00 +0000", "date_sent": null, "date_updated": "Fri, 20 Nov 2026 23:00:07 +0000",
    })
}

fn inbound(number: u32) -> Value {
    json!({
        "sid": format!("SM{number}"), "direction": "inbound", "to": "whatsapp:+33700000000", "status": "received",
        "from": "whatsapp:+221771234567", "body": "STOP", "num_media": "0", "date_sent": "Fri, 20 Nov 2026 23:01:00 +0000",
        "subresource_uris": {"media": format!("/2010-04-01/Accounts/{ACCOUNT}/Messages/SM{number}/Media.json")},
    })
}

async fn swept(messages: Value) -> (Page, Server) {
    let server = Server::start([list(messages, None)]).await;
    let page = open(server.url.clone()).sweep(&window(), 0).await.unwrap();
    (page, server)
}

#[tokio::test]
async fn messages_of_the_days_tell_how_they_stand_by_the_same_key_as_a_webhook() {
    let mut failed = outbound(2, "undelivered");
    (failed["error_code"], failed["error_message"]) = (json!(63024), json!("Invalid recipient"));
    let (page, mut server) = swept(json!([outbound(1, "read"), failed])).await;
    let line = format!(
        "GET /v3/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=1000&DateSent%3E=2026-11-20&DateSent%3C=2026-11-21 HTTP/1.1"
    );
    assert_eq!(server.received()[0].line, line);
    let events: Vec<_> = page.told.tellings.into_iter().map(|telling| telling.event).collect();
    assert_eq!((events[0].kind, events[0].natural_key.as_str()), (EventKind::Read, "SM1:read"));
    let subject = Subject::Message { message_id: "SM1".into(), address: Some("+221771234567".into()) };
    assert_eq!((&events[0].subject, events[0].message_id.as_deref()), (&subject, Some("SM1")));
    assert_eq!(events[0].occurred_at.to_rfc3339(), "2026-11-20T23:00:07+00:00");
    assert_eq!(
        (events[1].kind, events[1].reason.as_deref()),
        (EventKind::DroppedByProvider, Some("63024 Invalid recipient"))
    );
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn what_people_wrote_is_news_with_their_files() {
    let mut picture = inbound(2);
    (picture["num_media"], picture["body"]) = (json!("1"), json!(""));
    let (page, server) = swept(json!([inbound(1), picture])).await;
    let heard: Vec<_> = page
        .told
        .news
        .into_iter()
        .map(|news| match news {
            WhatsappNews::Inbound(inbound) => inbound,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((heard[0].message_id.as_str(), heard[0].phone.as_deref()), ("SM1", Some("+221771234567")));
    assert_eq!(heard[0].content, InboundContent::Text { text: "STOP".into() });
    assert_eq!(heard[0].at.to_rfc3339(), "2026-11-20T23:01:00+00:00");
    let reference = format!("{}/2010-04-01/Accounts/{ACCOUNT}/Messages/SM2/Media.json", server.url);
    let media = Media { what: "document".into(), reference: Some(reference), ..Media::default() };
    assert_eq!(heard[1].content, InboundContent::Media(media));
}

/// What is told of the bill of a message with these members.
async fn billed(price: Value, unit: Value) -> (Vec<WhatsappNews>, Vec<String>) {
    let mut message = outbound(1, "delivered");
    (message["price"], message["price_unit"]) = (price, unit);
    let (page, _) = swept(json!([message])).await;
    assert_eq!(page.told.tellings.len(), 1, "what became of it is told all the same");
    (page.told.news, page.told.unknown)
}

#[tokio::test]
async fn what_a_message_costs_is_told_once_twilio_knows_it() {
    for (price, unit, micros, currency) in [
        ("-0.00750", "USD", 7_500, "USD"),
        ("-1", "eur", 1_000_000, "EUR"),
        ("0.00000000", "USD", 0, "USD"),
        ("0.005", "USD", -5_000, "USD"),
    ] {
        let (news, unknown) = billed(json!(price), json!(unit)).await;
        let [WhatsappNews::Charged(charged)] = &news[..] else { panic!("{price}: {news:?}") };
        assert_eq!(charged.billed, Billed::For(Money { currency: currency.into(), micros }), "{price}");
        let subject = Subject::Message { message_id: "SM1".into(), address: Some("+221771234567".into()) };
        assert_eq!((&charged.subject, charged.message_id.as_deref()), (&subject, Some("SM1")));
        assert_eq!(
            charged.at.to_rfc3339(),
            "2026-11-20T23:00:00+00:00",
            "when it left, not when it changed last"
        );
        assert!(unknown.is_empty());
    }
    assert_eq!(billed(Value::Null, Value::Null).await, (vec![], vec![]), "it comes later");
    for (price, unit) in
        [("a lot", "USD"), ("-0,0075", "USD"), ("-0.0000075", "USD"), ("-0.0075", "$"), ("-0.0075", "")]
    {
        let (news, unknown) = billed(json!(price), json!(unit)).await;
        assert_eq!((news, unknown), (vec![], vec![format!("the price {price} {unit}")]));
    }
}

#[tokio::test]
async fn other_numbers_and_channels_of_the_account_are_nobodys_business() {
    let with = |mut message: Value, member: &str, value: &str| {
        message[member] = value.into();
        message
    };
    let (page, _) = swept(json!([
        with(outbound(1, "sent"), "from", "+33700000000"),
        with(outbound(2, "sent"), "from", "whatsapp:+33700000001"),
        with(inbound(3), "to", "+33700000000"),
        with(outbound(4, "sent"), "direction", "sideways"),
        7,
    ]))
    .await;
    assert_eq!(page.told, providers::Told::default());
}

#[tokio::test]
async fn what_is_odd_is_noted() {
    let (page, _) = swept(
        json!([outbound(1, "teleported"), {"direction": "outbound-api", "from": "whatsapp:+33700000000"}]),
    )
    .await;
    assert_eq!(page.told.unknown, ["the status teleported", "a message without an id"]);
}

/// The tokens that were asked for.
fn tokens(server: &mut Server) -> Vec<Option<String>> {
    let token = |line: String| Some(line.split_once("PageToken=")?.1.split(' ').next()?.to_owned());
    server.received().into_iter().map(|call| token(call.line)).collect()
}

#[tokio::test]
async fn a_walk_goes_on_where_it_was_and_after_a_restart_from_its_beginning() {
    let pages =
        || [list(json!([outbound(1, "sent")]), Some("PA1")), list(json!([outbound(2, "sent")]), Some("PA2"))];
    let last = || list(json!([outbound(3, "sent")]), None);
    let mut server = Server::start(pages().into_iter().chain([last()]).chain(pages()).chain([last()])).await;
    let connection = open(server.url.clone());
    let mut next = Some(0);
    let mut seen = Vec::new();
    while let Some(page) = next {
        let page = connection.sweep(&window(), page).await.unwrap();
        seen.extend(page.told.tellings.into_iter().filter_map(|telling| telling.event.message_id));
        next = page.next;
    }
    assert_eq!(seen, ["SM1", "SM2", "SM3"]);
    assert_eq!(tokens(&mut server), [None, Some("PA1".into()), Some("PA2".into())]);
    let page = open(server.url.clone()).sweep(&window(), 2).await.unwrap();
    assert_eq!((page.told.tellings.len(), page.next), (1, None));
    assert_eq!(tokens(&mut server), [None, Some("PA1".into()), Some("PA2".into())]);
}

#[tokio::test]
async fn a_page_that_is_no_more_is_empty_and_the_last() {
    let server = Server::start([list(json!([outbound(1, "sent")]), None)]).await;
    let page = open(server.url.clone()).sweep(&window(), 3).await.unwrap();
    assert_eq!((page.told, page.next), (providers::Told::default(), None));
}

#[tokio::test]
async fn another_window_is_another_walk() {
    let mut server = Server::start([list(json!([]), Some("PA1")), list(json!([]), None)]).await;
    let connection: &dyn Connection = &*open(server.url.clone());
    assert_eq!(connection.sweep(&window(), 0).await.unwrap().next, Some(1));
    let other = Window { to: DateTime::UNIX_EPOCH, ..window() };
    assert_eq!(connection.sweep(&other, 1).await.unwrap().next, None);
    assert_eq!(tokens(&mut server), [None, None]);
}
