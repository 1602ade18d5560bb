//! Request id in and out, one span and one log line per request (but for opens and clicks that go well), and the figures of
//! `/metrics`.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use tracing::Instrument;

use crate::Api;

/// The header that carries the request id, both ways.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Where pixels and links are.
const HITS: &str = "/t/";
/// Longest request id that is taken over from the caller.
const ID_MAX: usize = 128;

/// The id of the request at hand: the caller's own, or a new one.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Gives the request an id, and tells the log and the metrics how it ended.
pub(crate) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = request_id(&request);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = known(request.method());
    let is_hit = request.path().starts_with(HITS);
    let span = tracing::info_span!(
        "request",
        id,
        method,
        path = loggable(request.path()),
        caller = tracing::field::Empty
    );
    let begun = Instant::now();
    let mut response = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let seconds = begun.elapsed().as_secs_f64();
    count(&response, method, seconds);
    span.in_scope(|| log(response.status(), seconds, is_hit));
    Ok(response)
}

/// Opens and clicks that go well are counted and stored; a line for each would drown everything else.
fn log(status: StatusCode, seconds: f64, is_hit: bool) {
    let (status, milliseconds) = (status.as_u16(), (seconds * 1000.0).round());
    if is_hit && status < 400 {
        tracing::debug!(status, milliseconds, "answered");
    } else {
        tracing::info!(status, milliseconds, "answered");
    }
}

fn request_id(request: &ServiceRequest) -> String {
    let theirs = request.headers().get(&REQUEST_ID).and_then(|value| value.to_str().ok());
    match theirs.filter(|id| is_plain(id)) {
        Some(id) => id.to_owned(),
        None => request.app_data::<Data<Api>>().map(|api| (api.ids)().to_string()).unwrap_or_default(),
    }
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.len() <= ID_MAX && id.chars().all(|c| c.is_ascii_graphic())
}

/// Paths are counted by their pattern: ids in labels would make a series per row.
fn count<B>(response: &ServiceResponse<B>, method: &'static str, seconds: f64) {
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let status = response.status().as_u16();
    metrics::counter!("http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route)
        .record(seconds);
}

/// A path as the log may keep it: whoever reads a token there could use it, and unsubscribe its owner.
fn loggable(path: &str) -> &str {
    const SECRETS: [&str; 7] = [
        "/t/o/",
        "/t/c/",
        "/u/",
        "/p/",
        "/v/",
        "/api/marketing/v1/downloads/",
        "/api/marketing/v1/previews/",
    ];
    SECRETS.into_iter().find(|folder| path.starts_with(folder)).unwrap_or(path)
}

/// A method is any word of the caller's: as a label, only those that routes have.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
