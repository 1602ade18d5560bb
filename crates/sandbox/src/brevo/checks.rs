//! The limits of `POST /smtp/email`.

use super::{
    Refusal,
    letter::{Letter, Recipient, Version},
};

const VERSIONS_MAX: usize = 1_000;
const TO_MAX: usize = 99;
const RECIPIENTS_MAX: usize = 2_000;
const NAME_MAX: usize = 70;
/// Bytes of one version's parameters.
const PARAMS_MAX: usize = 100 << 10;
/// Bytes of all versions' parameters together.
const ALL_PARAMS_MAX: usize = 1_000 << 10;

type Checked = Result<(), Refusal>;

/// Checks a request as the real service does.
pub(crate) fn check(letter: &Letter) -> Checked {
    not_imitated(letter)?;
    sender(letter)?;
    content(letter)?;
    match &letter.message_versions {
        Some(versions) => many(letter, versions),
        None => single(letter),
    }
}

fn not_imitated(letter: &Letter) -> Checked {
    let asked = [
        ("templateId", letter.template_id.is_some()),
        ("scheduledAt", letter.scheduled_at.is_some()),
        ("attachment", letter.attachment.is_some()),
    ];
    match asked.iter().find(|(_, asked)| *asked) {
        Some((name, _)) => Err(Refusal::invalid(format!("{name} is not imitated by the sandbox"))),
        None => Ok(()),
    }
}

fn sender(letter: &Letter) -> Checked {
    let Some(sender) = &letter.sender else { return Err(Refusal::missing("sender is missing")) };
    let Some(email) = &sender.email else {
        return Err(match sender.id {
            Some(id) => Refusal::invalid(format!("sender.id {id} is unknown: the sandbox has no senders")),
            None => Refusal::missing("sender.email is missing"),
        });
    };
    address("sender", email)?;
    name("sender", sender.name.as_deref())
}

/// The HTML is wanted even for a message of plain text.
fn content(letter: &Letter) -> Checked {
    let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    if !filled(&letter.html_content) {
        return Err(Refusal::missing("htmlContent is missing"));
    }
    let versions = letter.message_versions.as_deref().unwrap_or_default();
    let everywhere = !versions.is_empty() && versions.iter().all(|version| filled(&version.subject));
    if filled(&letter.subject) || everywhere { Ok(()) } else { Err(Refusal::missing("subject is missing")) }
}

fn single(letter: &Letter) -> Checked {
    let to = letter.to.as_deref().unwrap_or_default();
    if to.is_empty() {
        return Err(Refusal::missing("to is missing"));
    }
    people("to", to)?;
    people("cc", &letter.cc)?;
    people("bcc", &letter.bcc)?;
    total(to.len() + letter.cc.len() + letter.bcc.len())
}

fn many(letter: &Letter, versions: &[Version]) -> Checked {
    if letter.to.is_some() {
        return Err(Refusal::invalid("to is not allowed together with messageVersions"));
    }
    if versions.is_empty() {
        return Err(Refusal::missing("messageVersions is empty"));
    }
    if versions.len() > VERSIONS_MAX {
        return Err(Refusal::out_of_range(format!("messageVersions exceeds {VERSIONS_MAX} versions")));
    }
    for (index, version) in versions.iter().enumerate() {
        one(&format!("messageVersions[{index}]"), version)?;
    }
    total(versions.iter().map(|version| version.recipients().count()).sum())?;
    params(versions)
}

fn one(place: &str, version: &Version) -> Checked {
    if version.to.is_empty() {
        return Err(Refusal::missing(format!("{place}.to is missing")));
    }
    if version.to.len() > TO_MAX {
        return Err(Refusal::out_of_range(format!("{place}.to exceeds {TO_MAX} recipients")));
    }
    people(&format!("{place}.to"), &version.to)?;
    people(&format!("{place}.cc"), &version.cc)?;
    people(&format!("{place}.bcc"), &version.bcc)
}

fn total(recipients: usize) -> Checked {
    if recipients > RECIPIENTS_MAX {
        return Err(Refusal::out_of_range(format!("more than {RECIPIENTS_MAX} recipients in one request")));
    }
    Ok(())
}

fn params(versions: &[Version]) -> Checked {
    let mut all = 0;
    for (index, version) in versions.iter().enumerate() {
        let size = serde_json::to_string(&version.params).map_or(usize::MAX, |text| text.len());
        if size > PARAMS_MAX {
            return Err(Refusal::out_of_range(format!("messageVersions[{index}].params exceeds 100 KB")));
        }
        all += size;
    }
    if all > ALL_PARAMS_MAX {
        return Err(Refusal::out_of_range("params of all messageVersions exceed 1000 KB"));
    }
    Ok(())
}

fn people(place: &str, people: &[Recipient]) -> Checked {
    people.iter().enumerate().try_for_each(|(index, person)| {
        let place = format!("{place}[{index}]");
        address(&place, &person.email)?;
        name(&place, person.name.as_deref())
    })
}

/// Only what is no address at all is refused; whether somebody lives there shows later.
fn address(place: &str, email: &str) -> Checked {
    let well_formed = email.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !email.contains([' ', ',', ';', '<', '>', '\n', '\r'])
    });
    if well_formed { Ok(()) } else { Err(Refusal::invalid(format!("{place}.email is not valid"))) }
}

fn name(place: &str, name: Option<&str>) -> Checked {
    match name {
        Some(name) if name.chars().count() > NAME_MAX => {
            Err(Refusal::invalid(format!("{place}.name exceeds {NAME_MAX} characters")))
        }
        _ => Ok(()),
    }
}
