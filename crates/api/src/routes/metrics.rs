//! Metrics in Prometheus' text format.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, get, web::Data};

use crate::{
    Api,
    caller::{Caller, bearer, permit::SettingsRead},
    error::Refusal,
};

/// Whoever may read metrics: Prometheus with the configured scrape token, or a caller with `settings:read`.
pub(super) struct Scraper;

impl FromRequest for Scraper {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let known = request.app_data::<Data<Api>>().zip(bearer(request));
        if known.is_some_and(|(api, token)| api.scrapes_with(token)) {
            return ready(Ok(Self));
        }
        ready(Caller::<SettingsRead>::from_request(request, payload).into_inner().map(|_| Self))
    }
}

/// Metrics
///
/// Prometheus' text format. Wants the scrape token of the settings, or a token with `settings:read`.
#[utoipa::path(tag = "operations", security(("bearer" = ["settings:read"])),
    responses((status = 200, body = String, content_type = "text/plain", description = "The metrics")))]
#[get("/metrics")]
pub(super) async fn metrics(_: Scraper, api: Data<Api>) -> String {
    (api.metrics)()
}
