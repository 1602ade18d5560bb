//! What an SMTP server wants to know.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustls::{
    ClientConfig,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use secrecy::{ExposeSecret, SecretString};
use tokio_rustls::TlsConnector;
use url::Url;

use super::{bounces::Bounces, server::Server};
use crate::Timeouts;

/// The most connections of one account.
const CONNECTIONS_MAX: usize = 100;

/// An SMTP server that takes our messages.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// `smtp://host:587` (STARTTLS, which must be offered), `smtps://host:465` (TLS from the start), or
    /// `smtp://host:25?tls=none`, in the open.
    pub url: Url,
    /// Who we are, and the password; none where the server wants to know neither.
    pub credentials: Option<(String, SecretString)>,
    /// Connections at once, 1 to 100.
    pub connections: usize,
    /// Where bounces and complaints come to; none leaves them to the sender's mailbox.
    pub bounces: Option<BounceSettings>,
    /// How messages are signed; none leaves that to the server.
    pub dkim: Option<DkimSettings>,
    /// Further certificates to trust than the machine does, in PEM.
    pub certificates: Option<String>,
    /// What time it is: messages are dated.
    pub clock: fn() -> DateTime<Utc>,
}

/// Where bounces and complaints come to.
#[derive(Debug, Clone)]
pub struct BounceSettings {
    /// A domain of its own, whose mail is handed to our hook.
    pub domain: String,
    /// What the hook is called with, as `Authorization: Bearer …`; ours to choose, at least 16 characters. Return paths rest on it.
    pub token: SecretString,
}

/// How messages are signed.
#[derive(Debug, Clone)]
pub struct DkimSettings {
    /// The domain that signs: that of the senders.
    pub domain: String,
    /// Which of its keys.
    pub selector: String,
    /// The private key, RSA or Ed25519, in PEM.
    pub key: SecretString,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// Not at all.
    Open,
    /// By STARTTLS, or there is none.
    StartTls,
    /// From its first byte.
    Tls,
}

impl SmtpSettings {
    pub(super) fn server(&self, timeouts: Timeouts) -> Result<Server, String> {
        let (security, port) = self.security()?;
        let host = self.url.host_str().filter(|host| !host.is_empty()).ok_or(URL)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if security == Security::Open && self.credentials.is_some() && !is_loopback(&host) {
            return Err("url: a password never goes over the open: leave ?tls=none out".into());
        }
        let name = ServerName::try_from(host.clone()).map_err(|_| URL)?;
        let (port, tls) = (self.url.port().unwrap_or(port), self.tls()?);
        let credentials = self.credentials.clone().map(Arc::new);
        Ok(Server { host, port, security, name, tls, credentials, timeouts })
    }

    fn security(&self) -> Result<(Security, u16), String> {
        let bare = self.url.username().is_empty() && self.url.password().is_none();
        if !bare || !matches!(self.url.path(), "" | "/") {
            return Err(URL.into());
        }
        match (self.url.scheme(), self.url.query()) {
            ("smtps", None) => Ok((Security::Tls, 465)),
            ("smtp", None) => Ok((Security::StartTls, 587)),
            ("smtp", Some("tls=none")) => Ok((Security::Open, 25)),
            _ => Err(URL.into()),
        }
    }

    fn tls(&self) -> Result<TlsConnector, String> {
        let pem = self.certificates.as_deref().unwrap_or_default();
        let more: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let more = more.ok().filter(|more| more.is_empty() == self.certificates.is_none());
        let more = more.ok_or("ca_file: give certificates in PEM")?;
        let provider = Arc::new(ring::default_provider());
        let unusable = |error: rustls::Error| format!("ca_file: {error}");
        let verifier = Verifier::new_with_extra_roots(more, Arc::clone(&provider)).map_err(unusable)?;
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config =
            config.map_err(unusable)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        Ok(TlsConnector::from(Arc::new(config.with_no_client_auth())))
    }

    pub(super) fn connections(&self) -> Result<usize, String> {
        let within = (1..=CONNECTIONS_MAX).contains(&self.connections);
        within.then_some(self.connections).ok_or_else(|| format!("connections: 1 to {CONNECTIONS_MAX}"))
    }

    pub(super) fn bounces(&self) -> Result<Option<Bounces>, String> {
        let Some(BounceSettings { domain, token }) = &self.bounces else { return Ok(None) };
        let labels = domain.split('.').filter(|label| !label.is_empty()).count();
        let plain = domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        if labels < 2 || !plain {
            return Err("bounce_domain: write it as bounce.exemple.fr".into());
        }
        let secret = token.expose_secret();
        if secret.len() < 16 || !secret.chars().all(|c| c.is_ascii_graphic()) {
            return Err("hook_token: give at least 16 ASCII characters without spaces".into());
        }
        Ok(Bounces::new(domain, token.clone()))
    }
}

const URL: &str = "url: write smtp://host:587 (STARTTLS), smtps://host:465 (TLS), or smtp://host:25?tls=none; user and password apart";

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
