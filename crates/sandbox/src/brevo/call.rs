//! A request and its answer, free of the server that carries them.

use actix_web::web::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Refusal;

/// A request to `/v3`.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// Path below `/v3`.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) api_key: Option<String>,
    /// The body, when it is JSON.
    pub(crate) json: Result<Value, String>,
    /// What stands in the path where the route has a parameter.
    pub(crate) parameter: String,
}

impl Call {
    pub(crate) fn new(method: &str, path: &str, query: &str, api_key: Option<String>, body: &Bytes) -> Self {
        let json = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            api_key,
            json: json.map_err(|error| error.to_string()),
            parameter: String::new(),
        }
    }

    /// Parses the body.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let json = self.json.clone().map_err(|error| Refusal::bad(format!("Invalid JSON: {error}")))?;
        if !json.is_object() {
            return Err(Refusal::bad("Input must be a valid JSON object"));
        }
        serde_path_to_error::deserialize(json)
            .map_err(|error| Refusal::invalid(format!("{} is not valid: {}", error.path(), error.inner())))
    }

    /// Whether the body has a member.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.json.as_ref().is_ok_and(|json| json.get(member).is_some())
    }
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// How many messages were accepted with it.
    pub(crate) accepted: usize,
}

impl Answer {
    pub(crate) const fn new(status: u16, body: Value) -> Self {
        Self { status, body: Some(body), headers: Vec::new(), accepted: 0 }
    }

    pub(crate) const fn empty(status: u16) -> Self {
        Self { status, body: None, headers: Vec::new(), accepted: 0 }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.status, json!({"code": refusal.code, "message": refusal.message}))
    }
}
