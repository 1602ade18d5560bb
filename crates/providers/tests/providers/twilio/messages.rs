//! What is sent, to the last member.

use domain::{ids::MessageId, whatsapp::HeaderMedia};
use providers::{Answer, Batch, Connection, Form, Outcome, Scope, TwilioSettings, WhatsappBatch};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ACCOUNT, TEMPLATE, batch, form, open, open_with, recipient, settings, template, values, yes};
use crate::server::{PATIENT, Received, Server};

const CALLBACK: &str = "https://mkt.example.test/hooks/twilio/main?s=c:0199a0b1-7c00-7000-8000-00000000002a:";

async fn send(connection: &dyn Connection, batch: WhatsappBatch) -> Vec<Outcome> {
    let (people, batch) = (batch.recipients.len(), Batch::Whatsapp(batch));
    let [request] = &connection.plan(&batch)[..] else { panic!("one request") };
    connection.send(&batch, request).await.each(people)
}

/// What arrives where these settings send this batch.
async fn sent_by(change: fn(&mut TwilioSettings), batch: WhatsappBatch) -> Vec<Received> {
    let mut server = Server::start((1..).take(batch.recipients.len()).map(yes)).await;
    let mut settings = settings(Some(server.url.clone()));
    change(&mut settings);
    send(&*open_with(settings, PATIENT), batch).await;
    server.received()
}

fn member<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn variables(received: &Received) -> Value {
    serde_json::from_str(member(&form(received), "ContentVariables").unwrap()).unwrap()
}

#[tokio::test]
async fn a_template_leaves_with_a_number_for_each_variable_and_none_for_payloads() {
    let received = sent_by(|_| (), batch(vec![recipient(12, values())])).await;
    let [call] = &received[..] else { panic!("{received:?}") };
    assert_eq!(call.line, format!("POST /v3/2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1"));
    assert_eq!(call.headers["content-type"], "application/x-www-form-urlencoded");
    let basic = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTphbi1pbnZlbnRlZC1hdXRoLXRva2Vu";
    assert_eq!(call.headers["authorization"], basic);
    let names: Vec<_> = form(call).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["To", "From", "ContentSid", "ContentVariables", "StatusCallback"]);
    let form = form(call);
    assert_eq!(member(&form, "To"), Some("whatsapp:+221771234512"));
    assert_eq!(member(&form, "From"), Some("whatsapp:+33700000000"));
    assert_eq!(member(&form, "ContentSid"), Some(TEMPLATE));
    assert_eq!(variables(call), json!({"1": "Contact", "2": "-20 %", "3": "k7%2FQz%201"}));
    assert_eq!(member(&form, "StatusCallback"), Some(format!("{CALLBACK}12").as_str()));
}

#[tokio::test]
async fn a_free_text_leaves_without_a_template() {
    let received =
        sent_by(|_| (), batch(vec![recipient(1, Form::Text("Bonjour, « ça » marche ?".into()))])).await;
    let form = form(&received[0]);
    assert_eq!(member(&form, "Body"), Some("Bonjour, « ça » marche ?"));
    assert_eq!((member(&form, "ContentSid"), member(&form, "ContentVariables")), (None, None));
}

#[tokio::test]
async fn a_messaging_service_goes_along_with_the_number() {
    let service = |settings: &mut TwilioSettings| {
        settings.messaging_service_sid = Some("MG00000000000000000000000000000001".into());
    };
    let received = sent_by(service, batch(vec![recipient(1, values())])).await;
    let form = form(&received[0]);
    assert_eq!(member(&form, "MessagingServiceSid"), Some("MG00000000000000000000000000000001"));
    assert_eq!(member(&form, "From"), Some("whatsapp:+33700000000"));
}

#[tokio::test]
async fn calls_are_made_with_the_api_key_where_there_is_one() {
    let key = |settings: &mut TwilioSettings| settings.api_key = Some(("SK1".into(), "sesame".into()));
    let received = sent_by(key, batch(vec![recipient(1, values())])).await;
    assert_eq!(received[0].headers["authorization"], "Basic U0sxOnNlc2FtZQ==");
}

#[tokio::test]
async fn the_campaigns_own_file_is_the_last_variable_behind_the_host() {
    let media = Some((HeaderMedia::Image, "https://cdn.example.test/a/soldes.jpg?v=2".to_owned()));
    let mut batch = batch(vec![recipient(1, values())]);
    batch.template.media = media;
    let received = sent_by(|_| (), batch).await;
    assert_eq!(variables(&received[0])["4"], "a/soldes.jpg?v=2");
}

#[tokio::test]
async fn somebody_known_by_a_user_id_alone_is_written_to_by_it() {
    let mut batch = batch(vec![recipient(1, values())]);
    batch.recipients[0].address = "SN.10000000000000000001".into();
    let received = sent_by(|_| (), batch).await;
    assert_eq!(member(&form(&received[0]), "To"), Some("whatsapp:SN.10000000000000000001"));
}

#[tokio::test]
async fn whoever_cannot_get_the_message_is_told_apart_without_a_call_and_the_others_get_it() {
    let empty = Form::Template(["Contact", "", " ", "k7"].map(String::from).into());
    let few = Form::Template(vec!["Contact".into()]);
    let forms = [Form::Text("x".repeat(1_601)), empty, few, Form::Text("é".repeat(1_600))];
    let mut server = Server::start([yes(1)]).await;
    let recipients = (1..).zip(forms).map(|(number, form)| recipient(number, form)).collect();
    let outcomes = send(&*open(server.url.clone()), batch(recipients)).await;
    let codes: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Refused { code, scope: Scope::Request, .. } => code.as_str(),
            Outcome::Accepted { .. } => "accepted",
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(codes, ["too_long", "variables", "variables", "accepted"]);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_answer_comes_back_as_itself() {
    let mut server = Server::start([yes(1), yes(2)]).await;
    let connection = open(server.url.clone());
    let answer = |template, form| Answer {
        id: MessageId(Uuid::from_u128(42)),
        address: "+221771234567".into(),
        template,
        form,
    };
    let whatsapp = connection.whatsapp().unwrap();
    for answer in [answer(None, Form::Text("Merci !".into())), answer(Some(template()), values())] {
        assert!(matches!(whatsapp.answer(&answer).await, Outcome::Accepted { .. }));
    }
    let callback = "https://mkt.example.test/hooks/twilio/main?s=a:00000000-0000-0000-0000-00000000002a";
    for call in server.received() {
        assert_eq!(member(&form(&call), "StatusCallback"), Some(callback));
    }
    let stray = whatsapp.answer(&answer(None, values())).await;
    assert!(matches!(stray, Outcome::Refused { ref code, .. } if code == "template"), "{stray:?}");
    assert!(server.received().is_empty());
}
