//! Files that people sent.

use providers::{Failure, MEDIA_FOREIGN, MEDIA_GONE, MEDIA_TOO_LARGE};
use serde_json::{Value, json};

use super::{error, open, whatsapp_of};
use crate::server::{Act, Server};

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
