//! Settings of the account `smtp`.

use std::fs;

use providers::{AccountSettings, BounceSettings, DkimSettings, ServiceSettings, SmtpSettings};
use secrecy::SecretString;
use url::Url;

use super::{reader::Reader, sending::account};
use crate::clock;

/// The account; none without a server.
pub(super) fn smtp(reader: &mut Reader) -> Option<AccountSettings> {
    reader.text("smtp.url")?;
    let url = reader.parsed("smtp.url", None, |text| Url::parse(text).map(Some));
    let settings = SmtpSettings {
        credentials: pair(reader, "smtp.user", "smtp.password"),
        connections: reader.value("smtp.connections", 1),
        bounces: pair(reader, "smtp.bounce_domain", "smtp.hook_token")
            .map(|(domain, token)| BounceSettings { domain, token }),
        dkim: dkim(reader),
        certificates: file(reader, "smtp.ca_file"),
        clock: clock::now,
        url: url?,
    };
    Some(account(reader, ("smtp", "url"), ServiceSettings::Smtp(Box::new(settings))))
}

/// Two settings that go together, the second a secret.
pub(super) fn pair(reader: &mut Reader, first: &str, second: &str) -> Option<(String, SecretString)> {
    match (reader.text(first), reader.text(second)) {
        (Some(one), Some(other)) => Some((one, other.into())),
        (None, None) => None,
        (one, _) => {
            let (missing, given) = if one.is_some() { (second, first) } else { (first, second) };
            reader.refuse(missing, format!("give it together with {given}"));
            None
        }
    }
}

fn dkim(reader: &mut Reader) -> Option<DkimSettings> {
    let key = file(reader, "smtp.dkim_key_file")?;
    let mut word = |name: &str| {
        reader.text(name).unwrap_or_else(|| {
            reader.refuse(name, "give it together with smtp.dkim_key_file");
            String::new()
        })
    };
    let (domain, selector) = (word("smtp.dkim_domain"), word("smtp.dkim_selector"));
    Some(DkimSettings { domain, selector, key: key.into() })
}

/// What a file holds, where one is named.
fn file(reader: &mut Reader, key: &str) -> Option<String> {
    let path = reader.text(key)?;
    match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            reader.refuse(key, format!("{path} cannot be read: {error}"));
            None
        }
    }
}
