//! A message's own HTML, kept in a frame.

use actix_web::{
    HttpResponse, get,
    http::header::{self, HeaderValue},
    web::{Data, Path},
};

use crate::sandbox::Sandbox;

/// Images are loaded, as a mail program does; nothing of the message is ever run.
const POLICY: &str = "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *; \
                      sandbox allow-popups allow-popups-to-escape-sandbox";

#[get("/messages/{number}/html")]
pub(crate) async fn show(sandbox: Data<Sandbox>, number: Path<u64>) -> HttpResponse {
    let rendered = sandbox.mail.with(|room| room.find(*number).map(crate::mail::Message::render));
    let Some(rendered) = rendered.flatten() else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
        .insert_header((header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
        .body(in_new_windows(&rendered.html))
}

/// Makes links open in a window of their own: inside the frame most pages refuse to show.
fn in_new_windows(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let place = after_tag(&lower, "<head").or_else(|| after_tag(&lower, "<!doctype")).unwrap_or(0);
    let (before, after) = html.split_at(place);
    format!("{before}<base target=\"_blank\">{after}")
}

/// Where a tag ends; `<header>` is no `<head>`.
fn after_tag(lower: &str, tag: &str) -> Option<usize> {
    let starts = lower.match_indices(tag).map(|(start, _)| start);
    let mut whole =
        starts.filter(|start| lower[start + tag.len()..].starts_with(['>', ' ', '\n', '\r', '\t']));
    let start = whole.next()?;
    Some(start + lower[start..].find('>')? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_open_in_a_window_of_their_own_with_and_without_a_head() {
        let whole = in_new_windows("<!doctype html><html><HEAD lang=fr><title>x</title></HEAD></html>");
        assert_eq!(
            whole,
            "<!doctype html><html><HEAD lang=fr><base target=\"_blank\"><title>x</title></HEAD></html>"
        );
        assert_eq!(in_new_windows("<p>a</p>"), "<base target=\"_blank\"><p>a</p>");
        let bare = in_new_windows("<!DOCTYPE html><header>a</header>");
        assert_eq!(bare, "<!DOCTYPE html><base target=\"_blank\"><header>a</header>");
    }
}
