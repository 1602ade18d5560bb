//! Ways in: TLS, STARTTLS, signing in; and what it takes that nothing goes over the open.

use base64::{Engine, engine::general_purpose::STANDARD};
use providers::{Failure, Health};

use super::{
    PASSWORD, batch_for,
    mx::{Act, Heard, Manner, Mx},
    open, send, settings, words,
};
use crate::server::nobody;

async fn mx(offers: &'static [&'static str], tls: bool) -> Mx {
    Mx::start(Manner { offers, tls, ..Manner::doing(|_| None) }).await
}

#[tokio::test]
async fn messages_leave_encrypted_by_starttls_or_from_the_first_byte() {
    for (form, offers, tls) in
        [("smtp://{}", &["STARTTLS", "PIPELINING"][..], false), ("smtps://{}", &["PIPELINING"], true)]
    {
        let mx = mx(offers, tls).await;
        let connection = open(settings(mx.url(form)));
        assert_eq!(words(&send(&*connection, &batch_for(&*connection, 3)).await), ["accepted"; 3]);
        assert!(mx.mails().iter().all(|mail| mail.encrypted && mail.to.ends_with("@example.com")));
    }
}

#[tokio::test]
async fn where_starttls_is_asked_for_nothing_goes_over_the_open() {
    let mx = mx(&["PIPELINING"], false).await;
    let connection = open(settings(mx.url("smtp://{}")));
    let outcomes = send(&*connection, &batch_for(&*connection, 2)).await;
    assert_eq!(words(&outcomes), ["refused tls_not_offered Account"; 2]);
    assert_eq!(mx.verbs(), ["HELLO", "EHLO"]);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_believed() {
    let mx = mx(&["STARTTLS"], false).await;
    let mut settings = settings(mx.url("smtp://{}"));
    settings.certificates = None;
    let connection = open(settings);
    let outcomes = send(&*connection, &batch_for(&*connection, 1)).await;
    assert_eq!(words(&outcomes), ["retry unreachable Account"]);
    assert!(mx.mails().is_empty());
}

#[tokio::test]
async fn words_slipped_in_before_tls_are_not_taken_for_the_servers() {
    let slips =
        |heard: &Heard| (heard.verb == "STARTTLS").then_some(Act::Say("220 go\r\n250 whatever you ask for"));
    let mx = Mx::start(Manner { offers: &["STARTTLS"], ..Manner::doing(slips) }).await;
    let connection = open(settings(mx.url("smtp://{}")));
    let outcomes = send(&*connection, &batch_for(&*connection, 1)).await;
    assert_eq!(words(&outcomes), ["retry unreachable Account"]);
}

async fn signed_in(
    offers: &'static [&'static str],
    script: fn(&Heard) -> Option<Act>,
) -> (Result<Health, Failure>, Vec<String>) {
    let mx = Mx::start(Manner { offers, ..Manner::doing(script) }).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    settings.credentials = Some(("moi".into(), PASSWORD.into()));
    let health = open(settings).probe().await;
    (health, mx.heard().into_iter().map(|heard| heard.line).collect())
}

const HEALTHY: Result<Health, Failure> = Ok(Health { enabled: true, credits: None });

#[tokio::test]
async fn signing_in_by_plain_takes_one_line() {
    let (health, lines) = signed_in(&["AUTH LOGIN PLAIN"], |_| None).await;
    assert_eq!(health, HEALTHY);
    let expected = format!("AUTH PLAIN {}", STANDARD.encode(format!("\0moi\0{PASSWORD}")));
    assert_eq!(lines[2..4], [expected, "NOOP".to_owned()]);
}

#[tokio::test]
async fn signing_in_by_login_answers_what_is_asked() {
    let script = |heard: &Heard| match heard.line.as_str() {
        "AUTH LOGIN" => Some(Act::Say("334 VXNlcm5hbWU6")),
        "bW9p" => Some(Act::Say("334 UGFzc3dvcmQ6")),
        line => (STANDARD.decode(line).ok()? == PASSWORD.as_bytes()).then_some(Act::Say("235 2.7.0 ok")),
    };
    assert_eq!(signed_in(&["AUTH=LOGIN"], script).await.0, HEALTHY);
}

#[tokio::test]
async fn a_wrong_password_is_a_matter_of_the_account() {
    let wrong = |heard: &Heard| (heard.verb == "AUTH").then_some(Act::Say("535 5.7.8 bad credentials"));
    let (health, _) = signed_in(&["AUTH PLAIN"], wrong).await;
    let Err(Failure::Refused { code, detail }) = health else { panic!("{health:?}") };
    assert_eq!((code.as_str(), detail.as_str()), ("smtp_5.7.8", "535 5.7.8 bad credentials"));
    let (health, _) = signed_in(&["AUTH CRAM-MD5"], |_| None).await;
    assert!(
        matches!(health, Err(Failure::Refused { ref code, .. }) if code == "auth_not_offered"),
        "{health:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_may_be_asked_again() {
    let port = nobody().await.port().unwrap();
    let connection = open(settings(format!("smtp://localhost:{port}?tls=none").parse().unwrap()));
    let outcomes = send(&*connection, &batch_for(&*connection, 2)).await;
    assert_eq!(words(&outcomes), ["retry unreachable Account"; 2]);
    assert!(matches!(connection.probe().await, Err(Failure::Retry { .. })));
}
