//! Pages that are somebody else's.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};

/// An HTML answer that no cache keeps and no search engine shows.
fn private(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.content_type(header::ContentType::html());
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header(("x-robots-tag", "noindex, nofollow"));
    answer
}

/// Somebody else's HTML as a page: a message. It runs nothing and reaches nothing but images; `frame_ancestors` is who may
/// frame it.
pub(crate) fn stored_page(html: String, frame_ancestors: &str) -> HttpResponse {
    let policy = format!(
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src http: https: data:; \
         style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors {frame_ancestors}"
    );
    private(StatusCode::OK).insert_header((header::CONTENT_SECURITY_POLICY, policy)).body(html)
}
