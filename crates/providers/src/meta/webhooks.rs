//! Having our webhook called: `/{waba id}/subscribed_apps`. Meta asks the address at once whether it is ours, and refuses it where
//! nobody answers.

use reqwest::Method;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{Meta, answer::success};
use crate::{Failure, Registered, http};

/// What Meta says of an address that did not answer its question: whoever starts may not listen yet.
const NOT_ANSWERED: &str = "2200";

#[derive(Deserialize)]
struct Subscribed {
    #[serde(default)]
    data: Vec<App>,
}

#[derive(Deserialize)]
struct App {
    override_callback_uri: Option<String>,
}

/// Whether something was done.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    success: bool,
}

impl Meta {
    /// Meta shows no token, so that an address that is known is always written again.
    pub(super) async fn register(&self, url: &Url) -> Result<Registered, Failure> {
        let path = format!("{}/subscribed_apps", self.waba_id);
        let known: Subscribed = success(http::call(self.call(Method::GET, &path)).await)?;
        let wanted = json!({
            "override_callback_uri": url.as_str(),
            "verify_token": self.verify_token.expose_secret().trim(),
        });
        let done = success(http::call(self.call(Method::POST, &path).json(&wanted)).await);
        done.and_then(Done::done).map_err(patient)?;
        let is_ours = |app: &App| app.override_callback_uri.as_deref() == Some(url.as_str());
        Ok(if known.data.iter().any(is_ours) { Registered::Updated } else { Registered::Created })
    }
}

impl Done {
    pub(super) fn done(self) -> Result<(), Failure> {
        let detail = || "Meta answered without doing what was asked".into();
        let refused = || Failure::Refused { code: "not_done".into(), detail: detail() };
        self.success.then_some(()).ok_or_else(refused)
    }
}

fn patient(failure: Failure) -> Failure {
    match failure {
        Failure::Refused { code, detail } if code == NOT_ANSWERED => {
            Failure::Retry { after: None, code, detail }
        }
        other => other,
    }
}
