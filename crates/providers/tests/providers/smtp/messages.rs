//! Messages, read back by a parser that knows nothing of ours.

use domain::provider::Sender;
use mail_parser::{Addr, Address, Message, MessageParser};
use proptest::{collection::vec, prelude::*};
use providers::{Connection, EmailBatch};

use super::{
    batch_for,
    mx::{Mail, Manner, Mx},
    open, send, settings, words,
};
use crate::world::CAMPAIGN;

async fn sent(change: impl Fn(&mut EmailBatch, fn(u16) -> String)) -> Vec<Mail> {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let connection = open(settings(mx.url("smtp://{}?tls=none")));
    let mut batch = batch_for(&*connection, 2);
    change(&mut batch, tag(&*connection));
    let count = batch.recipients.len();
    assert_eq!(words(&send(&*connection, &batch).await), vec!["accepted"; count]);
    mx.mails()
}

fn tag(connection: &dyn Connection) -> fn(u16) -> String {
    connection.capabilities().dialect.unwrap().tag
}

fn parsed(mail: &Mail) -> Message<'_> {
    MessageParser::default().parse(&mail.content).unwrap()
}

fn first<'a>(address: Option<&'a Address<'a>>) -> &'a Addr<'a> {
    address.unwrap().first().unwrap()
}

fn header<'a>(message: &'a Message<'_>, name: &'static str) -> &'a str {
    message.header_raw(name).unwrap().trim()
}

#[tokio::test]
async fn everybody_gets_a_message_of_their_own_with_all_that_it_needs() {
    let mails = sent(|batch, tag| {
        batch.subject = format!("Bonjour {}, déjà l’été", tag(0));
        batch.reply_to = Some("answers@example.org".into());
        batch.recipients[1].name = Some("Dupont, Hélène \"x\"".into());
    })
    .await;
    for (index, mail) in mails.iter().enumerate() {
        let (number, message) = (index + 1, parsed(mail));
        assert_eq!(message.subject().unwrap(), format!("Bonjour Personne {number}, déjà l’été"));
        assert_eq!(message.body_html(0).unwrap(), format!("<p>Bonjour Personne {number}</p>"));
        assert_eq!(message.body_text(0).unwrap(), format!("Bonjour Personne {number}"));
        let from = first(message.from());
        assert_eq!((from.name(), from.address()), (Some("Exemple SAS"), Some("news@example.org")));
        assert_eq!(first(message.reply_to()).address(), Some("answers@example.org"));
        assert_eq!(first(message.to()).address(), Some(&*format!("p{number}@example.com")));
        assert_eq!(message.message_id().unwrap(), format!("{CAMPAIGN}.{number}@example.org"));
        assert_eq!(header(&message, "List-Unsubscribe"), format!("<https://t.example.org/u/{number}>"));
        assert_eq!(header(&message, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(message.date().unwrap().to_timestamp(), 1_794_000_000);
        assert!(message.bcc().is_none() && message.cc().is_none());
        let content = message.root_part().headers.iter().find(|header| header.name() == "Content-Type");
        assert_eq!(content.unwrap().value().as_content_type().unwrap().subtype(), Some("alternative"));
    }
    let names: Vec<_> = mails.iter().map(|mail| first(parsed(mail).to()).name().map(str::to_owned)).collect();
    assert_eq!(names, [None, Some("Dupont, Hélène \"x\"".to_owned())]);
}

#[tokio::test]
async fn the_id_of_a_message_is_the_same_at_every_try_and_its_return_path_is_its_own() {
    let (one, other) = (sent(|_, _| {}).await, sent(|batch, _| batch.key = uuid::Uuid::from_u128(8)).await);
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(parsed(one).message_id(), parsed(other).message_id());
        assert_eq!(one.from, other.from);
        assert!(one.from.starts_with("b+") && one.from.ends_with("@bounce.example.org"), "{}", one.from);
    }
    assert_ne!(one[0].from, one[1].from);
}

#[tokio::test]
async fn without_a_bounce_domain_bounces_go_to_the_sender() {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    settings.bounces = None;
    let connection = open(settings);
    send(&*connection, &batch_for(&*connection, 1)).await;
    assert_eq!(mx.mails()[0].from, "news@example.org");
}

#[tokio::test]
async fn a_message_without_a_text_is_html_alone() {
    let mails = sent(|batch, _| batch.text.clear()).await;
    let message = parsed(&mails[0]);
    assert_eq!((message.html_body_count(), message.parts.len()), (1, 1));
    assert_eq!(message.body_html(0).unwrap().trim_end(), "<p>Bonjour Personne 1</p>");
}

fn lines(mail: &Mail) -> impl Iterator<Item = &[u8]> {
    mail.content.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_is_written_arrives_as_it_was_in_lines_that_every_server_takes(
        fixed in vec("[ -~éœ🦊\n]{0,120}|[.\n]{0,8}", 3),
        value in "[ -~éœ🦊\n.]{0,120}",
        subject in "[ -~éœ🦊\r\n\t]{1,160}",
        name in "[ -~éœ🦊,\"\\\\\r\n]{0,70}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mails = runtime.block_on(sent(|batch, tag| {
            batch.subject = subject.clone();
            batch.html = format!("{}{}{}{}x", fixed[0], tag(0), fixed[1], tag(0));
            batch.text = format!("{}{}{}x", fixed[2], tag(0), tag(0));
            batch.sender = Sender { name: name.clone(), email: "news@example.org".into() };
            batch.recipients.truncate(1);
            batch.recipients[0].values = vec![value.clone()];
        }));
        let message = parsed(&mails[0]);
        prop_assert_eq!(clean(&message.body_html(0).unwrap()), format!("{}{value}{}{value}x", fixed[0], fixed[1]));
        prop_assert_eq!(clean(&message.body_text(0).unwrap()), format!("{}{value}{value}x", fixed[2]));
        let one_line = |text: &str| text.replace(char::is_control, " ");
        let (subject, name) = (one_line(&subject), one_line(&name));
        prop_assert_eq!(message.subject().unwrap_or_default().trim(), subject.trim());
        prop_assert_eq!(first(message.from()).name().unwrap_or_default().trim(), name.trim());
        prop_assert_eq!(first(message.from()).address(), Some("news@example.org"));
        for line in lines(&mails[0]) {
            prop_assert!(line.len() <= 200 && line.is_ascii(), "{}", String::from_utf8_lossy(line));
        }
    }
}
