//! What Meta gets to read: literal bodies.

use domain::{ids::MessageId, whatsapp::HeaderMedia};
use providers::{Answer, ApprovedTemplate, Form, Outcome, Place, Scope, WhatsappBatch, WhatsappRecipient};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{error, open, whatsapp_of, yes};
use crate::{
    server::{Act, Received, Server},
    world::{CAMPAIGN, whatsapp},
};

/// Sends a batch, and tells how it ended and what arrived.
async fn sent(batch: WhatsappBatch, acts: Vec<Act>) -> (Vec<Outcome>, Vec<Received>) {
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    let batch = batch.into();
    let outcome = connection.send(&batch, &connection.plan(&batch)[0]).await;
    let Outcome::Each(each) = outcome else { panic!("{outcome:?}") };
    (each, server.received())
}

async fn body(address: &str, template: ApprovedTemplate, form: Form) -> Value {
    let recipients = vec![WhatsappRecipient { number: 12, address: address.into(), form }];
    let (_, received) = sent(WhatsappBatch { template, recipients, ..whatsapp(0) }, vec![yes(1)]).await;
    received[0].json()
}

/// A template with a value at every place that there is.
fn everything(positional: bool) -> (ApprovedTemplate, Form) {
    let places = vec![
        Place::Header("saison".into()),
        Place::Body("prenom".into()),
        Place::Body("remise".into()),
        Place::Url(0),
        Place::Payload(1),
        Place::Code(2),
    ];
    let template = ApprovedTemplate { positional, places, language: "en_US".into(), ..whatsapp(0).template };
    let values = ["l’hiver", "Zoë\n  &\tCie", "-20 %", "a b/é?", "OPTOUT:42", "HIVER26"];
    (template, Form::Template(values.map(str::to_owned).into()))
}

fn text(name: &str, value: &str, positional: bool) -> Value {
    match positional {
        true => json!({"type": "text", "text": value}),
        false => json!({"type": "text", "parameter_name": name, "text": value}),
    }
}

#[tokio::test]
async fn a_template_says_every_value_at_its_place() {
    for positional in [false, true] {
        let (template, form) = everything(positional);
        let text = |name, value| text(name, value, positional);
        let expected = json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+221770000012", "type": "template",
            "biz_opaque_callback_data": format!("c:{CAMPAIGN}:12"),
            "template": {"name": "offre_hiver", "language": {"policy": "deterministic", "code": "en_US"}, "components": [
                {"type": "header", "parameters": [text("saison", "l’hiver")]},
                {"type": "body", "parameters": [text("prenom", "Zoë & Cie"), text("remise", "-20 %")]},
                {"type": "button", "sub_type": "url", "index": "0",
                 "parameters": [{"type": "text", "text": "a%20b%2F%C3%A9%3F"}]},
                {"type": "button", "sub_type": "quick_reply", "index": "1",
                 "parameters": [{"type": "payload", "payload": "OPTOUT:42"}]},
                {"type": "button", "sub_type": "copy_code", "index": "2",
                 "parameters": [{"type": "coupon_code", "coupon_code": "HIVER26"}]},
            ]},
        });
        assert_eq!(body("+221770000012", template, form).await, expected);
    }
}

#[tokio::test]
async fn what_stands_above_the_text_is_the_same_for_all_and_a_document_is_named() {
    let cases = [
        (
            HeaderMedia::Image,
            "https://cdn.example.org/a.jpg",
            json!({"type": "image", "image": {"link": "https://cdn.example.org/a.jpg"}}),
        ),
        (
            HeaderMedia::Video,
            "https://cdn.example.org/a.mp4",
            json!({"type": "video", "video": {"link": "https://cdn.example.org/a.mp4"}}),
        ),
        (
            HeaderMedia::Document,
            "https://cdn.example.org/x/tarif.pdf?v=2",
            json!({"type": "document", "document": {"link": "https://cdn.example.org/x/tarif.pdf?v=2", "filename": "tarif.pdf"}}),
        ),
        (
            HeaderMedia::Document,
            "https://cdn.example.org/x/",
            json!({"type": "document", "document": {"link": "https://cdn.example.org/x/"}}),
        ),
    ];
    for (media, link, expected) in cases {
        let template = ApprovedTemplate {
            media: Some((media, link.into())),
            places: Vec::new(),
            ..whatsapp(0).template
        };
        let body = body("+221770000012", template, Form::Template(Vec::new())).await;
        let components = &body["template"]["components"];
        assert_eq!(*components, json!([{"type": "header", "parameters": [expected]}]));
    }
}

