//! The application: routes, documentation, SPA, and the manners around them all.

use std::sync::LazyLock;

use actix_cors::Cors;
use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    error::PathError,
    http::header::{self, ContentType},
    middleware::{Compress, Condition, from_fn},
    web::{self, Bytes, Data, PathConfig, PayloadConfig},
};
use domain::ProblemCode;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    Api, caller, docs,
    error::Refusal,
    manners::{head, headers, observe, problems, unmatched},
    mounting::ServiceConfig,
    public, routes, spa,
};

/// Where the document is served.
const DOCUMENT: &str = "/api/docs/openapi.json";

/// The OpenAPI document of the routes that are mounted.
#[must_use]
pub fn document() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(docs::base());
    let (_, collected) =
        app.configure(|config| routes::mount(&mut ServiceConfig::Described(config))).split_for_parts();
    docs::finish(collected)
}

/// The document as it is served: made once for all workers, when somebody first reads it.
static SERVED: LazyLock<Bytes> =
    LazyLock::new(|| serde_json::to_vec(&document()).map_or_else(|_| Bytes::new(), Bytes::from));

/// The application for one worker.
pub fn app(
    api: Api,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .configure(|config| routes::mount(&mut ServiceConfig::Served(config)))
        .app_data(PayloadConfig::new(api.body_max))
        .app_data(PathConfig::default().error_handler(unknown_id))
        .app_data(Data::new(public::Links::default()))
        .app_data(Data::new(api.clone()))
        .service(web::redirect("/api/docs", "/api/docs/"))
        .service(
            web::resource(DOCUMENT)
                .get(async || HttpResponse::Ok().content_type(ContentType::json()).body(SERVED.clone())),
        )
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(swagger()))
        .configure(|config| spa::mount(config, api.spa.as_ref()))
        .default_service(web::to(unmatched::refuse))
        .wrap(from_fn(head::as_get))
        .wrap(from_fn(caller::identify))
        .wrap(Compress::default())
        .wrap(from_fn(problems::tell))
        .wrap(Condition::new(!api.origins.is_empty(), cors(&api.origins)))
        .wrap(from_fn(headers::secure))
        .wrap(from_fn(observe::observe))
}

/// The token stays in the field when the page is loaded again.
fn swagger() -> Config<'static> {
    Config::new([DOCUMENT])
        .persist_authorization(true)
        .display_request_duration(true)
        .try_it_out_enabled(true)
}

/// A path whose id is no id: nothing can have it.
fn unknown_id(_: PathError, request: &HttpRequest) -> Error {
    let code = match request.match_pattern() {
        Some(pattern) if pattern.contains("/campaigns/") => ProblemCode::CampaignNotFound,
        Some(pattern) if pattern.contains("/templates/") => ProblemCode::TemplateNotFound,
        Some(pattern) if pattern.contains("/errands/") => ProblemCode::ErrandNotFound,
        _ => ProblemCode::RouteNotFound,
    };
    Refusal::new(code).into()
}

/// Closed unless configured: without a configured origin no answer carries a CORS header.
fn cors(origins: &[String]) -> Cors {
    let allowed = origins.iter().fold(Cors::default(), |cors, origin| cors.allowed_origin(origin));
    allowed
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::ACCEPT_LANGUAGE,
        ])
        .allowed_headers(["idempotency-key", "x-request-id"])
        .expose_headers([header::ETAG, header::LOCATION, header::RETRY_AFTER, observe::REQUEST_ID])
        .max_age(600)
}
