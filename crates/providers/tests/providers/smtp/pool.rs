//! Connections: one round trip a message, several at once, kept and opened again.

use super::{
    batch_for,
    mx::{Act, Heard, Manner, Mx},
    open, send, settings, words,
};

#[tokio::test]
async fn the_commands_of_a_message_travel_with_the_content_of_the_one_before() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    assert_eq!(words(&send(&*connection, &batch_for(&*connection, 4)).await), ["accepted"; 4]);
    let with_next: Vec<_> = mx.mails().into_iter().map(|mail| mail.with_next).collect();
    assert_eq!(with_next, [true, true, true, false]);
}

#[tokio::test]
async fn a_server_that_offers_no_pipelining_is_told_one_thing_at_a_time() {
    let mx = Mx::start(Manner { offers: &[], ..Manner::doing(|_| None) }).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    assert_eq!(words(&send(&*connection, &batch_for(&*connection, 3)).await), ["accepted"; 3]);
    assert!(mx.mails().iter().all(|mail| !mail.with_next));
    assert_eq!(mx.verbs()[2..6], ["MAIL", "RCPT", "DATA", "."]);
}

#[tokio::test]
async fn connections_are_kept_from_one_call_to_the_next() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    for _ in 0..3 {
        assert_eq!(words(&send(&*connection, &batch_for(&*connection, 2)).await), ["accepted"; 2]);
    }
    assert_eq!((mx.connections(), mx.mails().len()), (1, 6));
}

#[tokio::test]
async fn a_kept_connection_that_the_server_has_closed_meanwhile_costs_nobody_a_try() {
    let closes = |heard: &Heard| (heard.verb == "MAIL" && heard.before == 2).then_some(Act::Close);
    let mx = Mx::start(Manner::doing(closes)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    for _ in 0..2 {
        assert_eq!(words(&send(&*connection, &batch_for(&*connection, 2)).await), ["accepted"; 2]);
    }
    assert_eq!((mx.connections(), mx.mails().len()), (2, 4));
}

#[tokio::test]
async fn every_member_is_sent_once_over_however_many_connections() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    settings.connections = 4;
    let connection = open(settings);
    assert_eq!(words(&send(&*connection, &batch_for(&*connection, 50)).await), ["accepted"; 50]);
    let mut to: Vec<_> = mx.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    let mut expected: Vec<_> = (1..=50).map(|number| format!("p{number}@example.com")).collect();
    expected.sort();
    assert_eq!(to, expected);
    assert!((1..=4).contains(&mx.connections()));
}

#[tokio::test]
async fn where_fewer_connections_are_let_in_than_wanted_these_do_the_work() {
    let full = |heard: &Heard| {
        (heard.verb == "HELLO" && heard.connection > 0).then_some(Act::Say("421 4.7.0 too many"))
    };
    let mx = Mx::start(Manner::doing(full)).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    settings.connections = 3;
    let connection = open(settings);
    assert_eq!(words(&send(&*connection, &batch_for(&*connection, 9)).await), ["accepted"; 9]);
}