#[tokio::test]
async fn somebody_whose_number_nobody_knows_is_written_to_by_the_user_id() {
    let body =
        body("SN.20000000000000000012", whatsapp(0).template, Form::Text("Bonjour\nà vous".into())).await;
    let expected = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "recipient": "SN.20000000000000000012",
        "type": "text", "biz_opaque_callback_data": format!("c:{CAMPAIGN}:12"),
        "text": {"preview_url": false, "body": "Bonjour\nà vous"},
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn each_member_is_a_call_of_its_own_and_the_answers_stand_in_their_order() {
    let acts = vec![yes(1), yes(2), Act::answer(400, error(131_026, "no")), yes(4)];
    let batch = WhatsappBatch { recipients: whatsapp(4).recipients, ..whatsapp(0) };
    let (each, received) = sent(batch, acts).await;
    assert_eq!((each.len(), received.len()), (4, 4));
    for call in &received {
        assert_eq!(call.line, "POST /v3/v25.0/106540000000001/messages HTTP/1.1");
        assert_eq!(call.headers["authorization"], "Bearer EAAinvented");
    }
    let mut numbers: Vec<_> = received.iter().map(|call| call.json()["to"].to_string()).collect();
    numbers.sort();
    assert_eq!(
        numbers,
        ["+33612000001", "+33612000002", "+33612000003", "+33612000004"].map(|to| json!(to).to_string())
    );
    assert_eq!(each.iter().filter(|outcome| outcome.is_taken()).count(), 3);
}

#[tokio::test]
async fn after_a_key_that_is_refused_nobody_else_is_written_to() {
    let mut server = Server::start(vec![Act::answer(401, error(190, "expired"))]).await;
    let settings = providers::MetaSettings { calls: 1, ..super::settings(Some(server.url.clone())) };
    let connection = super::open_with(settings, crate::server::PATIENT);
    let batch = whatsapp(30).into();
    let outcome = connection.send(&batch, &connection.plan(&batch)[0]).await;
    let refused = Outcome::Refused { code: "190".into(), detail: "expired".into(), scope: Scope::Account };
    assert_eq!(outcome, Outcome::Each(vec![refused; 30]));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_answer_in_a_conversation_brings_back_our_own_id_of_it() {
    let mut server = Server::start([yes(1), yes(2)]).await;
    let connection = open(server.url.clone());
    let id = MessageId(Uuid::from_u128(9));
    let mut answer =
        Answer { id, address: "+221770000012".into(), template: None, form: Form::Text("Oui".into()) };
    let accepted = Outcome::Accepted { message_ids: vec![Some("wamid.TEST1".into())] };
    assert_eq!(whatsapp_of(&connection).answer(&answer).await, accepted);
    let (template, form) = everything(false);
    (answer.template, answer.form) = (Some(template), form);
    assert!(whatsapp_of(&connection).answer(&answer).await.is_taken());
    answer.template = None;
    let without = whatsapp_of(&connection).answer(&answer).await;
    assert!(matches!(without, Outcome::Refused { scope: Scope::Request, .. }), "{without:?}");
    let received = server.received();
    assert_eq!(received.len(), 2, "values without their template are nothing to send");
    assert!(received.iter().all(|call| call.json()["biz_opaque_callback_data"] == json!(format!("a:{id}"))));
}

#[tokio::test]
async fn an_e_mail_does_not_leave_by_a_number() {
    let mut server = Server::start([]).await;
    let connection = open(server.url.clone());
    let batch = crate::world::batch(2, "").into();
    let outcome = connection.send(&batch, &connection.plan(&batch)[0]).await;
    assert!(matches!(outcome, Outcome::Refused { scope: Scope::Campaign, .. }), "{outcome:?}");
    assert!(server.received().is_empty());
}
