//! Signatures, verified from the standard's text alone, with the public key as DNS would tell it.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use providers::DkimSettings;
use ring::{
    digest::{SHA256, digest},
    signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey},
};

use super::{
    batch_for,
    mx::{Manner, Mx},
    open, send, settings, words,
};

/// Made for these tests alone.
const RSA: (&str, &str) = (
    include_str!("rsa.pem"),
    "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAt6AERNeiP/sB63rZ9+7ciB21B2uvpSxfvuUsts5Pyh5eohinYZqrkGWpcVpl0U7vhJ1VGCCFa8NWeU9ZzPpvSuu2+jD8Qj7095ZAdV1ApsMH/vAaIMYRP3KPKWLmOpoNkp8Yi8/1FR6aMulXsoMzvGS4DpIA14xPWhhzXWKBY2INfGT+Snxz9QODO0diL0zJxVy0n/AK7L6eSFoj+hv1EcV5fHfxtUNRpTJQ1MqJN+AnkuPdGUzMQw75gtAQxw9SLqEIWpkScSgua8TpuMqpcQ5a4byUCG0zDcU4Ieh7Ezr8Wn32M+VLIvAIu7uHW90SAQXhfKbTrG8Jd/8S+cvUHwIDAQAB",
);
const EDWARDS: (&str, &str) =
    (include_str!("ed25519.pem"), "v=DKIM1; k=ed25519; p=BzRQUNRJnTIvXLFKpcM1Ax7M93utelCVYm1uSCbEIYY=");

async fn signed(key: &str) -> String {
    let mx = Mx::start(Manner::doing(|_| None)).await;
    let mut settings = settings(mx.url("smtp://{}?tls=none"));
    let dkim =
        DkimSettings { domain: "example.org".into(), selector: "s1".into(), key: key.to_owned().into() };
    settings.dkim = Some(dkim);
    let connection = open(settings);
    let mut batch = batch_for(&*connection, 1);
    batch.subject = "Déjà l’été, et un sujet assez long pour être plié plusieurs fois au moins".into();
    batch.html = "<p>.\n.x\n\n</p>\n\n\n".into();
    assert_eq!(words(&send(&*connection, &batch).await), ["accepted"]);
    String::from_utf8(mx.mails().remove(0).content).unwrap()
}

/// The tags of a header: `v=1; a=rsa-sha256` (RFC 6376 §3.2).
fn tags(text: &str) -> HashMap<String, String> {
    let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    pairs.map(|(name, value)| (bare(name), bare(value))).collect()
}

/// `name:value` in relaxed form (§3.4.2).
fn relaxed(name: &str, value: &str) -> String {
    format!("{}:{}", name.to_lowercase(), value.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The headers, unfolded, in their order.
fn headers(head: &str) -> Vec<(String, String)> {
    let unfolded = head.replace("\r\n ", "  ").replace("\r\n\t", "  ");
    let pairs = unfolded.split("\r\n").filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whether a message is what was signed, and which headers that covers.
fn verified(message: &str, record: &str) -> (bool, Vec<String>) {
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    let headers = headers(head);
    let (name, signature) = headers.iter().find(|(name, _)| name == "DKIM-Signature").unwrap();
    let (told, record) = (tags(signature), tags(record));
    assert_eq!(
        (&*told["v"], &*told["c"], &*told["d"], &*told["s"]),
        ("1", "relaxed/simple", "example.org", "s1")
    );
    let covered: Vec<_> = told["h"].split(':').map(str::to_owned).collect();
    let mut signed = String::new();
    for wanted in &covered {
        let (name, value) = headers.iter().rfind(|(name, _)| name.eq_ignore_ascii_case(wanted)).unwrap();
        signed += &format!("{}\r\n", relaxed(name, value));
    }
    let bare = signature.rsplit_once("b=").unwrap().0;
    signed += &relaxed(name, &format!("{bare}b="));
    let body = format!("{}\r\n", body.trim_end_matches("\r\n"));
    let hash = STANDARD.encode(digest(&SHA256, body.as_bytes()));
    let key = STANDARD.decode(&record["p"]).unwrap();
    let proof = STANDARD.decode(&told["b"]).unwrap();
    let good =
        match &*told["a"] {
            // The record holds a SubjectPublicKeyInfo: its first 24 bytes say that an RSA key of 2048 bits follows.
            "rsa-sha256" => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key[24..])
                .verify(signed.as_bytes(), &proof),
            "ed25519-sha256" => UnparsedPublicKey::new(&ED25519, &key)
                .verify(digest(&SHA256, signed.as_bytes()).as_ref(), &proof),
            other => panic!("{other}"),
        };
    (good.is_ok() && hash == told["bh"], covered)
}

#[tokio::test]
async fn a_signature_verifies_and_covers_one_click_unsubscribing() {
    for (key, record) in [RSA, EDWARDS] {
        let (good, covered) = verified(&signed(key).await, record);
        assert!(good, "{record}");
        for name in
            ["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"]
        {
            assert!(covered.iter().any(|known| known.eq_ignore_ascii_case(name)), "{name}: {covered:?}");
        }
    }
}

#[tokio::test]
async fn a_message_that_was_changed_does_not_verify() {
    let message = signed(EDWARDS.0).await;
    assert!(verified(&message, EDWARDS.1).0);
    for (from, to) in [("/u/1", "/u/2"), ("Personne", "personne"), ("One-Click", "Two-Click")] {
        assert!(!verified(&message.replace(from, to), EDWARDS.1).0, "{from}");
    }
}
