//! Settings of the door.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use api::{ClaimNames, TokenPolicy, VerifyKey};
use domain::Role;
use secrecy::{ExposeSecret, SecretString};

use super::reader::Reader;

/// Which keys tokens are verified with, and what their claims are called.
#[derive(Debug, Clone)]
pub(crate) struct JwtSettings {
    pub(crate) secret: Option<SecretString>,
    pub(crate) jwks: Option<JwksSource>,
    pub(crate) refresh: Duration,
    pub(crate) policy: TokenPolicy,
}

/// Where a JWK Set is.
#[derive(Debug, Clone)]
pub(crate) enum JwksSource {
    File(PathBuf),
    Url(url::Url),
}

impl JwtSettings {
    pub(super) fn collect(reader: &mut Reader) -> Self {
        let settings = Self {
            secret: secret(reader),
            jwks: jwks(reader),
            refresh: reader.parsed("jwt.jwks_refresh", Duration::ZERO, humantime::parse_duration),
            policy: policy(reader),
        };
        if settings.jwks.is_some() && settings.refresh < Duration::from_secs(10) {
            reader.refuse("jwt.jwks_refresh", "wait at least 10s between two readings");
        }
        settings
    }
}

fn secret(reader: &mut Reader) -> Option<SecretString> {
    let secret = reader.text("jwt.secret").map(SecretString::from)?;
    if let Err(error) = VerifyKey::secret(secret.expose_secret().as_bytes()) {
        reader.refuse("jwt.secret", error);
    }
    Some(secret)
}

fn jwks(reader: &mut Reader) -> Option<JwksSource> {
    let (file, url) = (reader.text("jwt.jwks_file"), reader.text("jwt.jwks_url"));
    match (file, url) {
        (Some(_), Some(_)) => {
            reader.refuse("jwt.jwks_file", "give a file or a URL, not both");
            None
        }
        (Some(file), None) => Some(JwksSource::File(file.into())),
        (None, Some(text)) => address(reader, &text).map(JwksSource::Url),
        (None, None) => None,
    }
}

/// Keys that come over plain HTTP could be anybody's; on this very machine they cannot be changed on the way.
fn address(reader: &mut Reader, text: &str) -> Option<url::Url> {
    let url = url::Url::parse(text).ok().filter(|url| url.scheme() == "https" || is_loopback(url));
    // The address is named in complaints: a password has no place in it.
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
    if url.is_none() {
        reader.refuse(
            "jwt.jwks_url",
            "give it the form https://suite.example/.well-known/jwks.json, without a user",
        );
    }
    url
}

fn is_loopback(url: &url::Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        }
}

fn policy(reader: &mut Reader) -> TokenPolicy {
    TokenPolicy {
        issuer: reader.text("jwt.issuer"),
        audience: reader.text("jwt.audience"),
        leeway: reader.parsed("jwt.leeway", Duration::ZERO, humantime::parse_duration).as_secs(),
        claims: ClaimNames {
            id: reader.some("jwt.claim_id"),
            name: reader.list("jwt.claim_name"),
            permissions: reader.some("jwt.claim_permissions"),
            roles: reader.some("jwt.claim_roles"),
        },
        roles: roles(reader),
    }
}

fn roles(reader: &mut Reader) -> BTreeMap<String, Role> {
    let mut roles = BTreeMap::new();
    for pair in reader.list("jwt.roles") {
        let role = pair
            .split_once('=')
            .and_then(|(theirs, ours)| Some((theirs.trim().to_owned(), ours.trim().parse().ok()?)));
        match role {
            Some((theirs, ours)) => drop(roles.insert(theirs, ours)),
            None => reader.refuse(
                "jwt.roles",
                format!("{pair:?}: write NAME=viewer, marketer, sender, approver or admin"),
            ),
        }
    }
    roles
}
