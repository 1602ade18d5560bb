//! The keys of the door: the shared secret and the JWK Set, which is read again as its owner rotates it.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, bail};
use api::{Keyring, VerifyKey};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep_until};

use crate::settings::{JwksSource, JwtSettings};

/// Shortest time between two readings: a token with an invented key id must not make us call the suite each time.
const APART: Duration = Duration::from_secs(10);
/// How long a reading may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest JWK Set, in bytes.
const SET_MAX: usize = 256 * 1024;

/// Makes the keyring. A JWK Set that cannot be read at the start stops it: nobody could sign in.
pub(crate) async fn open(settings: &JwtSettings) -> anyhow::Result<Arc<Keyring>> {
    let keys = read(settings).await?;
    let policy = settings.policy.clone();
    if settings.jwks.is_none() {
        return Ok(Arc::new(Keyring::fixed(keys, policy)));
    }
    let keyring = Arc::new(Keyring::refreshed(keys, policy));
    tokio::spawn(keep_fresh(Arc::clone(&keyring), settings.clone()));
    Ok(keyring)
}

/// Every key in force.
async fn read(settings: &JwtSettings) -> anyhow::Result<Vec<VerifyKey>> {
    let mut keys = Vec::new();
    if let Some(secret) = &settings.secret {
        keys.push(VerifyKey::secret(secret.expose_secret().as_bytes())?);
    }
    if let Some(source) = &settings.jwks {
        keys.extend(VerifyKey::set(&load(source).await?).context("jwt.jwks")?);
    }
    if keys.is_empty() {
        bail!(
            "nobody could sign in: set EBVISION_JWT_SECRET, EBVISION_JWT_JWKS_FILE or EBVISION_JWT_JWKS_URL"
        );
    }
    Ok(keys)
}

/// Reads the set again from time to time, and when a token names an unknown key. The old keys stay until new ones are
/// there: an unreachable suite must not sign everybody out.
async fn keep_fresh(keyring: Arc<Keyring>, settings: JwtSettings) {
    let mut last = Instant::now();
    loop {
        tokio::select! {
            () = sleep_until(last + settings.refresh) => {}
            () = keyring.wanted() => if last.elapsed() < APART {
                keyring.confirm();
                continue;
            },
        }
        last = Instant::now();
        match read(&settings).await {
            Ok(keys) => keyring.replace(keys),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the JWK Set cannot be read; the old keys stay");
                keyring.confirm();
            }
        }
    }
}

async fn load(source: &JwksSource) -> anyhow::Result<Vec<u8>> {
    match source {
        JwksSource::File(path) => tokio::fs::read(path).await.with_context(|| path.display().to_string()),
        JwksSource::Url(url) => fetch(url).await.with_context(|| url.to_string()),
    }
}

async fn fetch(url: &url::Url) -> anyhow::Result<Vec<u8>> {
    let client =
        reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
    let mut response = client.get(url.clone()).send().await?.error_for_status()?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > SET_MAX {
            bail!("a JWK Set of more than {SET_MAX} bytes is not taken");
        }
    }
    Ok(body)
}
