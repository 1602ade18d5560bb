//! Whether a webhook is Twilio's. The signatures were made by the request validator of Twilio's own SDK for Python (9.13).

use chrono::DateTime;
use providers::Hook;
use url::Url;

use super::{closed, open_with, settings};
use crate::server::PATIENT;

const QUERY: &str = "s=c:0199a0b1-7c00-7000-8000-00000000002a:12";
pub(crate) const BODY: &[u8] = b"MessageSid=SM00000000000000000000000000000001&MessageStatus=delivered&To=whatsapp%3A%2B221771234567&From=whatsapp%3A%2B33700000000&AccountSid=AC00000000000000000000000000000001&ApiVersion=2010-04-01&ChannelToAddress=%2B22177123XXXX&Empty=&Accent=d%C3%A9j%C3%A0+lu+%E2%9C%93";
/// Over the address with its query, and the form.
const SIGNATURE: &str = "alh8CoN6mHaQu38+1BSQec73R1Q=";
/// The same, with `:443` in the address.
const WITH_PORT: &str = "1LVVxdNpjU2JpXCd0bGCmFo1+1U=";
/// The same, called by another host.
const OF_ANOTHER_HOST: &str = "jrLW5wf7Nnslvi/GSxz02a3DgjQ=";
/// By a shared key, with SHA-256.
const SHARED: &str = "6WRe7FsMbeE4nNZ8Va2cRAVEXrFj/PX/mjOaBHBjmes=";
/// Over a body that is no form.
const OF_JSON: &str = "IHMKcy/SnpeOHz666BeU19JHSwQ=";
const JSON_QUERY: &str = "bodySHA256=7ad99aa13ec61dee5f62fdc20bf902f40794f271359f882f2553d7b0987f13f1";
const JSON: &[u8] = include_bytes!("../../../src/twilio/fixtures/approved.json");

fn hook<'a>(headers: &'a [(&'a str, &'a str)], query: &'a str, body: &'a [u8]) -> Hook<'a> {
    Hook { headers, query, body, received_at: DateTime::UNIX_EPOCH }
}

fn believes(signature: &str, query: &str, body: &[u8]) -> bool {
    closed().authentic(&hook(&[("x-twilio-SIGNATURE", signature)], query, body))
}

fn believes_settings(signature: &str, settings: &str) -> bool {
    let headers = [("X-Twilio-Signature", signature), ("X-Twilio-Webhooks-Signature-Settings", settings)];
    closed().authentic(&hook(&headers, QUERY, BODY))
}

#[test]
fn a_signature_holds_for_the_address_with_its_query_and_every_member_of_the_form() {
    assert!(believes(SIGNATURE, QUERY, BODY));
    assert!(!believes(SIGNATURE, "", BODY));
    assert!(!believes(SIGNATURE, "s=c:0199a0b1-7c00-7000-8000-00000000002a:13", BODY));
    for (known, other) in [("delivered", "failed"), ("&Empty=", ""), ("Accent", "Akzent"), ("0001&", "0002&")]
    {
        let body = String::from_utf8(BODY.to_vec()).unwrap().replacen(known, other, 1);
        assert!(!believes(SIGNATURE, QUERY, body.as_bytes()), "{other}");
    }
    for signature in ["", "=", "not base64", "AAAA", WITH_PORT.trim_end_matches('=')] {
        assert!(!believes(signature, QUERY, BODY), "{signature}");
    }
    assert!(!closed().authentic(&hook(&[], QUERY, BODY)));
}

#[test]
fn members_are_signed_by_name_then_by_value_each_once() {
    assert!(believes("H9KuXuebJ1YJqmSYzHIpuOUNu4E=", "", b"B=2&a=&B=1&A=x&B=2"));
}

#[test]
fn the_address_is_ours_with_its_port_and_without_and_never_another_hosts() {
    assert!(believes(WITH_PORT, QUERY, BODY));
    assert!(!believes(OF_ANOTHER_HOST, QUERY, BODY));
    let ported = Url::parse("https://mkt.example.test:8443/").unwrap();
    let connection = open_with(providers::TwilioSettings { public_url: ported, ..settings(None) }, PATIENT);
    let headers = [("X-Twilio-Signature", SIGNATURE)];
    assert!(connection.authentic(&hook(&headers, QUERY, BODY)), "Twilio leaves the port out");
}

#[test]
fn a_shared_key_signs_where_a_header_names_it_and_no_other_way_of_signing_is_known() {
    assert!(believes_settings(SHARED, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"));
    assert!(believes_settings(SHARED, "algorithm=hmac_sha256, key=webhooks_sharedkey_1"));
    assert!(believes_settings(SIGNATURE, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA1"));
    for settings in [
        "key=webhooks_sharedkey_2,algorithm=HMAC_SHA256",
        "algorithm=HMAC_SHA256",
        "key=webhooks_sharedkey_1,algorithm=HMAC_MD5",
        "key=webhooks_sharedkey_1",
        "",
    ] {
        assert!(!believes_settings(SHARED, settings), "{settings}");
    }
    assert!(!believes_settings(SIGNATURE, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"));
    assert!(!believes_settings(SIGNATURE, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA512"));
}

#[test]
fn a_body_that_is_no_form_is_named_by_the_address() {
    assert!(believes(OF_JSON, JSON_QUERY, JSON.trim_ascii_end()));
    assert!(!believes(OF_JSON, JSON_QUERY, b"[]"));
    assert!(!believes(OF_JSON, JSON_QUERY, JSON), "a line more is another body");
    let other = JSON_QUERY.replace('7', "8");
    assert!(!believes(OF_JSON, &other, JSON.trim_ascii_end()));
}
