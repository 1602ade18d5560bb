//! Files that people sent, and files that people are to get.

use domain::whatsapp::{FileFault, HeaderMedia};
use providers::{Failure, MEDIA_FOREIGN, MEDIA_GONE, MEDIA_TOO_LARGE};
use serde_json::{Value, json};

use super::{error, open, open_with, settings, whatsapp_of};
use crate::server::{Act, PATIENT, Server};

/// Where Meta says that a file is, beside the server itself.
fn place(url: &str, size: Value) -> Act {
    Act::answer(200, json!({"url": url, "mime_type": "audio/ogg", "file_size": size, "id": "7"}))
}

/// How the fetching of file 7 fails, and how many calls were made.
async fn refused(acts: impl IntoIterator<Item = Act>) -> (String, usize) {
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    match whatsapp_of(&connection).media("7").await.unwrap_err() {
        Failure::Refused { code, .. } => (code, server.received().len()),
        failure @ Failure::Retry { .. } => panic!("{failure}"),
    }
}

#[tokio::test]
async fn what_meta_has_deleted_is_gone() {
    assert_eq!(refused([Act::answer(400, error(100, "No such object"))]).await, (MEDIA_GONE.to_owned(), 1));
    assert_eq!(refused([Act::answer(404, "{}")]).await, (MEDIA_GONE.to_owned(), 1));
}

#[tokio::test]
async fn a_file_that_is_told_to_be_too_large_is_not_fetched() {
    let large = (16_u64 << 20) + 1;
    for size in [json!(large), json!(large.to_string())] {
        let told = place("https://lookaside.fbsbx.com/1", size);
        assert_eq!(refused([told]).await, (MEDIA_TOO_LARGE.to_owned(), 1));
    }
}

#[tokio::test]
async fn the_token_is_shown_to_no_other_host() {
    for foreign in
        ["https://lookaside.fbsbx.com/1", "http://127.0.0.1:1/", "http://169.254.169.254/latest", "nowhere"]
    {
        assert_eq!(refused([place(foreign, json!(3))]).await, (MEDIA_FOREIGN.to_owned(), 1), "{foreign}");
    }
}

#[tokio::test]
async fn an_id_that_is_no_number_is_asked_for_nowhere() {
    let mut server = Server::start([]).await;
    let connection = open(server.url.clone());
    for id in ["", "7/../../me", "7?fields=token"] {
        let told = whatsapp_of(&connection).media(id).await.unwrap_err();
        assert!(matches!(told, Failure::Refused { .. }), "{told}");
    }
    assert_eq!(server.received().len(), 0);
}

/// What speaks against a picture behind this answer.
async fn fault(act: Act) -> Option<FileFault> {
    let server = Server::start([act]).await;
    let connection = open(server.url.clone());
    let url = format!("{}/a", server.url);
    whatsapp_of(&connection).file_fault(HeaderMedia::Image, &url).await
}

/// A picture that does not tell beforehand how long it is.
fn unmeasured(length: usize) -> Act {
    let headers = vec![("content-type", "image/png".to_owned()), ("transfer-encoding", "chunked".to_owned())];
    let body = format!("{length:x}\r\n{}\r\n0\r\n\r\n", "P".repeat(length));
    Act::Answer { status: 200, headers, body }
}

#[tokio::test]
async fn a_file_to_come_is_judged_by_its_answer_its_type_and_its_weight() {
    let max = HeaderMedia::Image.bytes_max();
    let too_long = usize::try_from(max).unwrap() + 1;
    let typed = |mime: &str, body: String| Act::with(200, ("content-type", mime), body);
    for (act, expected) in [
        (typed("image/PNG; x=1", "PNG".into()), None),
        (typed("image/webp", "RIFF".into()), Some(FileFault::Type("image/webp".into()))),
        (Act::answer(200, "PNG"), Some(FileFault::Type(String::new()))),
        (typed("image/jpeg", "P".repeat(too_long)), Some(FileFault::Heavy(max))),
        (unmeasured(3), None),
        (unmeasured(too_long), Some(FileFault::Heavy(max))),
        (Act::answer(404, ""), Some(FileFault::Unreachable(Some(404)))),
        (Act::with(302, ("location", "http://127.0.0.1/"), ""), Some(FileFault::Unreachable(Some(302)))),
        (Act::Close, Some(FileFault::Unreachable(None))),
    ] {
        let mut told = format!("{act:?}");
        told.truncate(80);
        assert_eq!(fault(act).await, expected, "{told}");
    }
}

#[tokio::test]
async fn what_only_we_could_go_to_is_not_asked() {
    let mut server = Server::start([Act::with(200, ("content-type", "image/png"), "PNG")]).await;
    let connection = open_with(settings("https://127.0.0.1:9".parse().ok()), PATIENT);
    let url = format!("{}/a.png", server.url);
    let found = whatsapp_of(&connection).file_fault(HeaderMedia::Image, &url).await;
    assert_eq!(found, Some(FileFault::Unreachable(None)));
    assert!(server.received().is_empty());
}
