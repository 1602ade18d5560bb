//! `X-Twilio-Signature`: HMAC over the address, as it is called, and the sorted parameters (Twilio, "Webhooks security"); by SHA-1 with the
//! account's token, or by SHA-256 with a shared key that a header names. A body that is no form is named in the address by its SHA-256.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{event::Body, facts};

/// How calls are signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Signing {
    /// With the account's token.
    #[default]
    Sha1,
    /// With the shared key.
    Sha256,
    /// With a token that is not the account's, as anybody could.
    Forged,
}

impl Signing {
    /// The headers that show who calls.
    pub(super) fn headers(self, seed: u64, url: &str, body: &Body) -> Vec<(&'static str, String)> {
        let text = signed(url, body);
        let settings = || format!("key={},algorithm=HMAC_SHA256", facts::SHARED_KEY);
        match self {
            Self::Sha1 => vec![(SIGNATURE, sha1(&facts::auth_token(seed), &text))],
            Self::Forged => vec![(SIGNATURE, sha1(&facts::auth_token(seed ^ 1), &text))],
            Self::Sha256 => {
                vec![(SIGNATURE, sha256(&facts::shared_secret(seed), &text)), (SETTINGS, settings())]
            }
        }
    }
}

const SIGNATURE: &str = "X-Twilio-Signature";
const SETTINGS: &str = "X-Twilio-Webhooks-Signature-Settings";

/// The address that a call goes to.
pub(super) fn address(url: &str, body: &Body) -> String {
    let Body::Json(text) = body else { return url.to_owned() };
    let digest: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}bodySHA256={digest}")
}

fn signed(url: &str, body: &Body) -> String {
    let members: BTreeSet<_> = match body {
        Body::Form(parameters) => parameters.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        Body::Json(_) => BTreeSet::new(),
    };
    let members = members.iter().flat_map(|(name, value)| [*name, *value]);
    std::iter::once(url).chain(members).collect()
}

fn sha1(token: &str, text: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn sha256(secret: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Twilio's own page.
    #[test]
    fn the_signature_is_that_of_the_published_example() {
        let parameters = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ];
        let form = Body::Form(parameters.map(|(name, value)| (name, value.to_owned())).to_vec());
        let text = signed("https://mycompany.com/myapp.php?foo=1&bar=2", &form);
        assert_eq!(sha1("12345", &text), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    #[test]
    fn a_body_that_is_no_form_is_named_in_the_address_and_signed_with_it_alone() {
        let body = Body::Json("[]".into());
        let hash = "bodySHA256=4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";
        assert_eq!(address("http://a/b", &body), format!("http://a/b?{hash}"));
        assert_eq!(address("http://a/b?c=d", &body), format!("http://a/b?c=d&{hash}"));
        assert_eq!(signed("http://a/b", &body), "http://a/b");
    }
}
