//! A public page: its frame, its headers, and the pages that every path shares.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use domain::Language;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    style::{POLICY, STYLE},
    texts::Texts,
};

/// What a page of ours says.
pub(crate) struct Page<'a> {
    pub(crate) status: StatusCode,
    pub(crate) language: Language,
    pub(crate) title: &'a str,
    pub(crate) content: Markup,
}

impl Page<'_> {
    /// The answer: never kept, never indexed, telling nobody where the reader came from.
    pub(crate) fn answer(self) -> HttpResponse {
        let document = html! {
            (DOCTYPE)
            html lang=(self.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex, nofollow";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body { main { h1 { (self.title) } (self.content) } }
            }
        };
        let mut answer = private(self.status);
        answer.insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()));
        answer.insert_header((header::CONTENT_LANGUAGE, self.language.as_str()));
        answer.body(document.into_string())
    }
}

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

/// The page of an address that is not one of ours, or leads to something that is gone.
pub(crate) fn missing(language: Language) -> HttpResponse {
    let texts = Texts::of(language);
    let content = html! { p { (texts.missing) } };
    Page { status: StatusCode::NOT_FOUND, language, title: texts.missing_title, content }.answer()
}

/// The page while the database is away: nothing was done, and it says so.
pub(crate) fn away(language: Language) -> HttpResponse {
    let texts = Texts::of(language);
    let content = html! { p { (texts.away) } };
    let title = texts.away_title;
    let mut answer = Page { status: StatusCode::SERVICE_UNAVAILABLE, language, title, content }.answer();
    answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    answer
}
