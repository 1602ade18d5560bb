//! WhatsApp: as fast as the number's limits allow, and the webhooks that tell what became of messages.

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
        },
    },
    stack::{
        database::pairs,
        people::Customers,
        whatsapp::{Desk, Number, campaign},
    },
};

/// Statuses a second of one number: sent, delivered and read of 80 messages (Meta, "Throughput": three times what leaves).
const STATUSES: u32 = 240;
/// How long Meta wants to wait for an answer, in milliseconds (the same page: the median).
const PATIENCE: f64 = 250.0;
const CONNECTIONS: u16 = 16;

/// A number, how many messages a second it may send, and what is said of that.
const PACES: [(&Number, u32, &str); 3] = [
    (&Number::META, 80, "Meta, 80 messages a second"),
    (&Number::META, 1_000, "Meta, 1,000 messages a second"),
    (&Number::TWILIO, 80, "Twilio, 80 messages a second"),
];

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (number, per_second, what) in PACES {
        figures.extend(limited(bed, number, (per_second, scale.paced), what)?);
    }
    figures.extend(statuses(bed, scale)?);
    Ok(figures)
}

/// With the number's limits on: as many messages as so many seconds allow, and one more.
fn limited(
    bed: &mut Bed,
    number: &Number,
    (per_second, seconds): (u32, u32),
    what: &str,
) -> anyhow::Result<[Figure; 2]> {
    let people = per_second * seconds + 1;
    let sandbox = Provider::start(bed, true)?;
    number.unbind(&sandbox.control, per_second > 80)?;
    let name = format!("{}-{per_second}", number.account);
    let settings = number.settings_by(&sandbox.control)?;
    let stand = bed.stand_of(Customers::of_whatsapp(people), &name, settings)?;
    let template = template(&stand, &sandbox, number)?;
    let sent = send(bed, &stand, &sandbox, number.account, (campaign("Offre", &template), people))?;
    stand.leave()?;
    sandbox.stop()?;
    let took = sent.took.as_secs_f64();
    Ok([
        Figure::new(format!("WhatsApp by {what}, limits on"), f64::from(people) / took, "people/s"),
        Figure::new("the same, of what these limits allow", f64::from(seconds) / took * 100.0, "%")
            .at_least(95.0),
    ])
}

fn template(stand: &Stand, sandbox: &Provider, number: &Number) -> anyhow::Result<String> {
    let mut worker = stand.work()?;
    let desk = Desk { api: &stand.api, sandbox: &sandbox.control, database: &stand.database };
    let template = desk.approved_template(number)?;
    worker.stop()?;
    Ok(template)
}

/// Meta tells of deliveries, each in a call of its own, as fast as a number's messages make it; the product reads them meanwhile.
fn statuses(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let seconds = scale.beside;
    // Some more than are told of in that time.
    let people = STATUSES * (u32::try_from(seconds)? + 1);
    let (number, sandbox) = (&Number::META, Provider::start(bed, false)?);
    number.unbind(&sandbox.control, true)?;
    let settings = number.settings_by(&sandbox.control)?;
    let stand = bed.stand_of(Customers::of_whatsapp(people), "statuses", settings)?;
    let template = template(&stand, &sandbox, number)?;
    let sent = send(bed, &stand, &sandbox, number.account, (campaign("Offre", &template), people))?;
    let calls = tellings(&stand, &sandbox, &sent.campaign)?;
    let mut worker = stand.work()?;
    let manner = Manner::Steady { connections: CONNECTIONS, rate: STATUSES, seconds };
    let heard = callers::call(&bed.load, stand.folder(), stand.address, &calls, manner)?;
    let counting = Instant::now();
    stand.until_counted()?;
    let counted = counting.elapsed();
    let report = stand.api.get(&format!("/campaigns/{}/report", sent.campaign))?;
    let delivered = report["figures"]["delivered"].as_u64();
    ensure!(delivered == Some(heard.answered), "{delivered:?} of {} deliveries are counted", heard.answered);
    worker.stop()?;
    stand.leave()?;
    sandbox.stop()?;
    let what = format!("statuses of WhatsApp, {STATUSES} a second, each in a webhook of its own");
    Ok(vec![
        Figure::new(format!("{what}: answered"), heard.per_second, "per second")
            .at_least(f64::from(STATUSES) * 0.99),
        Figure::new("their p95", heard.p95, "ms").at_most(PATIENCE),
        Figure::new(
            "from the last answer until all are in the figures",
            counted.as_secs_f64() * 1_000.0,
            "ms",
        ),
    ])
}

/// The calls with which Meta tells of each delivery of a campaign.
fn tellings(stand: &Stand, sandbox: &Provider, campaign: &str) -> anyhow::Result<Vec<Value>> {
    let facts = sandbox.control.get("/_sandbox/meta")?;
    let secret = facts["appSecret"].as_str().context("the sandbox tells no secret of Meta's app")?;
    let people = pairs(
        &stand.database,
        &format!(
            "select address, number from marketing_deliveries where campaign_id = '{campaign}' order by number"
        ),
    )?;
    ensure!(!people.is_empty(), "nobody was written to");
    let at = now() / 1_000_000;
    let telling = |(phone, person): &(String, i32)| {
        let body = telling(&facts, &format!("c:{campaign}:{person}"), (phone, *person), at).to_string();
        json!({
            "method": "POST",
            "path": "/hooks/meta/meta",
            "headers": {"Content-Type": "application/json", "X-Hub-Signature-256": signature(secret, &body)},
            "body": body,
        })
    };
    Ok(people.iter().map(telling).collect())
}

fn telling(facts: &Value, filed: &str, (phone, person): (&str, i32), at: u64) -> Value {
    let status = json!({
        "id": format!("wamid.bench{person}"), "status": "delivered", "timestamp": at.to_string(),
        "recipient_id": phone.trim_start_matches('+'), "biz_opaque_callback_data": filed,
        "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "marketing"},
    });
    let metadata = json!({"display_phone_number": facts["phone"], "phone_number_id": facts["phoneNumberId"]});
    let value = json!({"messaging_product": "whatsapp", "metadata": metadata, "statuses": [status]});
    let change = json!({"field": "messages", "value": value});
    json!({"object": "whatsapp_business_account", "entry": [{"id": facts["wabaId"], "time": at, "changes": [change]}]})
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
