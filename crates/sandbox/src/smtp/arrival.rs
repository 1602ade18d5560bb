//! A message that was taken, on its way into the mailroom.

use std::{collections::BTreeMap, sync::Arc};

use mail_parser::{Address, Message, MessageParser};
use serde_json::json;

use super::content::RAW;
use crate::{
    clock,
    mail::{Arrival, Envelope, Mailbox},
    people,
    sandbox::Sandbox,
    services::Carrier,
};

/// Takes a message in for a recipient. The return path is what the sender gave along for reports.
pub(super) fn take_in(sandbox: &Sandbox, from: &str, to: &str, raw: &[u8]) {
    let message = MessageParser::default().parse_headers(raw).unwrap_or_default();
    let id = message.message_id().unwrap_or_default();
    let arrival = Arrival {
        envelope: Arc::new(Envelope {
            carrier: Carrier::Smtp,
            id: id.into(),
            from: Arc::new(mailbox(message.from()).unwrap_or(Mailbox { name: None, email: from.to_owned() })),
            // The address of the envelope: who gets it, whatever the message says.
            to: Mailbox { name: mailbox(message.to()).and_then(|to| to.name), email: to.to_owned() },
            subject: message.subject().unwrap_or_default().to_owned(),
            tags: tags(id),
            custom: Some(from.to_owned()),
            named: false,
        }),
        content: Arc::clone(&RAW),
        headers: json!(headers(&message, raw)).to_string().into(),
        params: json!(String::from_utf8_lossy(raw)).to_string().into(),
        temper: sandbox.temper(to),
    };
    let number = sandbox.mail.with(|room| room.take_in(arrival, clock::now()));
    people::begin(sandbox, number);
}

fn mailbox(address: Option<&Address<'_>>) -> Option<Mailbox> {
    let first = address?.first()?;
    Some(Mailbox { name: first.name().map(str::to_owned), email: first.address()?.to_owned() })
}

/// What a message is filed under: its id is `<campaign.number@domain>`.
fn tags(id: &str) -> Arc<[String]> {
    let campaign = id.split_once('@').and_then(|(local, _)| local.rsplit_once('.'));
    campaign.map(|(campaign, _)| campaign.to_owned()).into_iter().collect()
}

/// The headers, on one line each.
fn headers<'a>(message: &'a Message<'_>, raw: &'a [u8]) -> BTreeMap<&'a str, String> {
    let value = |from: u32, to: u32| {
        let text = String::from_utf8_lossy(&raw[from as usize..to as usize]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let all = message.headers().iter();
    all.map(|header| (header.name(), value(header.offset_start(), header.offset_end()))).collect()
}
