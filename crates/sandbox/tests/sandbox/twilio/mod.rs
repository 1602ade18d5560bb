//! Twilio's dialect.

mod content;
mod messages;
mod specs;
mod stream;
mod webhooks;

use serde_json::{Value, json};

use crate::{
    harness::{Answer, Sandbox},
    receiver::Receiver,
};

pub(crate) const PERSON: &str = "+33612345678";

/// The account, as a caller is told it.
struct Account {
    sid: String,
    token: String,
}

impl Sandbox {
    async fn twilio_account(&self) -> Account {
        let facts = self.call("GET", "/_sandbox/twilio", None).await.body;
        let text = |member: &str| facts[member].as_str().unwrap().to_owned();
        Account { sid: text("accountSid"), token: text("authToken") }
    }

    /// A form to an address below the account's, or a question where there is none.
    async fn twilio(&self, path: &str, form: Option<&[(&str, &str)]>) -> Answer {
        let account = self.twilio_account().await;
        let url = self.url(&format!("/twilio/2010-04-01/Accounts/{}{path}", account.sid));
        let request = match form {
            Some(form) => {
                let body = serde_urlencoded::to_string(form).unwrap();
                let kind = "application/x-www-form-urlencoded";
                self.web.post(url).header("content-type", kind).body(body)
            }
            None => self.web.get(url),
        };
        Answer::of(request.basic_auth(account.sid, Some(account.token))).await
    }

    async fn content(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let account = self.twilio_account().await;
        let url = self.url(&format!("/twilio-content/v1{path}"));
        let request = self.web.request(method.parse().unwrap(), url);
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        Answer::of(request.basic_auth(account.sid, Some(account.token))).await
    }

    /// A content that was approved; its `HX…`.
    async fn approved_content(&self) -> String {
        let sid =
            self.content("POST", "/Content", Some(content())).await.body["sid"].as_str().unwrap().to_owned();
        let request = json!({"name": "promo", "category": "MARKETING"});
        let path = format!("/Content/{sid}/ApprovalRequests/whatsapp");
        assert_eq!(self.content("POST", &path, Some(request)).await.status, 201);
        self.quiet().await;
        sid
    }

    async fn write_to(&self, person: &str, more: &[(&str, &str)]) -> Answer {
        let to = format!("whatsapp:{person}");
        let form = [&[("To", to.as_str()), ("From", "whatsapp:+33700000002")], more].concat();
        self.twilio("/Messages.json", Some(&form)).await
    }

    async fn hand_over_to(&self, receiver: &Receiver) {
        let change = json!({"inbound": format!("{}/inbound?a=1", receiver.url)});
        assert_eq!(self.call("POST", "/_sandbox/twilio", Some(change)).await.status, 204);
    }
}

fn content() -> Value {
    json!({
        "friendly_name": "promo_fr", "language": "fr", "variables": {"1": "Awa", "2": "k7"},
        "types": {"whatsapp/card": {
            "body": "Bonjour {{1}}, nos offres vous attendent jusqu’à dimanche.",
            "actions": [
                {"type": "URL", "title": "Voir", "url": "http://127.0.0.1:9/w/{{2}}"},
                {"type": "QUICK_REPLY", "title": "Ne plus recevoir", "id": "OPTOUT"}],
        }},
    })
}
