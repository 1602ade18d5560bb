//! `POST /smtp/email`.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use super::{
    Refusal, checks,
    letter::{Letter, Recipient, Version},
    templating,
};
use crate::{
    call::{Answer, Call},
    clock,
    mail::{Arrival, Content, Envelope, Mailbox},
    people::{self, Temper},
    sandbox::Sandbox,
    services::Carrier,
};

/// Accepts a message, or up to a thousand versions of one.
pub(crate) fn send(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let mut letter: Letter = call.body()?;
    checks::check(&letter)?;
    if let Some(key) = letter.idempotency_key() {
        sandbox.brevo.with(|account| account.keys.claim(key, clock::now()))?;
    }
    let many = letter.message_versions.is_some();
    let versions = letter.take_versions();
    let ids = next_ids(sandbox, versions.len());
    let accepted = if letter.is_a_trial() { 0 } else { accept(sandbox, &letter, &versions, &ids) };
    let texts: Vec<&str> = ids.iter().map(|id| &**id).collect();
    let body = if many { json!({"messageIds": texts}) } else { json!({"messageId": texts[0]}) };
    Ok(Answer { accepted, ..Answer::new(201, body) })
}

fn next_ids(sandbox: &Sandbox, count: usize) -> Vec<Arc<str>> {
    sandbox.brevo.with(|account| (0..count).map(|_| account.next_message_id(clock::now()).into()).collect())
}

/// What all versions share.
struct Shared<'a> {
    letter: &'a Letter,
    from: Arc<Mailbox>,
    tags: Arc<[String]>,
    content: Arc<Content>,
}

/// Hands every copy to its recipient, and tells how many there were.
fn accept(sandbox: &Sandbox, letter: &Letter, versions: &[Version], ids: &[Arc<str>]) -> usize {
    let sender = letter.sender.as_ref();
    let from = Mailbox {
        name: sender.and_then(|sender| sender.name.clone()),
        email: sender.and_then(|sender| sender.email.clone()).unwrap_or_default(),
    };
    let shared = Shared {
        letter,
        from: Arc::new(from),
        tags: letter.tags.clone().into(),
        content: Arc::new(content(letter, None)),
    };
    let mut accepted = 0;
    for (version, id) in versions.iter().zip(ids) {
        accepted += accept_version(sandbox, &shared, version, id);
    }
    accepted
}

fn accept_version(sandbox: &Sandbox, shared: &Shared<'_>, version: &Version, id: &Arc<str>) -> usize {
    let content = if overrides(version) {
        Arc::new(content(shared.letter, Some(version)))
    } else {
        Arc::clone(&shared.content)
    };
    let params = params(shared.letter, version);
    let text: Box<str> = params.to_string().into();
    let headers = headers(shared.letter, version);
    let json_headers: Box<str> = json!(headers).to_string().into();
    let subject = templating::fill(&content.subject, &params);
    let recipients = version.recipients().map(|recipient| Arrival {
        envelope: Arc::new(Envelope {
            carrier: Carrier::Brevo,
            id: Arc::clone(id),
            from: Arc::clone(&shared.from),
            to: Mailbox { name: recipient.name.clone(), email: recipient.email.clone() },
            subject: subject.clone(),
            tags: Arc::clone(&shared.tags),
            custom: custom(&headers),
            named: named(sandbox, recipient),
        }),
        content: Arc::clone(&content),
        headers: json_headers.clone(),
        params: text.clone(),
        temper: temper(sandbox, recipient),
    });
    recipients.map(|arrival| take_in(sandbox, arrival)).count()
}

fn take_in(sandbox: &Sandbox, arrival: Arrival) {
    let message = sandbox.mail.with(|room| room.take_in(arrival, clock::now()));
    people::begin(sandbox, message);
}

/// Whether Brevo may name a recipient in its opens and clicks: without the account's feature it names everybody.
fn named(sandbox: &Sandbox, recipient: &Recipient) -> bool {
    !sandbox.settings.tracking_consent || recipient.contact_pixel_tracking_consent == Some(true)
}

fn temper(sandbox: &Sandbox, recipient: &Recipient) -> Temper {
    let temper = sandbox.temper(&recipient.email);
    let key = recipient.email.to_lowercase();
    match sandbox.brevo.with(|account| account.blocked.get(&key).map(|blocked| blocked.reason.said())) {
        Some(reason) => temper.blocked(reason),
        None => temper,
    }
}

fn overrides(version: &Version) -> bool {
    version.subject.is_some()
        || version.html_content.is_some()
        || version.text_content.is_some()
        || version.reply_to.is_some()
}

fn content(letter: &Letter, version: Option<&Version>) -> Content {
    let text = |ours: fn(&Version) -> &Option<String>, theirs: &Option<String>| {
        version.and_then(|version| ours(version).clone()).or_else(|| theirs.clone())
    };
    Content {
        fill: templating::fill,
        reply_to: version.and_then(|version| version.reply_to.clone()).or_else(|| letter.reply_to.clone()),
        subject: text(|version| &version.subject, &letter.subject).unwrap_or_default(),
        html: text(|version| &version.html_content, &letter.html_content).unwrap_or_default(),
        text: text(|version| &version.text_content, &letter.text_content),
    }
}

fn params(letter: &Letter, version: &Version) -> Value {
    let mut params = letter.params.clone();
    params.extend(version.params.clone());
    Value::Object(params)
}

/// The request's headers and over them the version's, without those that are meant for Brevo itself.
fn headers(letter: &Letter, version: &Version) -> BTreeMap<String, String> {
    let mut headers = letter.headers.clone();
    headers.extend(version.headers.clone());
    headers.retain(|name, _| !["idempotencyKey", "sender.ip"].contains(&name.as_str()));
    headers
}

fn custom(headers: &BTreeMap<String, String>) -> Option<String> {
    let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("X-Mailin-custom"));
    found.map(|(_, value)| value.clone())
}
