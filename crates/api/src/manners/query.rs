//! Query strings: judged parameter by parameter.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::ProblemCode;
use serde::de::DeserializeOwned;

use super::misread;
use crate::error::Refusal;

/// The parameters of a request.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Asked<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let name = error.path().to_string();
        if name == "cursor" {
            return ProblemCode::CursorInvalid.into();
        }
        let pointer = if name == "." { "?".to_owned() } else { format!("?{name}") };
        let field = misread::field(pointer, &error.inner().to_string(), |_, name| format!("?{name}"));
        Refusal::fields(vec![field])
    })
}
