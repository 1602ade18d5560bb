//! The API's client: one call, one result, every failure told apart.

mod account;
mod call;
mod campaigns;
mod failure;
mod noun;
mod templates;

pub(crate) use call::Call;
pub(crate) use campaigns::Campaigns;
pub(crate) use failure::Failure;
pub(crate) use noun::{Facts, Noun};
pub(crate) use templates::Templates;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

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

    /// Makes the call. A refused token ends the session, whoever asked.
    pub(crate) async fn call<T: DeserializeOwned>(self, call: Call) -> Result<T, Failure> {
        let token = self.session.token();
        let language = language(self.texts.get_locale_untracked());
        let result = call.send(token.as_deref(), language).await;
        // A late answer to an old token must not end the session that came after it.
        if result.as_ref().is_err_and(Failure::is_unknown_caller) && self.session.token() == token {
            self.session.end(Ending::Refused);
        }
        result
    }
}

/// The way to the API, from the context.
pub(crate) fn use_api() -> Api {
    expect_context()
}
