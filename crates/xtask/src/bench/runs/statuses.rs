//! What Meta tells of messages: each status in a webhook of its own, as fast as a number's messages make them, and as many in one as
//! there may be.

use std::time::Instant;

use anyhow::{Context as _, ensure};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        callers::{self, Manner},
        figure::Figure,
        runs::{
            dialects::{Provider, send},
            launch::now,
            whatsapp::template,
        },
    },
    stack::{
        database::pairs,
        people::Customers,
        whatsapp::{Number, campaign},
    },
};

/// Statuses a second of one number: sent, delivered and read of 80 messages (Meta, "Throughput": three times what leaves).
const STATUSES: u32 = 240;
/// The same of a number that may send 1,000 messages a second.
const STATUSES_MAX: f64 = 3_000.0;
/// Statuses of one webhook at most (Meta, "Create a webhook endpoint").
const BATCH: usize = 1_000;
/// How long Meta wants to wait for an answer, in milliseconds ("Throughput": the median).
const PATIENCE: f64 = 250.0;
const CONNECTIONS: u16 = 16;
/// Webhooks of a whole batch at once.
const BATCHES_AT_ONCE: u16 = 2;

pub(super) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let seconds = scale.beside;
    // Whom a number writes to in that time that may send 1,000 messages a second.
    let people = 1_000 * u32::try_from(seconds)?;
    let (number, sandbox) = (&Number::META, Provider::start(bed, false)?);
    number.unbind(&sandbox.control, true)?;
    let settings = number.settings_by(&sandbox.control)?;
    let stand = bed.stand_of(Customers::of_whatsapp(people), "statuses", settings)?;
    let template = template(&stand, &sandbox, number)?;
    let sent = send(bed, &stand, &sandbox, number.account, (campaign("Offre", &template), people))?;
    let told = Told::of(&stand, &sandbox, &sent.campaign)?;
    let mut worker = stand.work()?;
    let mut figures = one_by_one(bed, &stand, &told, seconds)?;
    figures.extend(in_batches(bed, &stand, &told)?);
    worker.stop()?;
    stand.leave()?;
    sandbox.stop()?;
    Ok(figures)
}

/// Deliveries, each in a call of its own; the product reads them meanwhile.
fn one_by_one(bed: &Bed, stand: &Stand, told: &Told, seconds: u64) -> anyhow::Result<Vec<Figure>> {
    let calls: Vec<_> =
        told.people.iter().map(|person| told.call(&[told.status(person, "delivered")])).collect();
    let manner = Manner::Steady { connections: CONNECTIONS, rate: STATUSES, seconds };
    let heard = callers::call(&bed.gauges.load, stand.folder(), stand.address, &calls, manner)?;
    let counted = counted(stand)?;
    told.counts(stand, "delivered", heard.answered)?;
    let what = format!("statuses of WhatsApp, {STATUSES} a second, each in a webhook of its own");
    Ok(vec![
        Figure::new(format!("{what}: answered"), heard.per_second, "per second")
            .at_least(f64::from(STATUSES) * 0.99),
        Figure::new("their p95", heard.p95, "ms").at_most(PATIENCE),
        Figure::new("from the last answer until all are in the figures", counted * 1_000.0, "ms"),
    ])
}

/// Everything of everybody, a thousand statuses in a webhook, as after Meta could not reach us for a while.
fn in_batches(bed: &Bed, stand: &Stand, told: &Told) -> anyhow::Result<Vec<Figure>> {
    let words = ["sent", "delivered", "read"];
    let all = words.iter().flat_map(|word| told.people.iter().map(|person| told.status(person, word)));
    let all: Vec<_> = all.collect();
    let calls: Vec<_> = all.chunks(BATCH).map(|statuses| told.call(statuses)).collect();
    let manner = Manner::Once { connections: BATCHES_AT_ONCE };
    let heard = callers::call(&bed.gauges.load, stand.folder(), stand.address, &calls, manner)?;
    let counted = counted(stand)?;
    for figure in ["delivered", "read"] {
        told.counts(stand, figure, u64::try_from(told.people.len())?)?;
    }
    let rate = all.len() as f64 / (heard.seconds + counted);
    Ok(vec![
        Figure::new(format!("statuses of WhatsApp, {BATCH} in a webhook: p95 of an answer"), heard.p95, "ms")
            .at_most(PATIENCE),
        Figure::new("the same, all the way into figures", rate, "statuses/s").at_least(STATUSES_MAX),
    ])
}

/// Waits until everything that was told is in the figures; tells for how many seconds.
fn counted(stand: &Stand) -> anyhow::Result<f64> {
    let counting = Instant::now();
    stand.until_counted()?;
    Ok(counting.elapsed().as_secs_f64())
}

/// What Meta tells of one campaign.
struct Told {
    campaign: String,
    facts: Value,
    secret: String,
    /// Everybody's number, and their place in the campaign.
    people: Vec<(String, i32)>,
    /// When it happened, in seconds since 1970.
    at: u64,
}

impl Told {
    fn of(stand: &Stand, sandbox: &Provider, campaign: &str) -> anyhow::Result<Self> {
        let facts = sandbox.control.get("/_sandbox/meta")?;
        let secret = facts["appSecret"].as_str().context("the sandbox tells no secret of Meta's app")?;
        let everybody = format!(
            "select address, number from marketing_deliveries where campaign_id = '{campaign}' order by number"
        );
        let people = pairs(&stand.database, &everybody)?;
        ensure!(!people.is_empty(), "nobody was written to");
        let (campaign, secret) = (campaign.to_owned(), secret.to_owned());
        Ok(Self { campaign, secret, facts, people, at: now() / 1_000_000 })
    }

    /// What became of the message to one person.
    fn status(&self, (phone, person): &(String, i32), word: &str) -> Value {
        json!({
            "id": format!("wamid.bench{person}"), "status": word, "timestamp": self.at.to_string(),
            "recipient_id": phone.trim_start_matches('+'),
            "biz_opaque_callback_data": format!("c:{}:{person}", self.campaign),
            "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"},
        })
    }

    /// The webhook that tells of these.
    fn call(&self, statuses: &[Value]) -> Value {
        let Self { facts, at, .. } = self;
        let metadata =
            json!({"display_phone_number": facts["phone"], "phone_number_id": facts["phoneNumberId"]});
        let value = json!({"messaging_product": "whatsapp", "metadata": metadata, "statuses": statuses});
        let change = json!({"field": "messages", "value": value});
        let entry = json!({"id": facts["wabaId"], "time": at, "changes": [change]});
        let body = json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string();
        json!({
            "method": "POST",
            "path": "/hooks/meta/meta",
            "headers": {"Content-Type": "application/json", "X-Hub-Signature-256": signature(&self.secret, &body)},
            "body": body,
        })
    }

    /// Fails where the report counts another number.
    fn counts(&self, stand: &Stand, figure: &str, expected: u64) -> anyhow::Result<()> {
        let report = stand.api.get(&format!("/campaigns/{}/report", self.campaign))?;
        let counted = report["figures"][figure].as_u64();
        ensure!(counted == Some(expected), "{figure}: {counted:?} of {expected} are counted");
        Ok(())
    }
}

/// `X-Hub-Signature-256`: of the raw body, with the app's secret.
fn signature(secret: &str, body: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(body.as_bytes());
    let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn a_webhook_is_signed_as_rfc_4231_signs_it() {
        let signed = signature("Jefe", "what do ya want for nothing?");
        assert_eq!(signed, "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
