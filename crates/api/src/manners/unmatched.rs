//! What no route answers: an unknown path, or a known one with another method.

use actix_web::HttpRequest;
use domain::ProblemCode;

use crate::{docs::Paths, error::Refusal};

/// Refuses with 404, or with 405 and the methods that the path has.
pub(crate) async fn refuse(request: HttpRequest) -> Result<&'static str, Refusal> {
    Err(refusal(&request))
}

/// The same, for whoever looked for something else first.
pub(crate) fn refusal(request: &HttpRequest) -> Refusal {
    let methods = Paths::known().methods(request.path());
    if methods.is_empty() {
        return ProblemCode::RouteNotFound.into();
    }
    Refusal { allow: Some(methods.join(", ")), ..Refusal::new(ProblemCode::RouteMethod) }
}
