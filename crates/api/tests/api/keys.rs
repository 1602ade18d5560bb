//! Keys: each pinned to its algorithm, and rotated without a restart.

use std::sync::Arc;

use api::{Keyring, TokenPolicy, VerifyKey};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, JwkSet},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::{World, api, soon};

const RSA: &[u8] = include_bytes!("../keys/rsa.pem");
const EC: &[u8] = include_bytes!("../keys/ec.pem");
const ED: &[u8] = include_bytes!("../keys/ed.pem");
const ED_NEXT: &[u8] = include_bytes!("../keys/ed-next.pem");

fn key(algorithm: Algorithm, pem: &[u8]) -> EncodingKey {
    match algorithm {
        Algorithm::RS256 => EncodingKey::from_rsa_pem(pem),
        Algorithm::ES256 => EncodingKey::from_ec_pem(pem),
        _ => EncodingKey::from_ed_pem(pem),
    }
    .unwrap()
}

fn jwk(id: &str, algorithm: Algorithm, pem: &[u8]) -> Jwk {
    let mut jwk = Jwk::from_encoding_key(&key(algorithm, pem), algorithm).unwrap();
    jwk.common.key_id = Some(id.to_owned());
    jwk
}

fn set(keys: Vec<Jwk>) -> Vec<VerifyKey> {
    VerifyKey::set(&serde_json::to_vec(&JwkSet { keys }).unwrap()).unwrap()
}

fn token(id: &str, algorithm: Algorithm, pem: &[u8], claims: &Value) -> String {
    let header = Header { kid: Some(id.to_owned()), ..Header::new(algorithm) };
    encode(&header, claims, &key(algorithm, pem)).unwrap()
}

fn claims() -> Value {
    json!({"sub": "1", "role": "viewer", "exp": soon()})
}

async fn status(world: &World, token: &str) -> StatusCode {
    let bearer = format!("Bearer {token}");
    world.send(Method::GET, "/api/marketing/v1/me", &[("authorization", &bearer)], None).await.status
}

async fn world(pool: PgPool, keyring: Keyring) -> World {
    World::of(api::Api { keyring: Arc::new(keyring), ..api(pool) }).await
}

#[sqlx::test(migrations = false)]
async fn rs256_es256_and_eddsa_keys_of_a_set_open_the_door(pool: PgPool) {
    let all = [("r", Algorithm::RS256, RSA), ("e", Algorithm::ES256, EC), ("d", Algorithm::EdDSA, ED)];
    let keys = set(all.iter().map(|(id, algorithm, pem)| jwk(id, *algorithm, pem)).collect());
    let world = world(pool, Keyring::fixed(keys, TokenPolicy::default())).await;
    for (id, algorithm, pem) in all {
        assert_eq!(
            status(&world, &token(id, algorithm, pem, &claims())).await,
            StatusCode::OK,
            "{algorithm:?}"
        );
    }
    assert_eq!(
        status(&world, &token("d", Algorithm::EdDSA, ED_NEXT, &claims())).await,
        StatusCode::UNAUTHORIZED
    );
}

#[sqlx::test(migrations = false)]
async fn a_public_key_is_never_taken_for_a_shared_secret(pool: PgPool) {
    let public = serde_json::to_value(jwk("r", Algorithm::RS256, RSA)).unwrap();
    let world =
        world(pool, Keyring::fixed(set(vec![jwk("r", Algorithm::RS256, RSA)]), TokenPolicy::default())).await;
    let header = Header { kid: Some("r".to_owned()), ..Header::new(Algorithm::HS256) };
    let secret = EncodingKey::from_secret(public["n"].as_str().unwrap().as_bytes());
    assert_eq!(status(&world, &encode(&header, &claims(), &secret).unwrap()).await, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_set_without_a_usable_key_is_refused() {
    let shared = json!({"keys": [{"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"}]});
    assert_eq!(VerifyKey::set(shared.to_string().as_bytes()).err(), Some(api::KeyError::Empty));
    assert!(matches!(VerifyKey::set(b"<html>").err(), Some(api::KeyError::Malformed(_))));
    let mut sealed = jwk("r", Algorithm::RS256, RSA);
    sealed.common.key_algorithm = None;
    sealed.common.public_key_use = Some(jsonwebtoken::jwk::PublicKeyUse::Encryption);
    let sealed = json!({ "keys": [sealed] }).to_string();
    assert_eq!(VerifyKey::set(sealed.as_bytes()).err(), Some(api::KeyError::Empty), "a key for encryption");
    let foreign = json!({"keys": [jwk("r", Algorithm::RS256, RSA)]}).to_string().replace("RS256", "RS512");
    assert_eq!(VerifyKey::set(foreign.as_bytes()).err(), Some(api::KeyError::Empty));
}

#[sqlx::test(migrations = false)]
async fn a_rotated_key_is_fetched_while_the_request_waits(pool: PgPool) {
    let keyring =
        Arc::new(Keyring::refreshed(set(vec![jwk("old", Algorithm::EdDSA, ED)]), TokenPolicy::default()));
    let owner = Arc::clone(&keyring);
    let world = World::of(api::Api { keyring, ..api(pool) }).await;
    let rotation = tokio::spawn(async move {
        owner.wanted().await;
        owner.replace(set(vec![jwk("new", Algorithm::EdDSA, ED_NEXT)]));
        owner.wanted().await;
        owner.confirm();
    });
    assert_eq!(status(&world, &token("new", Algorithm::EdDSA, ED_NEXT, &claims())).await, StatusCode::OK);
    assert_eq!(
        status(&world, &token("old", Algorithm::EdDSA, ED, &claims())).await,
        StatusCode::UNAUTHORIZED
    );
    rotation.await.unwrap();
}

#[sqlx::test(migrations = false)]
async fn issuer_and_audience_are_wanted_when_they_are_configured(pool: PgPool) {
    let policy = TokenPolicy {
        issuer: Some("suite".into()),
        audience: Some("marketing".into()),
        ..TokenPolicy::default()
    };
    let world = world(pool, Keyring::fixed(set(vec![jwk("d", Algorithm::EdDSA, ED)]), policy)).await;
    let with = |iss: Value, aud: Value| {
        let mut claims = claims();
        claims["iss"] = iss;
        claims["aud"] = aud;
        token("d", Algorithm::EdDSA, ED, &claims)
    };
    assert_eq!(status(&world, &with(json!("suite"), json!(["other", "marketing"]))).await, StatusCode::OK);
    for (iss, aud) in
        [(json!("else"), json!("marketing")), (json!("suite"), json!("other")), (json!("suite"), Value::Null)]
    {
        assert_eq!(status(&world, &with(iss, aud)).await, StatusCode::UNAUTHORIZED);
    }
}
