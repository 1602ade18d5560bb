//! `token`.

use std::io::{Write, stdout};

use anyhow::{Context, bail};
use jsonwebtoken::{EncodingKey, Header, encode};
use secrecy::ExposeSecret;
use serde_json::json;

use super::refuse_in_production;
use crate::{cli::TokenArgs, clock, settings::Settings};

/// Mints a token with the shared secret, as the suite would.
pub(crate) fn mint(settings: &Settings, whose: &TokenArgs) -> anyhow::Result<()> {
    refuse_in_production(settings, "minting tokens")?;
    let Some(secret) = &settings.jwt.secret else {
        bail!("set EBVISION_JWT_SECRET: a token is signed with it")
    };
    let ttl = i64::try_from(whose.ttl.as_secs()).context("--ttl")?;
    let now = clock::now().timestamp();
    let claims = json!({
        "sub": whose.sub,
        "name": whose.name,
        "roles": whose.roles,
        "iat": now,
        "exp": now + ttl,
        "iss": settings.jwt.policy.issuer,
        "aud": settings.jwt.policy.audience,
    });
    let key = EncodingKey::from_secret(secret.expose_secret().as_bytes());
    writeln!(stdout(), "{}", encode(&Header::default(), &claims, &key)?)?;
    Ok(())
}
