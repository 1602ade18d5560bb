//! Return paths: `b+<token>@bounce.example.org`, by which a bounce leads back to its message.
//!
//! A token is 60 hexadecimal digits (a local part has room for 64 characters, and not every server keeps capitals apart): the
//! campaign, 16 bytes; the delivery's number, 4 bytes; and the first 80 bits of HMAC-SHA-256 over a label and both. Who was
//! never sent a message cannot know its token: a bounce that somebody made up suppresses nobody.

use std::fmt;

use domain::ids::CampaignId;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Signed in front of every claim, so that a signature made for something else with the same secret is none here.
const LABEL: &[u8] = b"ebvision-marketing return path\0";
/// Bytes of a signature.
const TAG: usize = 10;
/// Characters of a token.
const LENGTH: usize = 2 * (16 + 4 + TAG);
/// What stands before a token.
const PREFIX: &[u8] = b"b+";

/// Where bounces come to, and what proves that they speak of a message of ours.
pub(super) struct Bounces {
    /// `@` and the domain, in small letters.
    at_domain: String,
    key: Hmac<Sha256>,
    token: SecretString,
}

impl Bounces {
    /// The key follows from the token of the hook: one secret to keep.
    pub(super) fn new(domain: &str, token: SecretString) -> Option<Self> {
        let key = Hmac::new_from_slice(token.expose_secret().as_bytes()).ok()?;
        Some(Self {
            at_domain: format!("@{}", domain.to_ascii_lowercase()),
            key: key.chain_update(LABEL),
            token,
        })
    }

    /// What the hook is called with.
    pub(super) fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// The return path of a delivery.
    pub(super) fn return_path(&self, campaign: CampaignId, number: u32) -> String {
        let tag =
            self.tag(campaign, number).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        format!("b+{:032x}{number:08x}{tag}{}", campaign.0.as_u128(), self.at_domain)
    }

    /// The delivery that a report is about: wherever in it one of our return paths stands.
    pub(super) fn find(&self, report: &[u8]) -> Option<(CampaignId, u32)> {
        let report = report.to_ascii_lowercase();
        let mut ends = memchr::memmem::find_iter(&report, self.at_domain.as_bytes());
        ends.find_map(|end| {
            let start = end.checked_sub(LENGTH)?;
            report[..start].ends_with(PREFIX).then(|| self.read(&report[start..end]))?
        })
    }

    fn read(&self, token: &[u8]) -> Option<(CampaignId, u32)> {
        let token = std::str::from_utf8(token).ok()?;
        let campaign = CampaignId(Uuid::from_u128(u128::from_str_radix(token.get(..32)?, 16).ok()?));
        let number = u32::from_str_radix(token.get(32..40)?, 16).ok()?;
        let ours = self.return_path(campaign, number);
        let told = format!("b+{token}{}", self.at_domain);
        bool::from(ours.as_bytes().ct_eq(told.as_bytes())).then_some((campaign, number))
    }

    fn tag(&self, campaign: CampaignId, number: u32) -> [u8; TAG] {
        let claim = self.key.clone().chain_update(campaign.0.as_bytes()).chain_update(number.to_be_bytes());
        let mut tag = [0; TAG];
        tag.copy_from_slice(&claim.finalize().into_bytes()[..TAG]);
        tag
    }
}

impl fmt::Debug for Bounces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bounces({})", self.at_domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bounces(token: &str) -> Bounces {
        Bounces::new("Bounce.Example.org", token.into()).unwrap()
    }

    proptest! {
        #[test]
        fn a_return_path_leads_back_however_it_is_written(campaign in any::<u128>(), number in any::<u32>(), loud in any::<bool>()) {
            let bounces = bounces("a-token-of-our-own");
            let campaign = CampaignId(Uuid::from_u128(campaign));
            let mut path = bounces.return_path(campaign, number);
            prop_assert_eq!(path.split_once('@').unwrap().0.len(), 62);
            if loud {
                path.make_ascii_uppercase();
            }
            let report = format!("To: <x@bounce.example.org>\r\nX-Original-To: <{path}>\r\n");
            prop_assert_eq!(bounces.find(report.as_bytes()), Some((campaign, number)));
        }

        #[test]
        fn a_digit_changed_leads_nowhere(at in 2..62_usize, digit in "[0-9a-f]") {
            let bounces = bounces("a-token-of-our-own");
            let path = bounces.return_path(CampaignId(Uuid::from_u128(7)), 3);
            let mut other = path.clone();
            other.replace_range(at..=at, &digit);
            prop_assert_eq!(bounces.find(other.as_bytes()).is_some(), other == path);
        }

        #[test]
        fn what_strangers_write_is_read_without_panic(report in "(b\\+)?[0-9a-fé]{0,70}(@bounce.example.org)?") {
            prop_assert_eq!(bounces("a-token-of-our-own").find(report.as_bytes()), None);
        }
    }

    #[test]
    fn the_path_of_another_secret_leads_nowhere() {
        let path = bounces("a-token-of-theirs!").return_path(CampaignId(Uuid::from_u128(7)), 3);
        assert_eq!(bounces("a-token-of-our-own").find(path.as_bytes()), None);
    }
}
