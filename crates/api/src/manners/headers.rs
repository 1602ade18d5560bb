//! Security headers, and a content security policy for each kind of page.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
};

/// Answers of the API are data, never a page.
const CSP_DATA: &str = "default-src 'none'; frame-ancestors 'none'";
/// The SPA (words.md "API manners"): its own files, WebAssembly, and images as data.
const CSP_SPA: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                       font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; object-src 'none'; \
                       form-action 'self'; frame-ancestors 'none'";
/// Swagger UI writes its own style elements; its scripts are files.
const CSP_DOCS: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                        connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=()"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
];

/// Adds the headers. Transport security is said over TLS only by a proxy, so it belongs to the proxy's settings too.
pub(crate) async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let kind = Kind::of(request.path());
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        // The pixel is shown by other people's pages, and says so itself.
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    // A page with a policy of its own says in it who may frame it.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(kind.policy()));
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if matches!(kind, Kind::Data) && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

#[derive(Clone, Copy)]
enum Kind {
    Data,
    Docs,
    Spa,
}

impl Kind {
    fn of(path: &str) -> Self {
        match path {
            path if path.starts_with("/api/docs") => Self::Docs,
            path if ["/api/", "/health/", "/metrics", "/hooks/"]
                .iter()
                .any(|prefix| path.starts_with(prefix)) =>
            {
                Self::Data
            }
            _ => Self::Spa,
        }
    }

    const fn policy(self) -> &'static str {
        match self {
            Self::Data => CSP_DATA,
            Self::Docs => CSP_DOCS,
            Self::Spa => CSP_SPA,
        }
    }
}
