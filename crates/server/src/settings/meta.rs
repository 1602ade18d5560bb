//! The account at Meta.

use std::num::NonZeroUsize;

use providers::{AccountSettings, MetaSettings, ServiceSettings};
use secrecy::SecretString;

use super::{
    reader::Reader,
    sending::{account, address},
};

pub(super) fn meta(reader: &mut Reader) -> Option<AccountSettings> {
    let settings = MetaSettings {
        token: SecretString::from(reader.text("meta.token")?),
        phone_number_id: wanted(reader, "meta.phone_number_id"),
        phone: wanted(reader, "meta.phone"),
        waba_id: wanted(reader, "meta.waba_id"),
        app_secret: wanted(reader, "meta.app_secret").into(),
        verify_token: wanted(reader, "meta.verify_token").into(),
        graph_version: reader.text("meta.graph_version").unwrap_or_default(),
        base_url: address(reader, "meta.base_url"),
        app_id: reader.text("meta.app_id"),
        calls: reader.value("meta.calls", NonZeroUsize::MIN).get(),
    };
    Some(account(reader, ("meta", "token"), ServiceSettings::Meta(Box::new(settings))))
}

/// What an account cannot be without; where it is missing, that is said, and nothing stands in for it.
pub(super) fn wanted(reader: &mut Reader, key: &str) -> String {
    let text = reader.text(key);
    if text.is_none() {
        reader.refuse(key, "the account needs it: docs/running.md says where it stands");
    }
    text.unwrap_or_default()
}
