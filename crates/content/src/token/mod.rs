//! Tokens of the public paths (words.md "Public paths"): what a visitor's address says, and proof that we wrote it.
//!
//! A token is judged without a look-up. It is base64url without padding over
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version (4 bits), delivery or none (1 bit), kind (3 bits) |
//! | 16 | the campaign |
//! | 2 | the link's number, big-endian, clicks only |
//! | 4 | the delivery's number, big-endian, where there is one |
//! | 12 | the first 96 bits of HMAC-SHA-256 over a label and all of the above |
//!
//! so that it is 39 to 47 characters long: 44 for an unsubscribe link, 47 for a click.

mod code;
mod key;

pub use key::{TokenKey, TokenKeyError};

use domain::CampaignId;
use serde::{Deserialize, Serialize};

/// What an address of ours is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The pixel.
    Open,
    /// A tracked link, by its number in the campaign's table of links.
    Click(u16),
    /// The page that asks whether to unsubscribe, and takes one-click POSTs (RFC 8058).
    Unsubscribe,
    /// The page of preferences.
    Preferences,
    /// The message as a web page.
    WebVersion,
}

impl Kind {
    /// The variable of the template language that stands for this address. Those for pixel and clicks are our own,
    /// which no author can write: they are no known variables.
    pub(crate) fn variable(self) -> String {
        match self {
            Self::Open => "lien.pixel".to_owned(),
            Self::Click(number) => format!("lien.clic_{number}"),
            Self::Unsubscribe => "lien.desinscription".to_owned(),
            Self::Preferences => "lien.preferences".to_owned(),
            Self::WebVersion => "lien.version_web".to_owned(),
        }
    }

    /// The kind that a variable stands for.
    pub(crate) fn of_variable(name: &str) -> Option<Self> {
        match name.strip_prefix("lien.")? {
            "pixel" => Some(Self::Open),
            "desinscription" => Some(Self::Unsubscribe),
            "preferences" => Some(Self::Preferences),
            "version_web" => Some(Self::WebVersion),
            other => other.strip_prefix("clic_")?.parse().ok().map(Self::Click),
        }
    }
}

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What the address is for.
    pub kind: Kind,
    /// The campaign.
    pub campaign: CampaignId,
    /// The delivery's number within the campaign; none where nobody may be told by it.
    pub delivery: Option<u32>,
}

impl Token {
    /// The text of the token, signed with the first key.
    #[must_use]
    pub fn sign(&self, key: &TokenKey) -> String {
        let claim = code::write(self);
        code::seal(&claim, &key.tag(&claim))
    }

    /// Reads a token that any of the keys signed. Never tells what is wrong with another.
    #[must_use]
    pub fn verify(text: &str, key: &TokenKey) -> Option<Self> {
        let sealed = code::open(text)?;
        let (claim, tag) = sealed.split_last_chunk::<{ key::TAG }>()?;
        if key.verifies(claim, tag) { code::read(claim) } else { None }
    }
}

#[cfg(test)]
mod tests;
