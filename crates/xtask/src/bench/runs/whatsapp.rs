//! WhatsApp: as fast as the number's limits allow, and the webhooks that tell what became of messages ([`statuses`]).

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        figure::Figure,
        runs::{
            dialects::{Provider, send},
            statuses,
        },
    },
    stack::{
        people::Customers,
        whatsapp::{Desk, Number, campaign},
    },
};

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
    figures.extend(statuses::run(bed, scale)?);
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

pub(super) fn template(stand: &Stand, sandbox: &Provider, number: &Number) -> anyhow::Result<String> {
    let mut worker = stand.work()?;
    let desk = Desk { api: &stand.api, sandbox: &sandbox.control, database: &stand.database };
    let template = desk.approved_template(number)?;
    worker.stop()?;
    Ok(template)
}
