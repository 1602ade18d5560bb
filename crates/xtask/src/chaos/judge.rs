//! The receivers' log against the database: what became of each person.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Context as _;
use serde_json::Value;

use super::{
    house::House,
    plan::Run,
    providers::{Carries, Unknown},
};
use crate::stack::{
    api::until,
    database::{ask, pairs},
    people::until_counted,
};

/// Longer than a lease of the dead, the slowest call, rests of an account and a few looks of the reconciler take together.
const PATIENCE: Duration = Duration::from_secs(900);
/// Of what nobody knows what became: `DeliveryState::Unknown`.
const UNKNOWN: i32 = 30;
/// What a provider has taken: `DeliveryState::Accepted`, and all beyond.
const ACCEPTED: i32 = 60;
/// Refused when it was offered: `DeliveryState::Refused`.
const REFUSED: i32 = 90;
/// Nobody is there, which a mail server may say at its door: `DeliveryState::BouncedHard`.
const BOUNCED: i32 = 123;

/// What became of the people of a campaign.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) run: Run,
    /// How it ended: `finished`.
    pub(super) state: String,
    pub(super) planned: usize,
    /// Got it, and the database says so.
    pub(super) accepted: usize,
    /// Did not get it, and the database says why.
    pub(super) refused: usize,
    /// Of whom the database says that nobody can tell.
    pub(super) unknown: usize,
    /// Those among them who got it.
    pub(super) unheard: usize,
    /// Of whom the database says something else than the receivers' log.
    pub(super) lost: usize,
    /// Got it more than once.
    pub(super) twice: usize,
    /// Got it without having been planned.
    pub(super) strangers: usize,
    /// Messages that the report counts as delivered, and those that the receivers' log does; where nobody tells
    /// of deliveries, those that came back though the address exists.
    pub(super) told: (i64, i64),
}

/// Calls of which it is not yet known whether their silence says something.
const LISTENED_TO: &str = "select count(*)::text from marketing_requests where heard_until is not null";

/// Waits until a campaign is over and every event is counted, and judges.
pub(super) fn judge(run: Run, house: &House) -> anyhow::Result<Verdict> {
    let path = format!("/campaigns/{}", house.campaign);
    until("the campaign is over", PATIENCE, || Ok(house.api.get(&path)?["state"] == "finished"))
        .with_context(|| run.name.clone())?;
    if run.keeps_webhooks_back() {
        house.sandbox.call("DELETE", "/_sandbox/faults", None, None)?;
    }
    until("recipients and webhooks are done", PATIENCE, || {
        Ok(house.sandbox.get("/_sandbox/quiet")?["quiet"] == true)
    })?;
    until_counted(&house.database, PATIENCE)?;
    if run.provider.sweeps {
        house.look_up_the_past(PATIENCE)?;
        until_counted(&house.database, PATIENCE)?;
    }
    until("silence is judged", PATIENCE, || Ok(ask(&house.database, LISTENED_TO)?.as_deref() == Some("0")))?;
    until_counted(&house.database, PATIENCE)?;
    let state = house.api.get(&path)?["state"].as_str().unwrap_or_default().to_owned();
    let report = house.api.get(&format!("{path}/report"))?;
    let ledger = house.sandbox.get(&format!("/_sandbox/ledger?tag={}", house.campaign))?;
    let told = told(run.provider.carries, &report["figures"], &ledger);
    let mut verdict = Verdict {
        run,
        state,
        told,
        planned: 0,
        accepted: 0,
        refused: 0,
        unknown: 0,
        unheard: 0,
        lost: 0,
        twice: 0,
        strangers: 0,
    };
    let received = received(verdict.run.provider.carries, &ledger)?;
    verdict.compare(pairs(&house.database, &standings(&house.campaign))?, received);
    Ok(verdict)
}

/// What the report and the receivers' log count alike. A mail server tells of bounces only, and says at its door already whose
/// address does not exist.
fn told(carries: Carries, figures: &Value, ledger: &Value) -> (i64, i64) {
    let count = |value: &Value| value.as_i64().unwrap_or(-1);
    let totals = &ledger["totals"];
    match carries {
        Carries::Messages(_) => {
            (count(&figures["delivered"]), count(&ledger["whatsapp"]["totals"]["delivered"]))
        }
        Carries::Calls => (count(&figures["delivered"]), count(&totals["delivered"])),
        Carries::Connections => {
            let soft = count(&figures["bounced"]) - count(&figures["bounced_hard"]);
            (soft, count(&totals["bounced"]["soft"]))
        }
    }
}

fn standings(campaign: &str) -> String {
    format!(
        "select d.address, s.rank::integer from marketing_deliveries d
         join marketing_delivery_state s using (campaign_id, number) where campaign_id = '{campaign}'"
    )
}

/// How often each address got it.
fn received(carries: Carries, ledger: &Value) -> anyhow::Result<BTreeMap<String, u64>> {
    let (ledger, address) = match carries {
        Carries::Messages(_) => (&ledger["whatsapp"], "to"),
        Carries::Calls | Carries::Connections => (ledger, "email"),
    };
    let lines = ledger["recipients"].as_array().context("the ledger has no recipients")?;
    let mut received = BTreeMap::new();
    for line in lines {
        let address = line[address].as_str().context("a line of the ledger has no address")?;
        *received.entry(address.to_owned()).or_default() += line["accepted"].as_u64().unwrap_or_default();
    }
    Ok(received)
}

