//! What each reply means, and what a lost connection means by where it was lost.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{
    batch_for,
    mx::{Act, Heard, Manner, Mx},
    open, open_within, send, settings, words,
};
use crate::server::HASTY;

/// Sends to three people over one connection, while the server does so to the second.
async fn told(verb: &'static str, act: Act) -> (Vec<String>, Mx) {
    let done = AtomicBool::new(false);
    let second = move |heard: &Heard| {
        let now = heard.verb == verb && heard.before == 1 && !done.swap(true, Ordering::Relaxed);
        now.then_some(act)
    };
    let mx = Mx::start(Manner::doing(second)).await;
    let connection = open_within(settings(mx.url("smtp://{}?tls=none")), HASTY);
    let outcomes = send(&*connection, &batch_for(&*connection, 3)).await;
    (words(&outcomes), mx)
}

#[tokio::test]
async fn a_no_to_one_recipient_is_the_no_of_that_recipient_alone() {
    let cases = [
        ("550 5.1.1 unknown user", "refused smtp_5.1.1 Address"),
        ("554 5.7.1 not wanted here", "refused smtp_5.7.1 Request"),
        ("552 5.2.2 mailbox full", "refused smtp_5.2.2 Request"),
        ("450 4.2.1 later", "retry smtp_4.2.1 Request"),
        ("550 no", "refused smtp_550 Request"),
    ];
    for (says, expected) in cases {
        let (outcomes, mx) = told("RCPT", Act::Say(says)).await;
        assert_eq!(outcomes, ["accepted", expected, "accepted"]);
        let to: Vec<_> = mx.mails().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, ["p1@example.com", "p3@example.com"]);
        assert_eq!(mx.connections(), 1);
    }
}

#[tokio::test]
async fn a_no_to_the_content_is_the_no_of_that_message_alone() {
    for (says, expected) in [
        ("554 5.6.0 odd content", "refused smtp_5.6.0 Request"),
        ("550 5.7.1 your mail is not wanted", "refused smtp_5.7.1 Request"),
        ("451 4.3.0 later", "retry smtp_4.3.0 Request"),
    ] {
        let (outcomes, mx) = told(".", Act::Say(says)).await;
        assert_eq!(outcomes, ["accepted", expected, "accepted"]);
        assert_eq!((mx.mails().len(), mx.connections()), (2, 1));
    }
}

#[tokio::test]
async fn a_no_about_us_ends_the_call_and_what_was_not_begun_stays_so() {
    for (verb, says, expected) in [
        ("RCPT", "530 5.7.0 sign in first", "refused smtp_5.7.0 Account"),
        (".", "550 5.7.26 nobody proves who sends", "refused smtp_5.7.26 Campaign"),
    ] {
        let (outcomes, mx) = told(verb, Act::Say(says)).await;
        assert_eq!(outcomes, ["accepted", expected, expected], "{verb}");
        assert_eq!(mx.mails().len(), 1, "{verb}");
    }
}

#[tokio::test]
async fn a_server_that_closes_its_door_lets_the_account_rest() {
    let mx = Mx::start(Manner::doing(|heard| (heard.verb == "MAIL").then_some(Act::Say("421 4.7.0 closed"))))
        .await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let outcomes = send(&*connection, &batch_for(&*connection, 2)).await;
    assert_eq!(words(&outcomes), ["retry smtp_4.7.0 Account"; 2]);
}

#[tokio::test]
async fn lost_before_the_content_was_asked_for_the_message_goes_over_another_connection() {
    for act in [Act::Close, Act::Say("421 4.4.2 enough for one connection")] {
        for verb in ["MAIL", "RCPT", "DATA"] {
            let (outcomes, mx) = told(verb, act).await;
            assert_eq!(outcomes, ["accepted"; 3], "{verb}");
            assert_eq!((mx.mails().len(), mx.connections()), (3, 2), "{verb}");
        }
    }
}

#[tokio::test]
async fn a_fresh_connection_that_is_lost_before_the_content_sends_nothing_and_the_account_rests() {
    let mx = Mx::start(Manner::doing(|heard| (heard.verb == "DATA").then_some(Act::Close))).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let outcomes = send(&*connection, &batch_for(&*connection, 2)).await;
    assert_eq!(words(&outcomes), ["retry connection_lost Account"; 2]);
    assert!(mx.mails().is_empty());
}

#[tokio::test]
async fn lost_after_the_final_dot_is_in_doubt_and_never_sent_again() {
    let (outcomes, mx) = told(".", Act::Close).await;
    assert_eq!(outcomes, ["accepted", "in doubt", "accepted"]);
    // The server had taken it: sent again, somebody would have it twice.
    let to: Vec<_> = mx.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["p1@example.com", "p2@example.com", "p3@example.com"]);
}

#[tokio::test]
async fn no_answer_to_the_final_dot_is_in_doubt_and_nothing_more_is_begun() {
    let (outcomes, mx) = told(".", Act::Hang).await;
    assert_eq!(outcomes, ["accepted", "in doubt", "retry slow Account"]);
    assert_eq!(mx.mails().len(), 2);
}

#[tokio::test]
async fn words_that_make_no_sense_after_the_final_dot_are_in_doubt() {
    for says in ["354 more", "what?"] {
        let (outcomes, _) = told(".", Act::Say(says)).await;
        assert_eq!(outcomes, ["accepted", "in doubt", "accepted"], "{says}");
    }
}

#[tokio::test]
async fn a_content_that_is_asked_for_though_nobody_may_get_it_is_empty() {
    let script = |heard: &Heard| match (heard.verb.as_str(), heard.line.contains("p2@")) {
        ("RCPT", true) => Some(Act::Say("550 5.1.1 unknown")),
        ("DATA", _) => Some(Act::Say("354 go")),
        _ => None,
    };
    let mx = Mx::start(Manner::doing(script)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let outcomes = send(&*connection, &batch_for(&*connection, 3)).await;
    assert_eq!(words(&outcomes), ["accepted", "refused smtp_5.1.1 Address", "accepted"]);
    assert_eq!(mx.connections(), 1);
}

#[tokio::test]
async fn an_address_that_cannot_stand_in_a_command_is_refused_by_ourselves() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let mut batch = batch_for(&*connection, 3);
    batch.recipients[1].address = "é@example.com".into();
    let outcomes = send(&*connection, &batch).await;
    assert_eq!(words(&outcomes), ["accepted", "refused address_not_ascii Request", "accepted"]);
}
