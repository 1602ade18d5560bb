//! What all pages share.

use actix_web::{HttpResponse, get};
use maud::{DOCTYPE, Markup, html};

use super::texts::Texts;

/// A page around its content. `other` is the address of the same page in the other language.
pub(crate) fn page(texts: &Texts, title: &str, other: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(texts.code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href="/style.css";
            }
            body {
                header {
                    a.home href={ "/?lang=" (texts.code) } { (texts.title) }
                    a href={ "/whatsapp?lang=" (texts.code) } { "WhatsApp" }
                    a href=(other) lang=(texts.other.0) hreflang=(texts.other.0) { (texts.other.1) }
                }
                p.notice role="note" { (texts.notice) }
                main { (content) }
            }
        }
    }
}

#[get("/style.css")]
pub(crate) async fn style() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(include_str!("style.css"))
}