impl Verdict {
    fn compare(&mut self, standings: Vec<(String, i32)>, mut received: BTreeMap<String, u64>) {
        self.planned = standings.len();
        for (address, rank) in standings {
            let times = received.remove(&address).unwrap_or_default();
            self.twice += usize::from(times > 1);
            self.unheard += usize::from(rank == UNKNOWN && times > 0);
            let has_a_door = self.run.provider.carries == Carries::Connections;
            *match (rank, times) {
                (UNKNOWN, _) => &mut self.unknown,
                (ACCEPTED.., 1..) => &mut self.accepted,
                (UNKNOWN..ACCEPTED | REFUSED, 0) => &mut self.refused,
                (BOUNCED, 0) if has_a_door => &mut self.refused,
                _ => &mut self.lost,
            } += 1;
        }
        self.strangers = received.len();
    }

    /// What must never be.
    pub(super) fn violations(&self) -> Vec<String> {
        let most = self.run.unknown_max() as usize;
        let unheard = if self.run.provider.unknown == Unknown::Unreached { self.unheard } else { 0 };
        let wrongs = [
            (self.state != "finished", format!("the campaign is {}", self.state)),
            (
                self.planned != self.run.people as usize,
                format!("{} were planned of {}", self.planned, self.run.people),
            ),
            (self.twice > 0, format!("{} got it more than once", self.twice)),
            (self.lost > 0, format!("{} are lost", self.lost)),
            (self.strangers > 0, format!("{} got it who were not planned", self.strangers)),
            (
                self.told.0 != self.told.1,
                format!("the receivers' log says {}, the report {}", self.told.1, self.told.0),
            ),
            (self.unknown > most, format!("{} are unknown, of at most {most}", self.unknown)),
            (unheard > 0, format!("{unheard} are unknown though they got it, and events told")),
        ];
        let wrongs = wrongs.into_iter().filter(|(is_wrong, _)| *is_wrong);
        wrongs.map(|(_, wrong)| format!("{}: {wrong}", self.run.name)).collect()
    }

    /// In one line.
    pub(super) fn line(&self) -> String {
        let Self { run, accepted, refused, unknown, lost, twice, .. } = self;
        format!(
            "{}: {accepted} accepted, {refused} refused, {unknown} unknown (at most {}), {lost} lost, {twice} twice",
            run.name,
            run.unknown_max(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chaos::{plan, providers::PROVIDERS};

    fn verdict(standings: &[(&str, i32)], received: &[(&str, u64)]) -> Verdict {
        verdict_of(0, standings, received)
    }

    fn verdict_of(provider: usize, standings: &[(&str, i32)], received: &[(&str, u64)]) -> Verdict {
        let mut run = plan::runs(&PROVIDERS[provider], 1, 20_000, true).remove(0);
        run.people = u32::try_from(standings.len()).unwrap();
        let mut verdict = Verdict {
            run,
            state: "finished".into(),
            told: (0, 0),
            planned: 0,
            accepted: 0,
            refused: 0,
            unknown: 0,
            unheard: 0,
            lost: 0,
            twice: 0,
            strangers: 0,
        };
        let standings = standings.iter().map(|(address, rank)| ((*address).to_owned(), *rank)).collect();
        verdict.compare(
            standings,
            received.iter().map(|(address, times)| ((*address).to_owned(), *times)).collect(),
        );
        verdict
    }

    #[test]
    fn who_got_it_once_or_was_refused_is_accounted_for() {
        let verdict = verdict(&[("a", 60), ("b", 100), ("c", 90), ("d", 50)], &[("a", 1), ("b", 1)]);
        assert_eq!((verdict.accepted, verdict.refused), (2, 2));
        assert_eq!(verdict.violations(), Vec::<String>::new());
    }

    #[test]
    fn whoever_the_receivers_log_tells_otherwise_of_is_a_violation() {
        for (standing, received, wrong) in [
            (("a", 60), ("a", 2), "more than once"),
            (("a", 60), ("a", 0), "lost"),
            (("a", 20), ("a", 0), "lost"),
            (("a", 50), ("a", 1), "lost"),
            (("a", 30), ("a", 1), "unknown"),
            (("a", 90), ("z", 1), "not planned"),
        ] {
            let violations = verdict(&[standing], &[received]).violations();
            assert!(violations.iter().any(|violation| violation.contains(wrong)), "{wrong}: {violations:?}");
        }
    }

    #[test]
    fn whoever_got_it_and_is_unknown_is_a_violation_where_events_tell_and_is_listed_where_nothing_does() {
        let unknown = |provider| verdict_of(provider, &[("a", 30)], &[("a", 1)]).violations().len();
        assert_eq!([0, 1, 2, 3, 4].map(unknown), [1, 1, 0, 1, 1]);
        let unreached = |provider| verdict_of(provider, &[("a", 30)], &[]).violations().len();
        assert_eq!([0, 1, 2, 3, 4].map(unreached), [1, 1, 0, 0, 0]);
    }

    #[test]
    fn more_unknown_than_were_on_their_way_is_a_violation() {
        let mut verdict = verdict_of(2, &[("a", 30)], &[]);
        verdict.unknown = verdict.run.unknown_max() as usize + 1;
        assert!(verdict.violations().iter().any(|violation| violation.contains("of at most")));
    }
}
