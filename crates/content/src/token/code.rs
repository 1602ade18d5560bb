//! A token's bytes, and its text.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::CampaignId;

use super::{Kind, Token};

/// The version that we write, the only one that we read.
const VERSION: u8 = 1;
/// Set in the first byte where a delivery follows.
const DELIVERY: u8 = 0b1000;
/// Longer texts are no tokens; nothing is decoded for them.
const TEXT_MAX: usize = 64;

/// The claim: everything but the signature.
pub(super) fn write(token: &Token) -> Vec<u8> {
    let flag = if token.delivery.is_some() { DELIVERY } else { 0 };
    let mut claim = vec![VERSION << 4 | flag | number(token.kind)];
    claim.extend(token.campaign.0.as_bytes());
    if let Kind::Click(link) = token.kind {
        claim.extend(link.to_be_bytes());
    }
    claim.extend(token.delivery.iter().flat_map(|delivery| delivery.to_be_bytes()));
    claim
}

const fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Open => 0,
        Kind::Click(_) => 1,
        Kind::Unsubscribe => 2,
        Kind::Preferences => 3,
        Kind::WebVersion => 4,
    }
}

/// Reads a claim, all of it.
pub(super) fn read(claim: &[u8]) -> Option<Token> {
    let (&[head], rest) = claim.split_first_chunk()?;
    let (campaign, rest) = rest.split_first_chunk::<16>()?;
    let (kind, rest) = read_kind(head, rest)?;
    let delivery = if head & DELIVERY == 0 { None } else { Some(u32::from_be_bytes(*rest.first_chunk()?)) };
    let length = if delivery.is_some() { 4 } else { 0 };
    let campaign = CampaignId(uuid::Uuid::from_bytes(*campaign));
    (rest.len() == length).then_some(Token { kind, campaign, delivery })
}

fn read_kind(head: u8, rest: &[u8]) -> Option<(Kind, &[u8])> {
    let kind = match (head >> 4, head & 0b111) {
        (VERSION, 0) => Kind::Open,
        (VERSION, 1) => {
            let (link, rest) = rest.split_first_chunk()?;
            return Some((Kind::Click(u16::from_be_bytes(*link)), rest));
        }
        (VERSION, 2) => Kind::Unsubscribe,
        (VERSION, 3) => Kind::Preferences,
        (VERSION, 4) => Kind::WebVersion,
        _ => return None,
    };
    Some((kind, rest))
}

/// The text of a signed claim.
pub(super) fn seal(claim: &[u8], tag: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode([claim, tag].concat())
}

/// The bytes of a text; one text for each bytes, as the decoder refuses spare bits.
pub(super) fn open(text: &str) -> Option<Vec<u8>> {
    (text.len() <= TEXT_MAX).then(|| URL_SAFE_NO_PAD.decode(text).ok())?
}
