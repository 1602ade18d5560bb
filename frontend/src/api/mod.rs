//! The API's client: one call, one result, every failure told apart.

mod account;
mod accounts;
mod audience;
mod call;
mod campaigns;
mod conversations;
mod costs;
mod ends;
mod failure;
mod noun;
mod paces;
mod reports;
mod sending;
mod templates;
mod whatsapp;

pub(crate) use call::Call;
pub(crate) use campaigns::{CampaignDraft, Campaigns};
pub(crate) use failure::Failure;
pub(crate) use noun::{Facts, Noun};
pub(crate) use paces::{Pace, PaceId, Paces};
pub(crate) use sending::Stop;
pub(crate) use templates::Templates;
pub(crate) use whatsapp::WhatsappTemplates;

use domain::Language;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use web_sys::{AbortSignal, ReadableStream};

use crate::{
    i18n::{Texts, language},
    session::{Ending, Session},
};

/// Where the API lives, on the origin that served the page.
const BASE: &str = "/api/marketing/v1";

/// A way to the API for whoever is signed in, in the language that they read.
#[derive(Clone, Copy)]
pub(crate) struct Api {
    session: Session,
    texts: Texts,
}

impl Api {
    /// For this session; answers come in the language of these texts.
    pub(crate) fn new(session: Session, texts: Texts) -> Self {
        Self { session, texts }
    }

    /// Makes the call and reads the answer. Only the reading differs from one kind of answer to the next.
    pub(crate) async fn call<T: DeserializeOwned>(self, call: Call) -> Result<T, Failure> {
        let answer = self.text(call).await?;
        serde_json::from_str(&answer).map_err(|error| Failure::Unreadable(error.to_string()))
    }

    /// Makes the call. A refused token ends the session, whoever asked.
    async fn text(self, call: Call) -> Result<String, Failure> {
        let token = self.session.token();
        let result = call.send(token.as_deref(), self.language()).await;
        self.heed(result, token.as_deref())
    }

    /// Opens a stream, until it is given up.
    pub(crate) async fn stream(self, call: Call, until: &AbortSignal) -> Result<ReadableStream, Failure> {
        let token = self.session.token();
        let result = call.open(token.as_deref(), self.language(), until).await;
        self.heed(result, token.as_deref())
    }

    fn language(self) -> Language {
        language(self.texts.get_locale_untracked())
    }

    /// A late answer to an old token must not end the session that came after it.
    fn heed<T>(self, result: Result<T, Failure>, token: Option<&str>) -> Result<T, Failure> {
        if result.as_ref().is_err_and(Failure::is_unknown_caller) && self.session.token().as_deref() == token
        {
            self.session.end(Ending::Refused);
        }
        result
    }
}

/// The way to the API, from the context.
pub(crate) fn use_api() -> Api {
    expect_context()
}
