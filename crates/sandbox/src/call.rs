//! A request and its answer, free of the server that carries them.

use actix_web::web::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::service::Service;

/// A request to a service.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// Path below the service's own address.
    pub(crate) path: String,
    pub(crate) query: String,
    /// The key that it bears, as the service wants it to be borne.
    pub(crate) key: Option<String>,
    /// The body, when it is JSON.
    pub(crate) json: Result<Value, String>,
    /// Bytes of the body.
    pub(crate) size: usize,
    /// What a receiver of webhooks said that it was asked about.
    pub(crate) challenged: Option<String>,
    /// What stands in the path where the route has a parameter.
    pub(crate) parameter: String,
}

/// Why a body is not what an operation takes.
#[derive(Debug)]
pub(crate) enum BadBody {
    /// No JSON, with the reason.
    NotJson(String),
    /// JSON, but no object.
    NoObject,
    /// A member of a wrong type, or one that is missing: where, and what is wrong.
    Member(String, String),
}

impl Call {
    pub(crate) fn new<S: Service>(
        method: &str,
        path: String,
        query: &str,
        key: Option<String>,
        body: &Bytes,
    ) -> Self {
        let json = if body.is_empty() { Ok(Value::Null) } else { S::json(body) };
        Self {
            method: method.to_owned(),
            path,
            query: query.to_owned(),
            key,
            json,
            size: body.len(),
            challenged: None,
            parameter: String::new(),
        }
    }

    /// Parses the body.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, BadBody> {
        let json = self.json.clone().map_err(BadBody::NotJson)?;
        if !json.is_object() {
            return Err(BadBody::NoObject);
        }
        serde_path_to_error::deserialize(json)
            .map_err(|error| BadBody::Member(error.path().to_string(), error.inner().to_string()))
    }

    /// Whether the body has a member.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.json.as_ref().is_ok_and(|json| json.get(member).is_some())
    }

    /// Whether it bears one of these keys; any, where none are named.
    pub(crate) fn is_let_in(&self, keys: &[String]) -> bool {
        self.key
            .as_ref()
            .is_some_and(|key| if keys.is_empty() { !key.is_empty() } else { keys.contains(key) })
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
