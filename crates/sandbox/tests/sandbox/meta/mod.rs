//! Meta's dialect.

mod account;
mod messages;
mod people;
mod specs;
mod templates;
mod webhooks;

use serde_json::{Value, json};

use crate::{
    harness::{Answer, Sandbox},
    receiver::{Hit, Receiver},
};

pub(crate) const PERSON: &str = "+33612345678";
const NUMBER: &str = "105500000000001";
const ACCOUNT: &str = "102200000000001";

impl Sandbox {
    /// A call to the Graph API.
    pub(crate) async fn graph(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let url = self.url(&format!("/meta/v25.0/{path}"));
        let request = self.web.request(method.parse().unwrap(), url).bearer_auth("EAA-test");
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        Answer::of(request).await
    }

    pub(crate) async fn message(&self, message: Value) -> Answer {
        self.graph("POST", &format!("{NUMBER}/messages"), Some(message)).await
    }

    pub(crate) async fn hand_in(&self, template: Value) -> Answer {
        self.graph("POST", &format!("{ACCOUNT}/message_templates"), Some(template)).await
    }

    /// A template that was approved: `promo` in French, or any other.
    pub(crate) async fn approved(&self, template: Value) {
        let name = template["name"].clone();
        assert_eq!(self.hand_in(template).await.status, 200);
        self.until("/_sandbox/meta", |facts| {
            let templates = facts["templates"].as_array().unwrap();
            templates.iter().any(|own| own["name"] == name && own["status"] == "APPROVED")
        })
        .await;
    }

    pub(crate) async fn subscribe(&self, receiver: &Receiver) {
        let body =
            json!({"override_callback_uri": format!("{}/hook/meta", receiver.url), "verify_token": "mine"});
        let answer = self.graph("POST", &format!("{ACCOUNT}/subscribed_apps"), Some(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    pub(crate) async fn act(&self, deed: &str, body: Value) -> Answer {
        let answer = self.call("POST", &format!("/_sandbox/whatsapp/{deed}"), Some(body)).await;
        assert!(answer.status < 300, "{deed}: {}", answer.body);
        answer
    }

    pub(crate) async fn behave(&self, person: &str, behaviour: &str) {
        self.act(&format!("people/{person}"), json!({"behaviour": behaviour})).await;
    }

    /// The part of the ledger that is about WhatsApp.
    pub(crate) async fn whatsapp(&self) -> Value {
        self.ledger().await["whatsapp"].clone()
    }
}

/// A template with two variables, an address with a third, and a way out.
fn promo() -> Value {
    json!({
        "name": "promo", "language": "fr", "category": "MARKETING", "parameter_format": "named",
        "components": [
            {"type": "BODY", "text": "Bonjour {{prenom}}, profitez de {{remise}} jusqu’à dimanche soir.",
             "example": {"body_text_named_params": [
                {"param_name": "prenom", "example": "Awa"}, {"param_name": "remise", "example": "20 %"}]}},
            {"type": "FOOTER", "text": "Répondez STOP pour ne plus rien recevoir"},
            {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Voir", "url": "http://127.0.0.1:9/w/{{1}}", "example": ["http://127.0.0.1:9/w/x"]},
                {"type": "QUICK_REPLY", "text": "Ça m’intéresse"}, {"type": "QUICK_REPLY", "text": "Ne plus recevoir"}]},
        ],
    })
}

/// The same template to somebody, for the campaign 42.
fn promo_to(person: &str) -> Value {
    let text = |name: &str, text: &str| json!({"type": "text", "parameter_name": name, "text": text});
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": person, "type": "template",
        "biz_opaque_callback_data": "c:42:7",
        "template": {"name": "promo", "language": {"policy": "deterministic", "code": "fr"}, "components": [
            {"type": "body", "parameters": [text("remise", "20 %"), text("prenom", "Awa")]},
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "k7Qz1"}]},
            {"type": "button", "sub_type": "quick_reply", "index": "2", "parameters": [{"type": "payload", "payload": "OPTOUT:42"}]},
        ]},
    })
}

fn text_to(person: &str) -> Value {
    json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": person, "type": "text",
        "biz_opaque_callback_data": "a:9", "text": {"body": "Oui, dimanche aussi."}})
}

/// The values of all changes of these posts, each with its field.
fn changes(hits: &[Hit]) -> Vec<(String, Value)> {
    let posts = hits.iter().filter(|hit| hit.method == "POST");
    let bodies = posts.map(|hit| serde_json::from_str::<Value>(&hit.body).unwrap());
    let entries = bodies.flat_map(|body| body["entry"].as_array().unwrap().clone());
    let changes = entries.flat_map(|entry| entry["changes"].as_array().unwrap().clone());
    changes.map(|change| (change["field"].as_str().unwrap().to_owned(), change["value"].clone())).collect()
}

/// All statuses, in the order of their coming.
fn statuses(hits: &[Hit]) -> Vec<Value> {
    let all = changes(hits).into_iter().filter_map(|(_, value)| value["statuses"].as_array().cloned());
    all.flatten().collect()
}
