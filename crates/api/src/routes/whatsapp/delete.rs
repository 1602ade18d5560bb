//! A template that is to go.

use actix_web::{
    HttpResponse, delete,
    web::{Data, Path},
};
use domain::{ProblemCode, TemplateId, errand::ErrandTask, whatsapp::WhatsappTemplate};

use super::{done, errand};
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::version::{Expected, VersionHeader, shown},
};

/// Delete a template of WhatsApp
///
/// Takes it away at its provider, this language of it alone, in the background; one that no provider knows is gone at once. Refused
/// while a campaign that is on its way uses it. Meta keeps an approved name for 30 days.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    extensions(("x-problems" = json!(["template.not_found", "template.not_editable", "template.in_use"]))),
    responses((status = 200, body = WhatsappTemplate, description = "The template as it is now")))]
#[delete("/whatsapp/templates/{id}")]
pub(super) async fn delete_whatsapp_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let template = done(tx.whatsapp_templates().delete(*id, version, (api.clock)()).await?)?;
    if tx.whatsapp_templates().is_on_its_way(*id).await? {
        return Err(ProblemCode::TemplateInUse.into());
    }
    if template.is_named() {
        errand(&api, &mut tx, &caller, ErrandTask::DeleteTemplate { template: *id }).await?;
    }
    tx.commit().await?;
    Ok(shown(&template))
}
