//! The list.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    list::Page,
    whatsapp::{WhatsappTemplateQuery, WhatsappTemplateSummary},
};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
    manners::query::Asked,
};

/// List templates of WhatsApp
///
/// Those that were written here and those that were found at the provider, one page at a time. Only approved ones may be sent.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:read"])), params(WhatsappTemplateQuery),
    responses((status = 200, body = Page<WhatsappTemplateSummary>, description = "One page")))]
#[get("/whatsapp/templates")]
pub(super) async fn list_whatsapp_templates(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    Asked(query): Asked<WhatsappTemplateQuery>,
) -> Result<Json<Page<WhatsappTemplateSummary>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.whatsapp_templates().list(&query).await?))
}
