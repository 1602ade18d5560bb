//! How long a request may take.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use domain::ProblemCode;

use crate::{Api, error::Refusal};

/// Gives up on a request that takes too long. Its transaction is dropped with it, hence rolled back.
pub(crate) async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let patience = request.app_data::<Data<Api>>().ok_or(Refusal::new(ProblemCode::ServerFailed))?.patience;
    match tokio::time::timeout(patience, next.call(request)).await {
        Ok(answer) => answer,
        Err(_) => Err(Refusal::until(ProblemCode::RequestTimeout, patience).into()),
    }
}
