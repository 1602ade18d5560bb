//! The number itself, and its webhook.

use domain::whatsapp::{FileFault, HeaderMedia, SenderNews, TemplateQuality};
use providers::{Failure, Registered};
use serde_json::{Value, json};
use url::Url;

use super::{no, open};
use crate::server::{Act, Server};

fn sender(sender_id: &str, more: &Value) -> Value {
    let mut sender =
        json!({"sid": "XE00000000000000000000000000000001", "status": "ONLINE", "sender_id": sender_id});
    sender.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    sender
}

fn ours(more: &Value) -> Act {
    listed(json!([sender("whatsapp:+14155238886", &json!({})), sender("whatsapp:+33700000000", more)]), None)
}

fn listed(senders: Value, next: Option<&str>) -> Act {
    Act::answer(200, json!({"senders": senders, "meta": {"key": "senders", "next_page_url": next}}))
}

fn hook() -> Url {
    Url::parse("https://mkt.example.test/hooks/twilio/main").unwrap()
}

#[tokio::test]
async fn the_number_is_told_by_its_height_and_its_customers_a_day() {
    for (rating, quality, limit, daily) in [
        ("HIGH", TemplateQuality::Green, "10K Customers/24hr", Some(Some(10_000))),
        ("MEDIUM", TemplateQuality::Yellow, "250 Customers/24hr", Some(Some(250))),
        ("LOW", TemplateQuality::Red, "Unlimited Customers/24hr", Some(None)),
        ("UNKNOWN", TemplateQuality::Unknown, "", None),
    ] {
        let properties = json!({"properties": {"quality_rating": rating, "messaging_limit": limit}});
        let mut server = Server::start([ours(&properties)]).await;
        let told = open(server.url.clone()).whatsapp().unwrap().sender().await.unwrap();
        let news = SenderNews {
            quality: Some(quality),
            daily_limit: daily,
            per_second: Some(80),
            event: Some("ONLINE".into()),
        };
        assert_eq!(told, news);
        let line = "GET /v3/v2/Channels/Senders?Channel=whatsapp&PageSize=100 HTTP/1.1";
        assert_eq!(server.received()[0].line, line);
    }
}

#[tokio::test]
async fn a_number_on_a_later_page_is_found_and_one_on_none_is_told_with_what_to_do() {
    let next = "https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&Page=1&PageToken=DN1";
    let mut server =
        Server::start([listed(json!([]), Some(next)), ours(&json!({})), listed(json!([]), None)]).await;
    let connection = open(server.url.clone());
    let found = connection.whatsapp().unwrap().sender().await.unwrap();
    assert_eq!((found.quality, found.event.as_deref()), (None, Some("ONLINE")));
    assert!(server.received()[1].line.contains("PageToken=DN1"));
    let told = connection.ensure_webhook(&hook()).await;
    let Err(Failure::Refused { code, detail }) = told else { panic!("a stranger") };
    assert_eq!(code, "sender_unknown");
    assert!(detail.contains("https://mkt.example.test/hooks/twilio/main"), "{detail}");
}

#[tokio::test]
async fn a_number_that_is_not_listed_sends_as_fast_as_the_settings_say() {
    let server = Server::start([listed(json!([]), None)]).await;
    let told = open(server.url.clone()).whatsapp().unwrap().sender().await;
    let news =
        SenderNews { per_second: Some(80), event: Some("sender_unknown".into()), ..SenderNews::default() };
    assert_eq!(told, Ok(news));
}

#[tokio::test]
async fn what_people_write_is_brought_to_our_webhook_and_all_else_stays_as_it_was() {
    for (before, registered) in [
        (json!({}), Registered::Created),
        (
            json!({"callback_url": "https://old.example.test/", "fallback_url": "https://fallback.example.test/"}),
            Registered::Updated,
        ),
    ] {
        let mut server =
            Server::start([ours(&json!({"webhook": before})), Act::answer(202, json!({}))]).await;
        assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(registered));
        let call = server.received().remove(1);
        assert_eq!(call.line, "POST /v3/v2/Channels/Senders/XE00000000000000000000000000000001 HTTP/1.1");
        let mut webhook = before.clone();
        (webhook["callback_url"], webhook["callback_method"]) = (json!(hook().as_str()), json!("POST"));
        assert_eq!(call.json(), json!({"webhook": webhook}));
    }
}

#[tokio::test]
async fn a_number_that_calls_us_already_is_left_alone() {
    let mut server = Server::start([ours(&json!({"webhook": {"callback_url": hook().as_str()}}))]).await;
    assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(Registered::Updated));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_no_is_told_in_twilios_words() {
    let server = Server::start([no(403, 20_003, "Permission Denied")]).await;
    let told = open(server.url.clone()).ensure_webhook(&hook()).await;
    let expected = Failure::Refused { code: "20003".into(), detail: "Permission Denied".into() };
    assert_eq!(told, Err(expected));
}

#[tokio::test]
async fn a_file_to_come_is_asked_for_as_twilio_would_ask() {
    let server = Server::start([Act::with(200, ("content-type", "text/html"), "<p>")]).await;
    let connection = open(server.url.clone());
    let url = format!("{}/a", server.url);
    let found = connection.whatsapp().unwrap().file_fault(HeaderMedia::Document, &url).await;
    assert_eq!(found, Some(FileFault::Type("text/html".into())));
}
