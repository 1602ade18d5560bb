//! One template.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::{ProblemCode, TemplateId, template::Template};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
    manners::version::shown,
};

/// Read a template
///
/// With its `ETag`, which an edit wants back.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:read"])), params(("id" = TemplateId, Path, description = "The template's id")),
    extensions(("x-problems" = json!(["template.not_found"]))), responses((status = 200, body = Template, description = "The template")))]
#[get("/templates/{id}")]
pub(super) async fn read_template(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    id: Path<TemplateId>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let template = tx.templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
    Ok(shown(&template))
}
