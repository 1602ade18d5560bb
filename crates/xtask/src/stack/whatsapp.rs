//! The two numbers of WhatsApp that the sandbox plays: what the product is told of them, and how they come to a template.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{
    api::{Caller, until},
    database::ask,
    program::Settings,
};

/// How long a template may take to be handed in, and to be known as approved.
const PATIENCE: Duration = Duration::from_secs(180);
/// The template's name.
const NAME: &str = "offre";

/// A number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// The name of its account, which is the sandbox's name for its service as well.
    pub(crate) account: &'static str,
    /// What the sandbox tells of it: the setting, and the member.
    facts: &'static [(&'static str, &'static str)],
    /// Where its APIs are: the setting, and the place below the sandbox's address.
    places: &'static [(&'static str, &'static str)],
    /// What is known beforehand.
    known: &'static [(&'static str, &'static str)],
}

impl Number {
    /// The token that the sandbox takes for Meta's; Twilio's is a fact of its account.
    pub(crate) const TOKEN: &'static str = "EAAsandbox";

    /// The number at Meta.
    pub(crate) const META: Self = Self {
        account: "meta",
        facts: &[
            ("EBVISION_META_PHONE_NUMBER_ID", "phoneNumberId"),
            ("EBVISION_META_PHONE", "phone"),
            ("EBVISION_META_WABA_ID", "wabaId"),
            ("EBVISION_META_APP_ID", "appId"),
            ("EBVISION_META_APP_SECRET", "appSecret"),
            ("EBVISION_META_VERIFY_TOKEN", "verifyToken"),
        ],
        places: &[("EBVISION_META_BASE_URL", "meta")],
        known: &[("EBVISION_META_TOKEN", Self::TOKEN)],
    };

    /// The number at Twilio.
    pub(crate) const TWILIO: Self = Self {
        account: "twilio",
        facts: &[
            ("EBVISION_TWILIO_ACCOUNT_SID", "accountSid"),
            ("EBVISION_TWILIO_AUTH_TOKEN", "authToken"),
            ("EBVISION_TWILIO_PHONE", "phone"),
        ],
        places: &[
            ("EBVISION_TWILIO_BASE_URL", "twilio"),
            ("EBVISION_TWILIO_CONTENT_BASE_URL", "twilio-content"),
        ],
        known: &[],
    };

    /// The settings of its account; `ask` tells what the sandbox says of it.
    pub(crate) fn settings(
        &self,
        sandbox: &str,
        ask: impl Fn(&str) -> anyhow::Result<String>,
    ) -> anyhow::Result<Settings> {
        let told = self.facts.iter().map(|(setting, member)| Ok((*setting, ask(member)?)));
        let places = self.places.iter().map(|(setting, place)| Ok((*setting, format!("{sandbox}/{place}"))));
        let known = self.known.iter().map(|(setting, value)| Ok((*setting, (*value).to_owned())));
        told.chain(places).chain(known).collect()
    }

    /// The same, asked of a sandbox that is called.
    pub(crate) fn settings_by(&self, sandbox: &Caller) -> anyhow::Result<Settings> {
        let facts = sandbox.get(&format!("/_sandbox/{}", self.account))?;
        self.settings(sandbox.address(), |member| {
            let told = facts[member].as_str();
            let told =
                told.with_context(|| format!("the sandbox does not tell {member} of {}", self.account))?;
            Ok(told.to_owned())
        })
    }

    /// Lets it write to any number of people in a day; by Meta, to a thousand a second where it is fast.
    pub(crate) fn unbind(&self, sandbox: &Caller, fast: bool) -> anyhow::Result<()> {
        let throughput = if fast { "HIGH" } else { "STANDARD" };
        let order = json!({"line": self.account, "tier": 0, "throughput": throughput});
        sandbox.call("POST", "/_sandbox/whatsapp/number", Some(order), None).map(drop)
    }
}

/// The product's API and its database, and the sandbox, which approves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) api: &'a Caller,
    pub(crate) sandbox: &'a Caller,
    pub(crate) database: &'a str,
}

impl Desk<'_> {
    /// Writes a template, hands it in, has it approved and asks for it, since not every service tells of that by itself; its id. A
    /// worker must be there.
    pub(crate) fn approved_template(self, number: &Number) -> anyhow::Result<String> {
        let new = json!({"account": number.account, "content": content()});
        let made = self.api.call("POST", "/whatsapp/templates", Some(new), None)?;
        let id = made["id"].as_str().context("a template has no id")?.to_owned();
        let path = format!("/whatsapp/templates/{id}");
        self.api.call("POST", &format!("{path}/submit"), None, made["version"].as_i64())?;
        until("a template is handed in", PATIENCE, || {
            Ok(ask(self.database, WAITING)?.as_deref() == Some("0"))
        })?;
        let order = json!({"line": number.account, "name": NAME, "status": "APPROVED"});
        self.sandbox.call("POST", "/_sandbox/whatsapp/templates", Some(order), None)?;
        self.api.call("POST", &format!("/whatsapp/senders/{}/sync", number.account), None, None)?;
        until("it is approved", PATIENCE, || Ok(self.api.get(&path)?["status"] == "approved"))?;
        Ok(id)
    }
}

/// Errands that are not done yet.
const WAITING: &str = "select count(*)::text from marketing_errands where state <> 'done'";

fn content() -> Value {
    json!({
        "name": NAME, "language": "fr", "category": "marketing",
        "body": "Bonjour {{prenom}}, notre offre vous attend jusqu’à dimanche dans tous nos magasins.",
        "footer": "Répondez STOP pour ne plus recevoir nos offres",
        "buttons": [
            {"kind": "tracked", "text": "Voir l’offre"},
            {"kind": "quick_reply", "text": "Ne plus recevoir", "opts_out": true},
        ],
        "examples": {"prenom": "Awa"},
    })
}

/// A campaign with a template, to everybody who agreed.
pub(crate) fn campaign(name: &str, template: &str) -> Value {
    json!({
        "name": name,
        "audience": {"all": []},
        "template_id": template,
        "whatsapp": {"values": {"prenom": "{{ contact.nom | default('à vous') }}"}, "link": "https://exemple.fr/offre"},
        "tags": [],
    })
}
