//! Into the archive, and out of it.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{TemplateId, template::Template};

use super::changed;
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::version::{Expected, VersionHeader},
};

/// Archive a template
///
/// Keeps it out of the list; nothing is lost. One that is archived already stays as it is.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    extensions(("x-problems" = json!(["template.not_found", "suite.refused"]))),
    responses((status = 200, body = Template, description = "The template as it is now")))]
#[post("/templates/{id}/archive")]
pub(super) async fn archive_template(
    _: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let change = tx.templates().archive(*id, version, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}

/// Take a template out of the archive
///
/// Puts it back into the list.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    extensions(("x-problems" = json!(["template.not_found", "suite.refused"]))),
    responses((status = 200, body = Template, description = "The template as it is now")))]
#[post("/templates/{id}/unarchive")]
pub(super) async fn unarchive_template(
    _: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let change = tx.templates().unarchive(*id, version, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}
