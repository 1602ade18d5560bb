//! The signature of a webhook: HMAC over its whole address, and the members of its form by name (Twilio, "Webhooks security", and
//! the request validator of its own SDKs). SHA-1 with the account's token; SHA-256 with a shared key, where a header says so.
//!
//! The address is ours by the settings, never by the header `Host`: a proxy may have changed that. Bodies that are no form are named
//! in the address by their SHA-256.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    digest,
    hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY, HMAC_SHA256, Key},
};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::{Url, form_urlencoded};

use crate::Hook;

const SIGNATURE: &str = "X-Twilio-Signature";
const SETTINGS: &str = "X-Twilio-Webhooks-Signature-Settings";
/// The member of the address that holds the SHA-256 of a body that is no form, in hexadecimal digits.
const BODY_HASH: &str = "bodySHA256";

/// What signatures are verified with. Keys do not show in `Debug`.
#[derive(Debug)]
pub(super) struct Verifier {
    /// The address of the webhook, without its port and with it: Twilio signs either.
    spellings: [String; 2],
    token: Key,
    shared: BTreeMap<String, Key>,
}

impl Verifier {
    pub(super) fn new(hook: &Url, token: &SecretString, shared: &[(String, SecretString)]) -> Self {
        let key =
            |algorithm, secret: &SecretString| Key::new(algorithm, secret.expose_secret().trim().as_bytes());
        let shared = shared.iter().map(|(name, secret)| (name.clone(), key(HMAC_SHA256, secret)));
        Self {
            spellings: spellings(hook),
            token: key(HMAC_SHA1_FOR_LEGACY_USE_ONLY, token),
            shared: shared.collect(),
        }
    }

    /// Whether a call bears a signature of the account's. Compared in constant time.
    pub(super) fn believes(&self, hook: &Hook<'_>) -> bool {
        let header = |wanted: &str| {
            let found = hook.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        let signature = header(SIGNATURE).and_then(|signature| STANDARD.decode(signature).ok());
        let key = header(SETTINGS).map_or(Some(&self.token), |settings| self.key(settings));
        let (Some(signature), Some(key), Some(members)) = (signature, key, members(hook)) else {
            return false;
        };
        let query = if hook.query.is_empty() { String::new() } else { format!("?{}", hook.query) };
        self.spellings.iter().any(|address| {
            let signed = [address.as_str(), &query, &members].concat();
            hmac::verify(key, signed.as_bytes(), &signature).is_ok()
        })
    }

    /// The key that `key=…,algorithm=HMAC_SHA256` names; the account's token for the algorithm of old, nothing for any other.
    fn key(&self, settings: &str) -> Option<&Key> {
        let said = |wanted: &str| {
            let mut pairs = settings.split(',').filter_map(|pair| pair.split_once('='));
            pairs.find_map(|(name, value)| (name.trim() == wanted).then(|| value.trim()))
        };
        match said("algorithm").map(str::to_uppercase).as_deref() {
            None | Some("HMAC_SHA1") => Some(&self.token),
            Some("HMAC_SHA256") => self.shared.get(said("key")?),
            Some(_) => None,
        }
    }
}

fn spellings(hook: &Url) -> [String; 2] {
    let (scheme, host, path) = (hook.scheme(), hook.host_str().unwrap_or_default(), hook.path());
    let port = hook.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    [format!("{scheme}://{host}{path}"), format!("{scheme}://{host}{port}{path}")]
}

/// What is signed behind the address: each name with each of its values, both in order and once. Nothing where the address names the
/// body, and none at all where it names another one.
fn members(hook: &Hook<'_>) -> Option<String> {
    let named = form_urlencoded::parse(hook.query.as_bytes()).find(|(name, _)| name == BODY_HASH);
    match named {
        Some((_, told)) => {
            let is_this: bool = hex(hook.body).as_bytes().ct_eq(told.to_lowercase().as_bytes()).into();
            is_this.then(String::new)
        }
        None => {
            let members: BTreeSet<_> = form_urlencoded::parse(hook.body).collect();
            Some(members.iter().map(|(name, value)| [name.as_ref(), value.as_ref()].concat()).collect())
        }
    }
}

fn hex(body: &[u8]) -> String {
    digest::digest(&digest::SHA256, body).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
