//! The inbox: every message as its reader sees it, in a browser, without scripts.

mod frame;
mod list;
mod message;
mod page;
mod query;
mod texts;
mod timeline;
mod whatsapp;

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web::ServiceConfig,
};
use maud::Markup;

/// Mounts the pages.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config
        .service(list::show)
        .service(message::show)
        .service(message::unsubscribe)
        .service(frame::show)
        .service(page::style)
        .configure(whatsapp::mount);
}

/// A page of our own: nothing but itself, its style and frames of this program.
fn answer(markup: Markup) -> HttpResponse {
    const POLICY: &str =
        "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'";
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(markup.into_string())
}
