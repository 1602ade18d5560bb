//! What became of a template, and who uses it.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    ProblemCode, TemplateId,
    whatsapp::{TemplateStep, TemplateUse},
};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
};

/// Read what became of a template of WhatsApp
///
/// Every change of its status, quality and category, oldest first.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:read"])), params(("id" = TemplateId, Path, description = "The template's id")),
    extensions(("x-problems" = json!(["template.not_found"]))), responses((status = 200, body = Vec<TemplateStep>, description = "The steps")))]
#[get("/whatsapp/templates/{id}/history")]
pub(super) async fn read_whatsapp_template_history(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    id: Path<TemplateId>,
) -> Result<Json<Vec<TemplateStep>>, Refusal> {
    let mut tx = api.store.begin().await?;
    tx.whatsapp_templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    Ok(Json(tx.whatsapp_templates().history(*id).await?))
}

/// List the campaigns that use a template of WhatsApp
///
/// Those that changed last first, at most 100.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:read"])), params(("id" = TemplateId, Path, description = "The template's id")),
    extensions(("x-problems" = json!(["template.not_found"]))), responses((status = 200, body = Vec<TemplateUse>, description = "The campaigns")))]
#[get("/whatsapp/templates/{id}/uses")]
pub(super) async fn list_whatsapp_template_uses(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    id: Path<TemplateId>,
) -> Result<Json<Vec<TemplateUse>>, Refusal> {
    let mut tx = api.store.begin().await?;
    tx.whatsapp_templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    Ok(Json(tx.whatsapp_templates().uses(*id).await?))
}
