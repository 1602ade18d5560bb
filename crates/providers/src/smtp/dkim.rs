//! Signing (DKIM, RFC 6376 and RFC 8463): headers relaxed, the body as it is, which nobody has a reason to rewrite: it is
//! quoted-printable without a blank at the end of a line.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use secrecy::ExposeSecret;

use super::settings::DkimSettings;

/// What is signed, where a message has it. One-click unsubscribing only counts when both of its headers are signed (RFC 8058 §3).
const SIGNED: &[&str] = &[
    "from",
    "reply-to",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "cfbl-address",
];

/// Characters of a line of the signature.
const LINE: usize = 72;

/// Signs messages for a domain.
pub(super) struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    pub(super) fn new(settings: &DkimSettings) -> Result<Self, String> {
        let key = Key::read(settings.key.expose_secret().as_bytes()).ok_or(
            "dkim_key_file: give an RSA key of 2048 bits or more, or an Ed25519 key, in PEM: openssl genrsa 2048",
        )?;
        let (domain, selector) = (settings.domain.clone(), settings.selector.clone());
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
        };
        if !is_name(&domain) || !is_name(&selector) {
            return Err("dkim_domain, dkim_selector: write the domain as exemple.fr and the selector as it stands in front of ._domainkey".into());
        }
        Ok(Self { domain, selector, key })
    }

    /// Writes the header that signs a message, whose lines end with CR LF.
    pub(super) fn sign(&self, message: &[u8], out: &mut Vec<u8>) {
        let end = memchr::memmem::find(message, b"\r\n\r\n").map_or(message.len(), |end| end + 2);
        let (head, body) = (&message[..end], message.get(end + 2..).unwrap_or_default());
        let (names, mut canonical) = signed(head);
        let unsigned = format!(
            "v=1; a={}; c=relaxed/simple; d={};\r\n s={}; h={};\r\n bh={};\r\n b=",
            self.key.algorithm(),
            self.domain,
            self.selector,
            names.join(":\r\n "),
            STANDARD.encode(digest(&SHA256, ended(body))),
        );
        relax("dkim-signature", unsigned.as_bytes(), &mut canonical);
        let signature = self.key.sign(&canonical);
        out.extend_from_slice(b"DKIM-Signature: ");
        out.extend_from_slice(unsigned.as_bytes());
        for line in STANDARD.encode(signature).as_bytes().chunks(LINE) {
            out.extend_from_slice(b"\r\n ");
            out.extend_from_slice(line);
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// The body with one end: empty lines behind it do not count (RFC 6376 §3.4.3).
fn ended(body: &[u8]) -> &[u8] {
    let mut end = body.len();
    while body[..end].ends_with(b"\r\n\r\n") {
        end -= 2;
    }
    &body[..end]
}

/// The names of the headers that are signed, and these in their canonical form.
fn signed(head: &[u8]) -> (Vec<&'static str>, Vec<u8>) {
    let (mut names, mut canonical) = (Vec::new(), Vec::with_capacity(head.len()));
    for (name, value) in headers(head) {
        if let Some(known) = SIGNED.iter().find(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
            names.push(*known);
            relax(known, value, &mut canonical);
            canonical.extend_from_slice(b"\r\n");
        }
    }
    (names, canonical)
}

/// The headers: a line that begins with a blank belongs to the one before.
fn headers(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = head;
    std::iter::from_fn(move || {
        let mut ends = memchr::memmem::find_iter(rest, b"\r\n").map(|at| at + 2);
        let end = ends.find(|end| !matches!(rest.get(*end), Some(b' ' | b'\t')))?;
        let (header, after) = rest.split_at(end);
        rest = after;
        let colon = memchr::memchr(b':', header)?;
        Some((&header[..colon], &header[colon + 1..]))
    })
}

/// `name:value` on one line, each run of blanks as one, none at its ends (RFC 6376 §3.4.2).
fn relax(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let words = value.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word);
    }
}

impl Key {
    fn read(pem: &[u8]) -> Option<Self> {
        let der = PrivateKeyDer::from_pem_slice(pem).ok()?;
        let rsa = match &der {
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            _ => return None,
        };
        match rsa {
            Ok(rsa) => Some(Self::Rsa(Box::new(rsa))),
            Err(_) => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_der()).ok().map(Self::Ed25519),
        }
    }

    const fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "rsa-sha256",
            Self::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, canonical: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // Fails only where the machine has no randomness left to hide its timing: the receiver then finds no true signature.
                let _ = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), canonical, &mut signature);
                signature
            }
            Self::Ed25519(key) => key.sign(digest(&SHA256, canonical).as_ref()).as_ref().to_vec(),
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}._domainkey.{}, {})", self.selector, self.domain, self.key.algorithm())
    }
}
