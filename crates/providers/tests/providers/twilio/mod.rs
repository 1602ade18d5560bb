//! What is Twilio's own.

mod answers;
mod calls;
mod heard;
mod known;
mod messages;
mod numbers;
mod reading;
mod signature;
mod sweep;
mod templates;

use std::sync::{Arc, LazyLock};

use domain::{ids::CampaignId, provider::AccountId};
use providers::{
    AccountSettings, Accounts, ApprovedTemplate, Connection, Form, Place, ServiceSettings, Timeouts,
    TwilioSettings, WhatsappBatch, WhatsappRecipient,
};
use serde_json::json;
use url::Url;
use uuid::Uuid;

use crate::{
    conformance::{Bench, Papers},
    server::{Act, PATIENT, Received},
    world::CAMPAIGN,
};

pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TEMPLATE: &str = "HX00000000000000000000000000000001";
const MESSAGE: &str = "SM00000000000000000000000000000001";

pub(crate) static BENCH: Bench = Bench {
    open: |base_url, timeouts| open_with(settings(Some(base_url)), timeouts),
    yes,
    names_messages: true,
    no: || no(400, 63_024, "Invalid message recipient"),
    slower: || Act::with(429, ("retry-after", "7"), json!({"code": 20429, "message": "Too Many Requests"})),
    papers: Papers {
        closed: LazyLock::new(closed),
        webhook: (&[("X-Twilio-Signature", "dOkc/NW+V81yJ9bOGGwjLgEDGhA=")], signature::BODY),
        secrets: &["an-invented-auth-token", "an-invented-shared-secret", "phbi1pbnZlbnRlZC1"],
    },
};

/// Twilio's settings, with all three APIs at this address.
pub(crate) fn settings(base_url: Option<Url>) -> TwilioSettings {
    TwilioSettings {
        account_sid: ACCOUNT.into(),
        auth_token: "an-invented-auth-token".into(),
        api_key: None,
        phone: "+33700000000".into(),
        messaging_service_sid: None,
        public_url: Url::parse("https://mkt.example.test").unwrap(),
        webhook_keys: vec![("webhooks_sharedkey_1".into(), "an-invented-shared-secret".into())],
        // One at a time: the acts of the server come in the order of the members.
        calls: 1,
        per_second: 80,
        base_url,
        content_base_url: None,
        messaging_base_url: None,
    }
}

pub(crate) fn account(settings: TwilioSettings) -> AccountSettings {
    AccountSettings {
        id: AccountId("main".into()),
        senders: Vec::new(),
        service: ServiceSettings::Twilio(Box::new(settings)),
    }
}

pub(crate) fn open_with(settings: TwilioSettings, timeouts: Timeouts) -> Arc<dyn Connection> {
    Accounts::open(vec![account(settings)], timeouts).unwrap().iter().next().unwrap().clone()
}

fn open(base_url: Url) -> Arc<dyn Connection> {
    open_with(settings(Some(base_url)), PATIENT)
}

/// An account that is not called.
fn closed() -> Arc<dyn Connection> {
    open_with(settings(None), PATIENT)
}

/// A template with something in each place, and a file of the campaign's own.
fn template() -> ApprovedTemplate {
    ApprovedTemplate {
        name: "promo_soldes".into(),
        language: "fr".into(),
        provider_id: TEMPLATE.into(),
        positional: true,
        media: None,
        places: vec![
            Place::Body("prenom".into()),
            Place::Payload(0),
            Place::Body("remise".into()),
            Place::Url(1),
        ],
    }
}

fn batch(recipients: Vec<WhatsappRecipient>) -> WhatsappBatch {
    WhatsappBatch {
        key: Uuid::from_u128(7),
        campaign: CampaignId(CAMPAIGN),
        template: template(),
        recipients,
    }
}

fn recipient(number: u32, form: Form) -> WhatsappRecipient {
    WhatsappRecipient { number, address: format!("+2217712345{number:02}"), form }
}

fn values() -> Form {
    Form::Template(["Contact", "OPTOUT", "-20 %", "k7/Qz 1"].map(String::from).into())
}

/// A yes to the message of a number.
fn yes(number: usize) -> Act {
    Act::answer(201, json!({"sid": format!("SM{number:032x}"), "status": "queued", "error_code": null}))
}

fn no(status: u16, code: u32, message: &str) -> Act {
    Act::answer(
        status,
        json!({"code": code, "message": message, "more_info": "https://www.twilio.com/docs", "status": status}),
    )
}

/// The members of a form that arrived.
fn form(received: &Received) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&received.body).into_owned().collect()
}
