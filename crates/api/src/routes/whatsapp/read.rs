//! One template.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::{ProblemCode, TemplateId, whatsapp::WhatsappTemplate};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
    manners::version::shown,
};

/// Read a template of WhatsApp
///
/// With its `ETag`, which an edit wants back; it changes when the provider tells something new, too.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:read"])), params(("id" = TemplateId, Path, description = "The template's id")),
    extensions(("x-problems" = json!(["template.not_found"]))), responses((status = 200, body = WhatsappTemplate, description = "The template")))]
#[get("/whatsapp/templates/{id}")]
pub(super) async fn read_whatsapp_template(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    id: Path<TemplateId>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let template = tx.whatsapp_templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    Ok(shown(&template))
}
