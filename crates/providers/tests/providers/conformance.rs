//! What every provider must do, whoever it is. A provider joins with a bench; cases are chosen by its capabilities.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use chrono::{DateTime, Utc};
use domain::channel::Channel;
use proptest::{collection::vec, prelude::*};
use providers::{Batch, Connection, Failure, Outcome, Request, Timeouts, Window};
use serde_json::Value;
use url::Url;

use crate::{
    brevo, meta, sendgrid,
    server::{Act, PATIENT, Server, nameless, nobody, without_tls},
    smtp, twilio,
    world::{Spoken as _, batch, whatsapp},
};

/// What the suite has to know of a provider.
pub(crate) struct Bench {
    /// Opens an account whose API is at this address.
    pub(crate) open: fn(Url, Timeouts) -> Arc<dyn Connection>,
    /// A yes to so many messages.
    pub(crate) yes: fn(usize) -> Act,
    /// Whether a yes names each message, and not the request alone.
    pub(crate) names_messages: bool,
    /// A no that speaks of this request alone.
    pub(crate) no: fn() -> Act,
    /// A plea to wait for seven seconds.
    pub(crate) slower: fn() -> Act,
    /// What needs no call.
    pub(crate) papers: Papers,
}

/// What the suite has to know of any provider, whether it is spoken to by HTTP or not.
pub(crate) struct Papers {
    /// An account that is not called.
    pub(crate) closed: LazyLock<Arc<dyn Connection>>,
    /// The headers of a genuine webhook, and its body: one event.
    pub(crate) webhook: (&'static [(&'static str, &'static str)], &'static [u8]),
    /// What must never be shown.
    pub(crate) secrets: &'static [&'static str],
}

/// Those that are spoken to by HTTP.
static BENCHES: &[&Bench] = &[&brevo::BENCH, &sendgrid::BENCH, &meta::BENCH, &twilio::BENCH];

/// Everybody.
static PAPERS: &[&Papers] = &[
    &brevo::BENCH.papers,
    &sendgrid::BENCH.papers,
    &smtp::PAPERS,
    &meta::BENCH.papers,
    &twilio::BENCH.papers,
];

/// An account that is not called.
fn closed(papers: &Papers) -> &dyn Connection {
    &**papers.closed
}

fn hook() -> Url {
    Url::parse("http://127.0.0.1:9/hooks").unwrap()
}

/// When the webhooks of the benches were proven to be genuine.
fn proven() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_000_600, 0).unwrap()
}

fn batch_for(connection: &dyn Connection, people: u32) -> Batch {
    let tag = connection.capabilities().dialect.map_or_else(String::new, |dialect| (dialect.tag)(0));
    match connection.provider().channel() {
        Channel::Email => batch(people, &tag).into(),
        Channel::Whatsapp => whatsapp(people).into(),
    }
}

/// How many of these one call carries: one where each message is a call of its own.
fn of_one_call(bench: &Bench, people: u32) -> u32 {
    if closed(&bench.papers).capabilities().windowed.is_some() { 1 } else { people }
}

/// How a request of one call ended.
fn of_all(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Each(mut each) if each.len() == 1 => each.remove(0),
        outcome => outcome,
    }
}

/// Sends a batch of so many, if one call carries them, and tells how it ended and how often the server was called.
async fn send(bench: &Bench, people: u32, act: Act) -> (Outcome, usize) {
    let (timeouts, people) = (act.timeouts(), of_one_call(bench, people));
    let mut server = Server::start([act]).await;
    let connection = (bench.open)(server.url.clone(), timeouts);
    let batch = batch_for(&*connection, people);
    let requests = connection.plan(&batch);
    assert_eq!(requests.len(), 1);
    let outcome = connection.send(&batch, &requests[0]).await;
    (of_all(outcome), server.received().len())
}

#[tokio::test]
async fn a_yes_tells_an_id_for_each_member_that_has_one() {
    for bench in BENCHES {
        for people in [1, 2, 30].map(|people| of_one_call(bench, people)) {
            let (outcome, calls) = send(bench, people, (bench.yes)(people as usize)).await;
            let Outcome::Accepted { message_ids } = outcome else { panic!("{outcome:?}") };
            let ids: BTreeSet<_> = message_ids.iter().flatten().collect();
            let named = if bench.names_messages || people == 1 { people as usize } else { 0 };
            assert_eq!((ids.len(), message_ids.len(), calls), (named, people as usize, 1));
            assert!(ids.iter().all(|id| !id.contains(['<', '>'])));
        }
    }
}

