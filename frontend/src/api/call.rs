//! One request and its answer.

use domain::{Language, Problem};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use serde::Serialize;
use web_sys::{AbortSignal, ReadableStream};

use super::{BASE, Failure};

/// A request that is being put together.
pub(crate) struct Call {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: None }
    }

    /// Reads.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Creates or acts.
    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// Replaces.
    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    /// Takes away.
    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Only if nobody has saved since this version.
    pub(crate) fn if_version(mut self, version: i64) -> Self {
        self.headers.push(("If-Match", format!("\"{version}\"")));
        self
    }

    /// Done once, however often the network makes us repeat it.
    pub(crate) fn once(mut self, key: String) -> Self {
        self.headers.push(("Idempotency-Key", key));
        self
    }

    /// Continues a stream of events after the one with this number.
    pub(crate) fn after(mut self, id: String) -> Self {
        self.headers.push(("Last-Event-ID", id));
        self
    }

    /// With this body.
    pub(crate) fn body(mut self, body: &impl Serialize) -> Result<Self, Failure> {
        self.body =
            Some(serde_json::to_string(body).map_err(|error| Failure::Unreadable(error.to_string()))?);
        Ok(self)
    }

    /// Sends it and takes the answer, which is JSON.
    pub(crate) async fn send(self, token: Option<&str>, language: Language) -> Result<String, Failure> {
        let response = self.answered("application/json", token, language, None).await?;
        response.text().await.map_err(|_| Failure::Network)
    }

    /// Sends it and hands out the answer as it comes, until it is given up.
    pub(crate) async fn open(
        self,
        token: Option<&str>,
        language: Language,
        until: &AbortSignal,
    ) -> Result<ReadableStream, Failure> {
        let response = self.answered("text/event-stream", token, language, Some(until)).await?;
        response.body().ok_or(Failure::Network)
    }

    async fn answered(
        self,
        accept: &str,
        token: Option<&str>,
        language: Language,
        until: Option<&AbortSignal>,
    ) -> Result<Response, Failure> {
        let response =
            self.request(accept, token, language, until)?.send().await.map_err(|_| Failure::Network)?;
        if response.ok() { Ok(response) } else { Err(problem(&response).await) }
    }

    fn request(
        self,
        accept: &str,
        token: Option<&str>,
        language: Language,
        until: Option<&AbortSignal>,
    ) -> Result<Request, Failure> {
        let mut builder = RequestBuilder::new(&format!("{BASE}/{}", self.path))
            .method(self.method)
            .abort_signal(until)
            .header("Accept", accept)
            .header("Accept-Language", language.as_str());
        if let Some(token) = token {
            builder = builder.header("Authorization", &format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let request = match self.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body),
            None => builder.build(),
        };
        request.map_err(|error| Failure::Unreadable(error.to_string()))
    }
}

async fn problem(response: &Response) -> Failure {
    match response.json::<Problem>().await {
        Ok(problem) => Failure::Problem(Box::new(problem)),
        // A proxy's page, say: not one of ours.
        Err(_) => Failure::Unreadable(format!("HTTP {} {}", response.status(), response.status_text())),
    }
}
