//! A copy.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{Duplicate, ProblemCode, TemplateId, template::Template};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Duplicate a template
///
/// Makes a copy of any template, archived or not.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), OnceHeader),
    request_body = Duplicate, extensions(("x-problems" = json!(["template.not_found", "suite.refused"]))),
    responses((status = 201, body = Template, description = "The copy, with its `ETag` and `Location`")))]
#[post("/templates/{id}/duplicate")]
pub(super) async fn duplicate_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    once: Once,
    body: Body<Duplicate>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    once.make(&api, &caller, &body.bytes, async |tx, by| {
        let copy = tx.templates().duplicate(*id, &body.command.name, by).await?;
        copy.ok_or(ProblemCode::TemplateNotFound.into())
    })
    .await
}
