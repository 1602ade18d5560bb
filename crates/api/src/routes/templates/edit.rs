//! An edited template.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use domain::{
    ProblemCode, TemplateId,
    template::{Template, TemplateEdit},
};

use super::{changed, content};
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader},
    },
};

/// Edit a template
///
/// Replaces what the template holds, whole; the channel stays. Refused when somebody saved since it was read.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), VersionHeader),
    request_body = TemplateEdit, extensions(("x-problems" = json!(["template.not_found", "template.not_editable", "suite.refused"]))),
    responses((status = 200, body = Template, description = "The template as saved")))]
#[put("/templates/{id}")]
pub(super) async fn edit_template(
    _: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    Expected(version): Expected,
    body: Body<TemplateEdit>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let current = tx.templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    content::check(current.channel, &body.command)?;
    let change = tx.templates().edit(*id, version, &body.command, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}
