//! Who the account is: ids that never change, secrets that follow from the seed.

use sha2::{Digest, Sha256};

use super::signing::hex;
use crate::chance::Chance;

pub(super) const PHONE_NUMBER_ID: &str = "105500000000001";
pub(super) const WABA_ID: &str = "102200000000001";
pub(super) const APP_ID: &str = "100100000000001";
/// The number, as `display_phone_number` has it.
pub(super) const PHONE: &str = "33700000001";

/// The secret that webhooks are signed with.
pub(super) fn app_secret(seed: u64) -> String {
    secret("meta app secret", seed)
}

/// What a webhook is asked with, until one is registered with another.
pub(super) fn verify_token(seed: u64) -> String {
    secret("meta verify token", seed)
}

fn secret(what: &str, seed: u64) -> String {
    hex(&Sha256::digest(format!("{what} of {seed}")))[..32].to_owned()
}

/// The id that stands for a person at this business.
pub(super) fn user_id(chance: Chance, person: &str) -> String {
    let country = match person {
        _ if person.starts_with("+33") => "FR",
        _ if person.starts_with("+221") => "SN",
        _ if person.starts_with("+1") => "US",
        _ => "CM",
    };
    format!("{country}.{:020}", chance.number(person, "user id"))
}
