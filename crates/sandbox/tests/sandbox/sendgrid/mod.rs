//! SendGrid's dialect.

mod account;
mod send;
mod specs;
mod suppressions;
mod webhooks;

use serde_json::{Value, json};

use crate::harness::{Answer, Sandbox};

impl Sandbox {
    /// A call to SendGrid's API.
    async fn sendgrid(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let url = self.url(&format!("/sendgrid/v3{path}"));
        let request = self.web.request(method.parse().unwrap(), url).bearer_auth("SG.test");
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    async fn mail(&self, letter: Value) -> Answer {
        self.sendgrid("POST", "/mail/send", Some(letter)).await
    }

    async fn change_account(&self, change: Value) {
        assert_eq!(self.call("POST", "/_sandbox/sendgrid", Some(change)).await.status, 204);
    }
}

fn person(email: &str) -> Value {
    json!({"to": [{"email": email}], "custom_args": {"campaign": "42", "number": "1"}})
}

/// A message to these people, with SendGrid's own tracking off.
fn letter(people: &[Value]) -> Value {
    json!({
        "personalizations": people,
        "from": {"name": "Exemple SAS", "email": "news@example.org"},
        "subject": "Bonjour {a}",
        "content": [{"type": "text/plain", "value": "Bonjour {a}"}, {"type": "text/html", "value": "<p>Bonjour {a}</p>"}],
        "categories": ["campaign-42"],
        "tracking_settings": {"click_tracking": {"enable": false}, "open_tracking": {"enable": false}},
    })
}
