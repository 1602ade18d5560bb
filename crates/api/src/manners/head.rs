//! HEAD is GET without the body (RFC 9110 §9.3.2), for every route: the server leaves the body out by itself.

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};

/// Marks a request that asked for the head only.
struct OnlyHead;

/// Lets the routes answer HEAD as they answer GET.
pub(crate) async fn as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
        request.extensions_mut().insert(OnlyHead);
    }
    next.call(request).await
}

/// Whether a request asked for the head only.
pub(crate) fn is_only_head(request: &HttpRequest) -> bool {
    request.extensions().contains::<OnlyHead>()
}
