//! What a call does once its gate is closed: it begins nothing more.

use std::time::Duration;

use providers::{Batch, Connection, EmailBatch, Gate, Outcome};

use super::{
    batch_for,
    mx::{Act, Heard, Manner, Mx},
    open, settings, words,
};
use crate::world::Spoken as _;

/// Sends a batch in one call, of which nothing is begun after the first message was.
async fn send_one(connection: &dyn Connection, batch: EmailBatch) -> (Vec<Outcome>, usize) {
    let request = connection.cut(&batch).remove(0);
    let gate = Gate::closing_after(Duration::ZERO);
    let batch = Batch::Email(batch);
    let outcome = connection.send_within(&batch, &request, &gate).await;
    (outcome.each(request.members.len()), gate.let_in())
}

#[tokio::test]
async fn once_the_gate_is_closed_nothing_more_is_begun_and_the_account_is_not_blamed() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    settings.connections = 3;
    let connection = open(settings);
    let (outcomes, let_in) = send_one(&*connection, batch_for(&*connection, 5)).await;
    assert_eq!(words(&outcomes), ["accepted", "unbegun", "unbegun", "unbegun", "unbegun"]);
    assert_eq!((mx.mails().len(), let_in), (1, 1));
}

#[tokio::test]
async fn a_message_that_found_its_connection_closed_waits_for_the_next_call() {
    let closes = |heard: &Heard| (heard.verb == "MAIL" && heard.before == 1).then_some(Act::Close);
    let mx = Mx::start(Manner::doing(closes)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let (first, _) = send_one(&*connection, batch_for(&*connection, 1)).await;
    let (second, let_in) = send_one(&*connection, batch_for(&*connection, 2)).await;
    assert_eq!((words(&first), words(&second)), (vec!["accepted".into()], vec!["unbegun".into(); 2]));
    assert_eq!((mx.mails().len(), let_in), (1, 1));
}

#[tokio::test]
async fn an_address_that_nobody_takes_waits_for_those_before_it_and_keeps_nobody_from_going_on() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let mut batch = batch_for(&*connection, 4);
    for member in [1, 3] {
        batch.recipients[member].address = "zoé@example.com".into();
    }
    let (outcomes, _) = send_one(&*connection, batch.clone()).await;
    assert_eq!(words(&outcomes[..2])[0], "accepted");
    assert!(words(&outcomes)[1].starts_with("refused"));
    assert_eq!(words(&outcomes[2..]), ["unbegun", "unbegun"]);
    batch.recipients.drain(..3);
    let (outcomes, _) = send_one(&*connection, batch).await;
    assert!(words(&outcomes)[0].starts_with("refused"), "{outcomes:?}");
}

#[tokio::test]
async fn where_no_connection_can_be_opened_the_account_rests_as_ever() {
    let full = |heard: &Heard| (heard.verb == "HELLO").then_some(Act::Say("421 4.7.0 too many"));
    let mx = Mx::start(Manner::doing(full)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let (outcomes, _) = send_one(&*connection, batch_for(&*connection, 2)).await;
    assert_eq!(words(&outcomes), ["retry unavailable Account", "retry unavailable Account"]);
}
