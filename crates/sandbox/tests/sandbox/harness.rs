//! A sandbox and a caller.

use std::time::Duration;

use sandbox::{Pace, Running, Settings, Shares};
use serde_json::{Value, json};

/// Longest wait for something that must happen; nothing is asserted about how long it takes.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Sandbox {
    pub(crate) running: Running,
    pub(crate) web: reqwest::Client,
}

/// An answer: status, body, headers.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// What a request is answered.
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        Self::try_of(request).await.unwrap()
    }

    async fn try_of(request: reqwest::RequestBuilder) -> reqwest::Result<Self> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        Ok(Self { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Status and code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

pub(crate) fn settings() -> Settings {
    Settings { pace: Pace::INSTANT, limits: false, shares: Shares::none(), ..Settings::default() }
}

pub(crate) async fn start() -> Sandbox {
    start_with(settings()).await
}

pub(crate) async fn start_with(settings: Settings) -> Sandbox {
    let running = sandbox::start(settings).await.unwrap();
    let web = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .unwrap();
    Sandbox { running, web }
}

impl Sandbox {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url())
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.try_call(method, path, body).await.unwrap()
    }

    pub(crate) async fn try_call(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<Answer> {
        let mut request =
            self.web.request(method.parse().unwrap(), self.url(path)).header("api-key", "xkeysib-test");
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        Answer::try_of(request).await
    }

    pub(crate) async fn send(&self, letter: Value) -> Answer {
        self.call("POST", "/v3/smtp/email", Some(letter)).await
    }

    pub(crate) async fn set_fault(&self, fault: Value) {
        assert_eq!(self.call("POST", "/_sandbox/faults", Some(fault)).await.status, 204);
    }

    pub(crate) async fn ledger(&self) -> Value {
        self.call("GET", "/_sandbox/ledger", None).await.body
    }

    /// Returns when everybody has done everything.
    pub(crate) async fn quiet(&self) {
        self.until("/_sandbox/quiet", |body| body["quiet"] == true).await;
    }

    /// Asks again and again until the answer is as wanted.
    pub(crate) async fn until(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let asked = async {
            loop {
                let body = self.call("GET", path, None).await.body;
                if wanted(&body) {
                    return body;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(|_| panic!("{path} never was as wanted"))
    }

    pub(crate) async fn stop(self) {
        self.running.stop().await.unwrap();
    }
}

/// A message to one recipient.
pub(crate) fn letter(to: &str, html: &str) -> Value {
    json!({
        "sender": {"name": "Exemple SAS", "email": "news@example.org"},
        "subject": "Bonjour",
        "htmlContent": html,
        "to": [{"email": to}],
        "tags": ["campaign-42"],
    })
}

/// A message in versions.
pub(crate) fn letters(versions: &Value) -> Value {
    let mut letter = letter("nobody@example.org", "<p>Bonjour {{params.prenom}}</p>");
    letter.as_object_mut().unwrap().remove("to");
    letter["messageVersions"] = versions.clone();
    letter
}
