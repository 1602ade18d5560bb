//! Who the account is: ids that never change, a token that follows from the seed.

use sha2::{Digest, Sha256};

pub(super) const ACCOUNT_SID: &str = "AC5a6d0b0000000000000000000000c0de";
pub(super) const SERVICE_SID: &str = "MG5a6d0b0000000000000000000000c0de";
/// What a message through a channel is sent by.
pub(super) const CHANNEL_SID: &str = "XE5a6d0b0000000000000000000000c0de";
/// The number, with its `+`.
pub(super) const PHONE: &str = "+33700000002";

/// What requests are let in with, and webhooks are signed with.
pub(super) fn auth_token(seed: u64) -> String {
    secret("auth token", seed)
}

/// The name of the key that webhooks may be signed with in the token's place.
pub(super) const SHARED_KEY: &str = "webhooks_sandbox";

/// That key itself.
pub(super) fn shared_secret(seed: u64) -> String {
    secret("shared key", seed)
}

fn secret(what: &str, seed: u64) -> String {
    let digest = Sha256::digest(format!("twilio {what} of {seed}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
