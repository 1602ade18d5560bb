//! What `POST /v3/mail/send` refuses (reference "Mail Send", errors and limitations; the specification's bounds).

use std::collections::HashSet;

use serde::Serialize;

use super::{
    Refusal,
    letter::{Letter, Personalization},
};
use crate::mail::Mailbox;

const PERSONALIZATIONS_MAX: usize = 1_000;
const RECIPIENTS_MAX: usize = 1_000;
/// Bytes of one personalization's substitutions, and of its custom arguments.
const VALUES_MAX: usize = 10_000;
const CATEGORIES_MAX: usize = 10;
const CATEGORY_MAX: usize = 255;
/// Headers that nobody may set, in lower case.
const FORBIDDEN: [&str; 12] = [
    "x-sg-id",
    "x-sg-eid",
    "received",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "to",
    "from",
    "subject",
    "reply-to",
    "cc",
    "bcc",
];

type Checked = Result<(), Refusal>;

/// Checks a request as the real service does.
pub(super) fn check(letter: &Letter) -> Checked {
    not_imitated(letter)?;
    from(letter)?;
    content(letter)?;
    headers("headers", letter.headers.keys())?;
    categories(&letter.categories)?;
    people(letter)
}

fn not_imitated(letter: &Letter) -> Checked {
    let of_each = |asked: fn(&Personalization) -> bool| letter.personalizations.iter().any(asked);
    let asked = [
        ("template_id", letter.template_id.is_some()),
        ("attachments", letter.attachments.is_some()),
        ("send_at", letter.send_at.is_some() || of_each(|one| one.send_at.is_some())),
        ("dynamic_template_data", of_each(|one| one.dynamic_template_data.is_some())),
        ("batch_id", letter.batch_id.is_some()),
        ("asm", letter.asm.is_some()),
        ("custom_args", letter.custom_args.is_some()),
    ];
    match asked.iter().find(|(_, asked)| *asked) {
        Some((name, _)) => Err(Refusal::of(*name, format!("{name} is not imitated by the sandbox here"))),
        None => Ok(()),
    }
}

fn from(letter: &Letter) -> Checked {
    let Some(from) = &letter.from else {
        return Err(Refusal::of("from", "The from object must be provided for every email send."));
    };
    address("from", from)?;
    if letter.reply_to.is_some() && letter.reply_to_list.is_some() {
        return Err(Refusal::of("reply_to", "Only one of reply_to and reply_to_list may be given."));
    }
    letter.reply_to.iter().try_for_each(|mailbox| address("reply_to", mailbox))
}

/// Plain text before HTML, and none empty.
fn content(letter: &Letter) -> Checked {
    let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    if !filled(&letter.subject) && !letter.personalizations.iter().all(|one| filled(&one.subject)) {
        return Err(Refusal::of("subject", "The subject is required."));
    }
    if letter.content.is_empty() {
        return Err(Refusal::of(
            "content",
            "Unless a valid template_id is provided, the content parameter is required.",
        ));
    }
    if let Some(at) = letter.content.iter().position(|part| part.value.is_empty() || part.r#type.is_empty()) {
        return Err(Refusal::of(
            format!("content.{at}.value"),
            "The content value must be a string at least one character in length.",
        ));
    }
    let kinds: Vec<_> = letter.content.iter().map(|part| part.r#type.as_str()).collect();
    match kinds[..] {
        ["text/plain"] | ["text/html"] | ["text/plain", "text/html"] => Ok(()),
        _ => Err(Refusal::of(
            "content",
            "If present, text/plain and text/html may only be provided once, in that order.",
        )),
    }
}

fn headers<'h>(place: &str, mut names: impl Iterator<Item = &'h String>) -> Checked {
    match names.find(|name| FORBIDDEN.contains(&name.to_lowercase().as_str())) {
        Some(name) => Err(Refusal::of(place, format!("The header {name} is reserved."))),
        None => Ok(()),
    }
}

fn categories(categories: &[String]) -> Checked {
    let distinct: HashSet<_> = categories.iter().collect();
    let long = categories.iter().any(|category| category.chars().count() > CATEGORY_MAX);
    if categories.len() > CATEGORIES_MAX || long || distinct.len() < categories.len() {
        return Err(Refusal::of("categories", "At most 10 distinct categories of at most 255 characters."));
    }
    Ok(())
}

fn people(letter: &Letter) -> Checked {
    let all = &letter.personalizations;
    if all.is_empty() || all.len() > PERSONALIZATIONS_MAX {
        return Err(Refusal::of("personalizations", "From 1 to 1000 personalizations are required."));
    }
    all.iter()
        .enumerate()
        .try_for_each(|(at, one)| personalization(&format!("personalizations.{at}"), one))?;
    let mut addresses = HashSet::new();
    if all.iter().flat_map(Personalization::recipients).any(|to| !addresses.insert(to.email.to_lowercase())) {
        let message = "Each unique email address in the personalizations array should only be included once.";
        return Err(Refusal::of("personalizations", message));
    }
    if addresses.len() > RECIPIENTS_MAX {
        return Err(Refusal::of("personalizations", "No more than 1000 recipients are allowed."));
    }
    Ok(())
}

fn personalization(place: &str, one: &Personalization) -> Checked {
    if one.to.is_empty() {
        return Err(Refusal::of(format!("{place}.to"), "The to array is required."));
    }
    for (at, mailbox) in one.recipients().enumerate() {
        address(&format!("{place}.to.{at}"), mailbox)?;
        name(&format!("{place}.to.{at}"), mailbox)?;
    }
    headers(&format!("{place}.headers"), one.headers.keys())?;
    size(&format!("{place}.substitutions"), &one.substitutions)?;
    size(&format!("{place}.custom_args"), &one.custom_args)?;
    match one.custom_args.iter().find(|(_, value)| !value.is_string()) {
        Some((name, _)) => Err(Refusal::of(format!("{place}.custom_args.{name}"), "Values must be strings.")),
        None => Ok(()),
    }
}

fn size(place: &str, values: &impl Serialize) -> Checked {
    let bytes = serde_json::to_vec(values).map_or(usize::MAX, |json| json.len());
    if bytes > VALUES_MAX { Err(Refusal::of(place, "May not exceed 10,000 bytes.")) } else { Ok(()) }
}

/// Only what is no address at all is refused; whether somebody lives there shows later.
fn address(place: &str, mailbox: &Mailbox) -> Checked {
    let email = &mailbox.email;
    let well_formed = email.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !email.contains([' ', ',', ';', '<', '>', '\n', '\r'])
    });
    let message = "Does not contain a valid address.";
    if well_formed { Ok(()) } else { Err(Refusal::of(format!("{place}.email"), message)) }
}

fn name(place: &str, mailbox: &Mailbox) -> Checked {
    match &mailbox.name {
        Some(name) if name.contains([',', ';']) => {
            Err(Refusal::of(format!("{place}.name"), "The name should not contain a comma or a semicolon."))
        }
        _ => Ok(()),
    }
}
