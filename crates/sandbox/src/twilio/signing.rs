//! `X-Twilio-Signature`: HMAC-SHA1 over the address, as it is called, and the sorted parameters (Twilio, "Webhooks security").

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The header's value.
pub(super) fn signature(token: &str, url: &str, parameters: &[(&'static str, String)]) -> String {
    let sorted: BTreeSet<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text: String = sorted.iter().flat_map(|(name, value)| [*name, *value]).collect();
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return String::new() };
    mac.update(url.as_bytes());
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
        let parameters = parameters.map(|(name, value)| (name, value.to_owned()));
        let found = signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", &parameters);
        assert_eq!(found, "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }
}
