//! A new template.

use actix_web::{HttpResponse, post, web::Data};
use domain::template::{Template, TemplateCreate};
use store::NewTemplate;

use super::content;
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Create a template
///
/// Checks the template language before anything is saved. With an `Idempotency-Key`, a repeated request gets the first answer.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:write"])), params(OnceHeader), request_body = TemplateCreate,
    extensions(("x-problems" = json!(["suite.refused"]))),
    responses((status = 201, body = Template, description = "The template, with its `ETag` and `Location`")))]
#[post("/templates")]
pub(super) async fn create_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    once: Once,
    body: Body<TemplateCreate>,
) -> Result<HttpResponse, Refusal> {
    let bytes = body.bytes.clone();
    once.make(&api, &caller, &bytes, async |tx, by| {
        let (channel, content) = body.command.into_parts();
        content::check(channel, &content)?;
        Ok(tx.templates().create(NewTemplate { channel, content: &content, by }).await?)
    })
    .await
}
