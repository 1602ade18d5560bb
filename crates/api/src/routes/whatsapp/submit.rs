//! A template on its way to approval.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    ProblemCode, TemplateId,
    errand::{Errand, ErrandTask},
    whatsapp::{WhatsappTemplate, lint},
};
use providers::Whatsapp;

use super::{done, errand, whatsapp};
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::version::{Expected, VersionHeader},
};

/// Hand a template of WhatsApp in
///
/// Refused while the check finds something blocking, or another template says the same. The errand tells what the provider answered;
/// its verdict comes later, to the template.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    extensions(("x-problems" = json!(["template.not_found", "template.not_editable", "template.not_ready", "account.not_found"]))),
    responses((status = 202, body = Errand, description = "The errand that does it")))]
#[post("/whatsapp/templates/{id}/submit")]
pub(super) async fn submit_whatsapp_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let template = done(tx.whatsapp_templates().submit(*id, version, (api.clock)()).await?)?;
    let provider = whatsapp(&api, &template.account)?;
    judge(&template, provider)?;
    let WhatsappTemplate { account, content, .. } = &template;
    if let Some(twin) = tx.whatsapp_templates().twin(account, content, Some(*id)).await? {
        return Err(Refusal::with_detail(
            ProblemCode::TemplateNotReady,
            format!("template.duplicate: {twin}"),
        ));
    }
    let errand = errand(&api, &mut tx, &caller, ErrandTask::SubmitTemplate { template: *id }).await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(errand))
}

fn judge(template: &WhatsappTemplate, whatsapp: &dyn Whatsapp) -> Result<(), Refusal> {
    let findings = lint(&template.content, whatsapp.provider());
    let blocking: Vec<_> = findings
        .iter()
        .filter(|finding| finding.is_blocking())
        .map(|finding| format!("{} ({})", finding.code, finding.pointer))
        .collect();
    if blocking.is_empty() {
        Ok(())
    } else {
        Err(Refusal::with_detail(ProblemCode::TemplateNotReady, blocking.join(", ")))
    }
}
