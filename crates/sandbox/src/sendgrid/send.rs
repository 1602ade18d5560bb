//! `POST /v3/mail/send`.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use super::{
    Refusal, checks, filling,
    letter::{Letter, Personalization},
};
use crate::{
    call::{Answer, Call},
    clock,
    mail::{Arrival, Content, Envelope, Mailbox},
    people::{self, Temper},
    sandbox::Sandbox,
    services::Carrier,
};

/// "The total size of your email, including attachments, must be less than 30MB."
const SIZE_MAX: usize = 30_000_000;

/// Accepts a message to up to a thousand people. The id in the answer is the request's.
pub(super) fn send(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    if call.size >= SIZE_MAX {
        return Err(Refusal::too_large());
    }
    let letter: Letter = call.body()?;
    checks::check(&letter)?;
    let from = letter.from.as_ref().map(|from| from.email.as_str()).unwrap_or_default();
    let recipients = letter.personalizations.iter().flat_map(Personalization::recipients).count();
    let trial = letter.is_a_trial();
    let cost = if trial { 0 } else { recipients };
    let id = sandbox.sendgrid.with(|account| account.take(from, &sandbox.settings.senders, cost))?;
    if trial {
        return Ok(Answer::empty(200));
    }
    accept(sandbox, &letter, &id);
    Ok(Answer { accepted: recipients, headers: vec![("x-message-id", id)], ..Answer::empty(202) })
}

/// What all personalizations share.
struct Shared<'a> {
    letter: &'a Letter,
    id: &'a str,
    from: Arc<Mailbox>,
    tags: Arc<[String]>,
    content: Arc<Content>,
}

/// Hands every copy to its recipient.
fn accept(sandbox: &Sandbox, letter: &Letter, id: &str) {
    let from = letter.from.clone().unwrap_or(Mailbox { name: None, email: String::new() });
    let shared = Shared {
        letter,
        id,
        from: Arc::new(from),
        tags: letter.categories.clone().into(),
        content: Arc::new(content(letter)),
    };
    let everybody = letter.personalizations.iter();
    let everybody = everybody.flat_map(|one| one.recipients().map(move |recipient| (one, recipient)));
    for (index, (one, recipient)) in everybody.enumerate() {
        let arrival = arrival(sandbox, &shared, one, recipient, index);
        let message = sandbox.mail.with(|room| room.take_in(arrival, clock::now()));
        people::begin(sandbox, message);
    }
}

fn arrival(
    sandbox: &Sandbox,
    shared: &Shared<'_>,
    one: &Personalization,
    recipient: &Mailbox,
    index: usize,
) -> Arrival {
    let values = json!(one.substitutions);
    let subject = one.subject.as_ref().or(shared.letter.subject.as_ref());
    let mut headers = shared.letter.headers.clone();
    headers.extend(one.headers.clone());
    Arrival {
        envelope: Arc::new(Envelope {
            carrier: Carrier::Sendgrid,
            // As in reality: the request's id, a machine's name, and the recipient's place.
            id: format!("{}.recvd-5f8c7d9b6-x2x4q-1-67401A2B-{index:X}.{index}", shared.id).into(),
            from: Arc::clone(&shared.from),
            to: recipient.clone(),
            subject: filling::fill(subject.map_or("", String::as_str), &values),
            tags: Arc::clone(&shared.tags),
            custom: (!one.custom_args.is_empty()).then(|| json!(one.custom_args).to_string()),
            named: shared.letter.tracking_settings.any(),
        }),
        content: Arc::clone(&shared.content),
        headers: headers_of(&headers),
        params: values.to_string().into(),
        temper: temper(sandbox, recipient),
    }
}

fn headers_of(headers: &BTreeMap<String, String>) -> Box<str> {
    json!(headers).to_string().into()
}

/// An address on one of SendGrid's lists is taken, and dropped.
fn temper(sandbox: &Sandbox, recipient: &Mailbox) -> Temper {
    let temper = sandbox.temper(&recipient.email);
    match sandbox.sendgrid.with(|account| account.lists.drops(&recipient.email)) {
        Some(reason) => temper.blocked(reason),
        None => temper,
    }
}

fn content(letter: &Letter) -> Content {
    Content {
        fill: filling::fill as fn(&str, &Value) -> String,
        reply_to: letter.reply_to.clone(),
        subject: letter.subject.clone().unwrap_or_default(),
        html: letter.part("text/html").unwrap_or_default().to_owned(),
        text: letter.part("text/plain").map(str::to_owned),
    }
}
