//! Addresses as people write them, in the normal form that everything is kept under.

use domain::{Channel, FieldError, FieldReason};

/// Where a phone number without a country code belongs.
const REGION: &str = "FR";

/// The normal form of an address of a channel; `pointer` is where it stands in the request.
pub(crate) fn normal(channel: Channel, written: &str, pointer: &str) -> Result<String, Vec<FieldError>> {
    let normal = match channel {
        Channel::Email => address::Email::parse(written).ok().map(|email| email.as_str().to_owned()),
        Channel::Whatsapp => {
            address::Phone::parse(written, REGION).ok().map(|phone| phone.as_str().to_owned())
        }
    };
    normal.ok_or_else(|| vec![FieldError::new(pointer, FieldReason::Address, "")])
}

/// The normal form of an address whose channel is not said: what holds an `@` is an e-mail.
pub(crate) fn guessed(written: &str, pointer: &str) -> Result<String, Vec<FieldError>> {
    let channel = if written.contains('@') { Channel::Email } else { Channel::Whatsapp };
    normal(channel, written, pointer)
}
