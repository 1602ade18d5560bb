//! The outermost word on every refusal: a problem document (RFC 9457) in the caller's language.

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use domain::{Language, Problem, ProblemCode, problem::MEDIA_TYPE};

use super::observe::RequestId;
use crate::error::Refusal;

/// Turns whatever went wrong into a problem document.
pub(crate) async fn tell(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(told(next.call(request).await?.map_into_boxed_body()))
}

fn told(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let Some(error) = response.response().error() else { return response };
    let answer = document(response.request(), &refusal_of(error));
    ServiceResponse::new(response.request().clone(), answer)
}

/// Our own refusal, or the nearest one for what the framework found.
fn refusal_of(error: &Error) -> Refusal {
    if let Some(refusal) = error.as_error::<Refusal>() {
        return refusal.clone();
    }
    match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::RequestTooLarge.into(),
        StatusCode::NOT_FOUND => ProblemCode::RouteNotFound.into(),
        status if status.is_client_error() => {
            Refusal::with_detail(ProblemCode::RequestMalformed, error.to_string())
        }
        _ => {
            tracing::error!(%error, "a request failed");
            ProblemCode::ServerFailed.into()
        }
    }
}

/// The language that a request asks for.
pub(crate) fn language(request: &HttpRequest) -> Language {
    let asked = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::negotiate(asked.unwrap_or_default())
}

fn document(request: &HttpRequest, refusal: &Refusal) -> HttpResponse {
    let language = language(request);
    let instance = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let mut problem = Problem::new(refusal.code, language, &instance);
    if let Some(detail) = &refusal.detail {
        problem.detail.clone_from(detail);
    }
    problem.errors = refusal.errors.iter().map(|error| error.tell(language)).collect();
    respond(refusal, &problem, language)
}

fn respond(refusal: &Refusal, problem: &Problem, language: Language) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer.content_type(MEDIA_TYPE).insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    if refusal.code == ProblemCode::TokenInvalid {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Some(wait) = refusal.retry_after {
        answer.insert_header((header::RETRY_AFTER, wait.as_secs_f64().ceil().to_string()));
    }
    if let Some(allow) = &refusal.allow {
        answer.insert_header((header::ALLOW, allow.as_str()));
    }
    match serde_json::to_string(problem) {
        Ok(json) => answer.body(json),
        Err(_) => answer.finish(),
    }
}
