//! An edited template.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use domain::{
    ProblemCode, TemplateId,
    whatsapp::{TemplateContent, WhatsappTemplate},
};

use super::changed;
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader},
    },
};

/// Edit a template of WhatsApp
///
/// Replaces what a draft, a refused or, at Meta, a paused template says, whole; it is a draft then, until it is handed in. Any other one
/// stays as it is: make a new version of it. Name and language stay once the provider knows it by them.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    request_body = TemplateContent, extensions(("x-problems" = json!(["template.not_found", "template.not_editable", "template.name_taken", "suite.refused"]))),
    responses((status = 200, body = WhatsappTemplate, description = "The template as saved")))]
#[put("/whatsapp/templates/{id}")]
pub(super) async fn edit_whatsapp_template(
    _: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
    body: Body<TemplateContent>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let current = tx.whatsapp_templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    body.command.check_edit(&current)?;
    let change = tx.whatsapp_templates().edit(*id, version, &body.command, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}