#[tokio::test]
async fn whatever_may_have_been_sent_is_in_doubt_and_never_sent_again_by_itself() {
    for bench in BENCHES {
        let mut acts = vec![Act::Close, Act::Reset, Act::Hang, Act::Babble];
        acts.extend([408, 500, 502, 504].map(|status| Act::answer(status, "{}")));
        acts.extend([
            Act::answer(503, ""),
            Act::answer(200, "<html>"),
            Act::Half { status: 201, body: "{} ".into() },
        ]);
        for act in acts {
            let (outcome, calls) = send(bench, 3, act.clone()).await;
            assert!(matches!(outcome, Outcome::InDoubt { .. }), "{act:?}: {outcome:?}");
            assert_eq!(calls, 1, "{act:?}");
        }
    }
}

#[tokio::test]
async fn a_yes_to_another_number_of_messages_is_in_doubt() {
    for bench in BENCHES.iter().filter(|bench| bench.names_messages && of_one_call(bench, 3) == 3) {
        for told in [0, 1, 2, 4] {
            let (outcome, _) = send(bench, 3, (bench.yes)(told)).await;
            assert!(matches!(outcome, Outcome::InDoubt { .. }), "{told}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn what_never_left_may_be_tried_again() {
    for bench in BENCHES {
        for url in [nobody().await, without_tls().await, nameless()] {
            let connection = (bench.open)(url.clone(), PATIENT);
            let batch = batch_for(&*connection, of_one_call(bench, 2));
            let outcome = of_all(connection.send(&batch, &connection.plan(&batch)[0]).await);
            assert!(matches!(outcome, Outcome::Retry { .. }), "{url}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_plea_to_wait_is_heard() {
    for bench in BENCHES {
        let (outcome, calls) = send(bench, 2, (bench.slower)()).await;
        let Outcome::Retry { after, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!((after.map(|after| after.as_secs()), calls), (Some(7), 1));
    }
}

#[tokio::test]
async fn a_no_is_a_no_even_when_its_words_are_lost() {
    for bench in BENCHES {
        for act in
            [(bench.no)(), Act::answer(400, ""), Act::Half { status: 400, body: "{\"code\": 1}".into() }]
        {
            let (outcome, calls) = send(bench, 2, act.clone()).await;
            assert!(matches!(outcome, Outcome::Refused { .. }), "{act:?}: {outcome:?}");
            assert_eq!(calls, 1, "{act:?}");
        }
    }
}

#[tokio::test]
async fn a_repeated_request_is_the_same_to_the_last_byte() {
    for bench in BENCHES {
        let mut server = Server::start([Act::Close, (bench.yes)(3)]).await;
        let connection = (bench.open)(server.url.clone(), PATIENT);
        if connection.capabilities().idempotent.is_none() {
            continue;
        }
        let batch = batch_for(&*connection, 3);
        for _ in 0..2 {
            connection.send(&batch, &connection.plan(&batch)[0]).await;
        }
        let received = server.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0].body, received[1].body);
    }
}

#[tokio::test]
async fn a_batch_of_another_key_never_looks_like_a_repetition() {
    for bench in BENCHES {
        let mut server = Server::start([(bench.yes)(3), (bench.yes)(3)]).await;
        let connection = (bench.open)(server.url.clone(), PATIENT);
        let mut batch = batch_for(&*connection, of_one_call(bench, 3));
        connection.send(&batch, &connection.plan(&batch)[0]).await;
        let other = uuid::Uuid::from_u128(8);
        match &mut batch {
            Batch::Email(batch) => batch.key = other,
            Batch::Whatsapp(batch) => batch.key = other,
        }
        connection.send(&batch, &connection.plan(&batch)[0]).await;
        let received = server.received();
        assert_eq!(received[0].body == received[1].body, connection.capabilities().idempotent.is_none());
    }
}

#[test]
fn a_webhook_is_believed_by_its_proof_alone() {
    for papers in PAPERS {
        let connection = closed(papers);
        let (headers, body) = papers.webhook;
        assert!(connection.believes(headers, body, proven()));
        assert!(!connection.believes(&[], body, proven()));
        for (index, (name, value)) in headers.iter().enumerate() {
            let mut other = headers.to_vec();
            let wrong = format!("{value}x");
            other[index] = (name, &wrong);
            assert!(!connection.believes(&other, body, proven()), "{name}");
        }
    }
}

#[test]
fn the_same_event_told_twice_has_the_same_natural_key() {
    for papers in PAPERS {
        let connection = closed(papers);
        let read = |second| {
            let received = DateTime::from_timestamp(second, 0).unwrap();
            connection.hears(papers.webhook.1, received).unwrap().tellings.remove(0).event
        };
        assert_eq!(read(1_794_000_100).natural_key, read(1_794_007_300).natural_key);
        assert_eq!(read(1).account.as_ref(), Some(connection.id()));
        assert_eq!(read(1).provider, Some(connection.provider()));
    }
}

#[test]
fn a_webhook_that_cannot_be_stored_is_answered_so_that_it_comes_again() {
    for papers in PAPERS {
        assert!(matches!(closed(papers).refusal_status(), 429 | 503));
    }
}

#[test]
fn secrets_are_never_shown() {
    for papers in PAPERS {
        let shown = format!("{:?}", closed(papers));
        assert!(papers.secrets.iter().all(|secret| !shown.contains(secret)), "{shown}");
    }
}

#[test]
fn tags_are_told_apart_and_are_what_the_provider_evaluates() {
    for dialect in PAPERS.iter().filter_map(|papers| closed(papers).capabilities().dialect) {
        let tags: BTreeSet<_> = (0..200).map(dialect.tag).collect();
        assert_eq!(tags.len(), 200);
        assert!(tags.iter().all(|tag| dialect.delimiters.iter().any(|delimiter| tag.contains(delimiter))));
    }
}

#[tokio::test]
async fn calls_that_send_nothing_are_never_in_doubt() {
    for bench in BENCHES {
        let window = Window { from: DateTime::UNIX_EPOCH, to: DateTime::UNIX_EPOCH, tag: None };
        for act in [
            Act::Reset,
            Act::Hang,
            Act::Babble,
            Act::answer(500, ""),
            Act::answer(200, "<html>"),
            (bench.slower)(),
        ] {
            let server = Server::start(vec![act.clone(); 3]).await;
            let connection = (bench.open)(server.url.clone(), act.timeouts());
            let probed = connection.probe().await.unwrap_err();
            assert!(matches!(probed, Failure::Retry { .. }), "{act:?}: {probed:?}");
            if connection.capabilities().sweeps.is_some() {
                let swept = connection.sweep(&window, 0).await.unwrap_err();
                assert!(matches!(swept, Failure::Retry { .. }), "{act:?}: {swept:?}");
            }
            if connection.capabilities().registers_webhook {
                let ensured = connection.ensure_webhook(&hook()).await.unwrap_err();
                assert!(matches!(ensured, Failure::Retry { .. }), "{act:?}: {ensured:?}");
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::hash_map("[a-z]{1,8}|event|email|tags", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn reading_any_json_never_panics(json in any_json()) {
        for papers in PAPERS {
            let _ = closed(papers).hears(json.to_string().as_bytes(), DateTime::UNIX_EPOCH);
        }
    }

    #[test]
    fn reading_any_bytes_never_panics(bytes in vec(any::<u8>(), 0..60)) {
        for papers in PAPERS {
            let _ = closed(papers).hears(&bytes, DateTime::UNIX_EPOCH);
        }
    }

    #[test]
    fn a_plan_covers_each_member_once_in_order_and_is_the_same_again(
        sizes in vec(prop_oneof![6 => 0..60_usize, 3 => 0..40_000_usize, 1 => 90_000..120_000_usize], 0..40),
        people in 0..2_500_u32,
    ) {
        for papers in PAPERS {
            let connection = closed(papers);
            let mut batch = batch_for(connection, people);
            if let Batch::Email(mail) = &mut batch {
                for (recipient, size) in mail.recipients.iter_mut().zip(&sizes) {
                    recipient.values = vec!["x".repeat(*size)];
                }
            }
            let plan = connection.plan(&batch);
            let covered: Vec<_> = plan.iter().flat_map(|request| request.members.clone()).collect();
            prop_assert_eq!(covered, (0..batch.people()).collect::<Vec<_>>());
            let most = connection.capabilities().batch_max;
            prop_assert!(plan.iter().all(|request| (1..=most).contains(&request.members.len())));
            let keys: BTreeSet<_> = plan.iter().map(|request| request.key).collect();
            prop_assert_eq!(keys.len(), plan.len());
            prop_assert_eq!(plan, connection.plan(&batch));
        }
    }

    #[test]
    fn halves_of_a_request_cover_its_members_under_keys_of_their_own(people in 1..50_u32, start in 0..49_usize) {
        let batch = uuid::Uuid::from_u128(7);
        let start = start.min(people as usize - 1);
        let whole = Request::of(batch, start..people as usize);
        match whole.halves(batch) {
            None => prop_assert_eq!(whole.members.len(), 1),
            Some([first, second]) => {
                prop_assert_eq!(first.members.clone().chain(second.members.clone()).collect::<Vec<_>>(), whole.members.clone().collect::<Vec<_>>());
                prop_assert!(!first.members.is_empty() && !second.members.is_empty());
                prop_assert_eq!(BTreeSet::from([first.key, second.key, whole.key]).len(), 3);
            }
        }
    }
}
