//! The OpenAPI document: collected from the mounted routes, then completed with what all of them share.

mod examples;
mod finish;
mod paths;

pub(crate) use paths::Paths;

use utoipa::{
    OpenApi,
    openapi::{
        self,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// What the routes do not say themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "EB VISION Marketing",
        description = "E-mail and WhatsApp campaigns of the EB VISION suite.\n\n\
            **Token.** Every route under `/api/marketing/v1` wants `Authorization: Bearer <JWT>`, the suite's own \
            token. In the demo, `ebvision-marketing token --role admin` mints one; put it into *Authorize*.\n\n\
            **Problems.** A refusal is a problem document (RFC 9457) whose `code` comes from a closed catalogue \
            (`GET /api/marketing/v1/problems`); texts follow `Accept-Language` (French, English).\n\n\
            **Pages.** A list carries `next` and `previous`; send one back as `cursor`.\n\n\
            **Versions.** What can be edited has an `ETag`; send it back as `If-Match`.\n\n\
            **Repeating.** A POST that makes something takes an `Idempotency-Key`: the same key and body within 24 hours \
            get the same answer, and nothing is made twice.",
        license(name = "Proprietary")
    ),
    components(schemas(domain::Problem)),
    tags(
        (name = "campaigns", description = "Campaigns: list, write, review, launch, follow, put away."),
        (name = "templates", description = "Templates: reusable content."),
        (name = "whatsapp", description = "WhatsApp: templates that its provider approves, and the numbers that messages leave from."),
        (name = "people", description = "Where contacts come from, and who a segment comes to."),
        (name = "conversations", description = "What people write by WhatsApp, and what colleagues answer."),
        (name = "consent", description = "The consent ledger and the suppression list."),
        (name = "reports", description = "What came of a campaign, and of all of them."),
        (name = "settings", description = "Accounts and rules."),
        (name = "public", description = "What readers of messages and providers call; no token of a person, no limit by rate."),
        (name = "caller", description = "Who calls, and what refusals mean."),
        (name = "operations", description = "Health and metrics.")
    )
)]
struct Base;

/// The name of the security scheme.
const BEARER: &str = "bearer";

pub(crate) fn base() -> openapi::OpenApi {
    let mut document = Base::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The suite's JSON Web Token."))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
    document
}

/// Completes a collected document.
pub(crate) fn finish(document: openapi::OpenApi) -> openapi::OpenApi {
    finish::finish(document)
}
