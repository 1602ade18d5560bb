//! Calls over HTTP, with the one question that matters for a send: may the other side have acted?

use std::{error::Error, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::{Client, ClientBuilder, RequestBuilder, Response, header::HeaderMap, redirect, retry};
use rustls::crypto::ring;

use crate::Timeouts;

/// The largest answer that is read; 5,000 events take about 3 MB.
const ANSWER_MAX: usize = 16 << 20;

/// Waits longer than this are not believed: limits count by the minute or the hour.
pub(crate) const WAIT_MAX: u64 = 3_600;

/// How a call ended.
#[derive(Debug)]
pub(crate) enum Call {
    /// With an answer.
    Answered(Answer),
    /// Before a byte of it left: no connection.
    NeverSent(String),
    /// Without an answer, after it may have arrived.
    Lost(String),
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// None where it broke off.
    pub(crate) body: Option<Vec<u8>>,
}

/// The client of all accounts.
pub(crate) fn client(timeouts: Timeouts) -> Result<Client, String> {
    built(builder(timeouts))
}

/// A client that is made, or why it cannot be.
pub(crate) fn built(builder: ClientBuilder) -> Result<Client, String> {
    builder.build().map_err(|error| words(&error))
}

/// What all clients have in common: they follow no redirect and repeat nothing.
pub(crate) fn builder(timeouts: Timeouts) -> ClientBuilder {
    // Fails where the program has chosen a library before: then that one serves.
    let _ = ring::default_provider().install_default();
    Client::builder()
        .user_agent(concat!("ebvision-marketing/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.whole)
        // A connection that rested long may be closed by the other side just as we write: doubt for nothing.
        .pool_idle_timeout(Duration::from_secs(15))
}

/// Makes a call.
pub(crate) async fn call(request: RequestBuilder) -> Call {
    match request.send().await {
        Ok(response) => Call::Answered(Answer::read(response).await),
        Err(error) if error.is_connect() || error.is_builder() => Call::NeverSent(words(&error)),
        Err(error) => Call::Lost(words(&error)),
    }
}

impl Answer {
    async fn read(mut response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: body(&mut response).await }
    }

    /// When it was given, by the other side's clock; long ago where it does not say, so that it changes nothing that is known since.
    pub(crate) fn told_at(&self) -> DateTime<Utc> {
        self.date().unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// How long to wait, by a header that counts seconds or names an instant (RFC 9110 §10.2.3), which is counted from the answer's own
    /// date: whatever our clock says, theirs is meant. One that has passed asks for nothing.
    pub(crate) fn wait(&self, header: &str) -> Option<Duration> {
        let text = self.headers.get(header)?.to_str().ok()?.trim();
        let until = || Some((instant(text)? - self.date()?).num_seconds());
        let seconds = text.parse().ok().or_else(|| u64::try_from(until()?).ok())?;
        Some(Duration::from_secs(u64::min(seconds, WAIT_MAX)))
    }

    fn date(&self) -> Option<DateTime<Utc>> {
        instant(self.headers.get("date")?.to_str().ok()?)
    }
}

/// An instant as HTTP writes it (RFC 9110 §5.6.7); the two forms that are obsolete are not read.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc())
}

async fn body(response: &mut Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_MAX {
            return None;
        }
    }
    Some(body)
}

/// An error with its causes, on one line, without the address that was called.
pub(crate) fn words(error: &reqwest::Error) -> String {
    let mut words = vec![kind(error).to_owned()];
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    words.join(": ")
}

fn kind(error: &reqwest::Error) -> &'static str {
    match error {
        error if error.is_connect() => "no connection",
        error if error.is_timeout() => "no answer in time",
        _ => "the connection broke",
    }
}
