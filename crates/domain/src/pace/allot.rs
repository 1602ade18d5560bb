//! Who of a batch may go now.

use chrono::{DateTime, Utc};

use super::{AccountPace, AccountTaken, CampaignTaken, DayQuota, Limits, WaitReason, Waiting};

/// All that limits a batch, and what was taken of late.
#[derive(Debug)]
pub struct Claimant<'a> {
    /// The account's limits.
    pub account: &'a AccountPace,
    /// The limits of the number that the account sends from, as the provider tells them; none by e-mail.
    pub number: Limits,
    /// What the account has taken.
    pub account_taken: &'a mut AccountTaken,
    /// The campaign's own limits.
    pub campaign: Limits,
    /// How many the campaign may send on the day that it is; none for no such limit.
    pub campaign_day: Option<DayQuota>,
    /// What the campaign has taken.
    pub campaign_taken: &'a mut CampaignTaken,
}

/// Somebody whom a batch writes to.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// The address.
    pub address: &'a str,
    /// Whether the message begins to write to them. Free text in an open window does not: Meta counts nothing that arrives within one
    /// (messaging limits).
    pub begins: bool,
}

/// Who of a batch may go now, in the order of the batch, by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allotment {
    /// They are taken.
    pub go: Vec<usize>,
    /// They are beyond their domain's limits, and come back then.
    pub away: Vec<(usize, DateTime<Utc>)>,
    /// They are beyond the account's or the campaign's limits, and stay a batch.
    pub rest: Vec<usize>,
    /// What those who stay wait for, as does everybody else of the account or the campaign; none where nobody stays.
    pub waiting: Option<Waiting>,
    /// When the number may begin to write to somebody again, where those who stay wait for that alone: others need not.
    pub begins_at: Option<DateTime<Utc>>,
}

/// Takes as many of a batch as the limits allow now.
pub fn allot(claimant: &mut Claimant<'_>, people: &[Addressee<'_>], now: DateTime<Utc>) -> Allotment {
    let (limits, beginning) = claimant.account.limits_on(now.date_naive()).and(&claimant.number).parted();
    let places = |free: Option<u32>| free.map_or(usize::MAX, |free| free as usize);
    let free = places(claimant.free(&limits, now));
    let (may_begin, mut begun) = (places(claimant.account_taken.all.free(&beginning, now)), 0);
    let mut allotment = Allotment::default();
    for (index, person) in people.iter().enumerate() {
        let is_one_too_many = person.begins && begun >= may_begin;
        if allotment.go.len() >= free || is_one_too_many {
            allotment.rest.push(index);
        } else if let Some(later) = claimant.domain(person.address, now) {
            allotment.away.push((index, later));
        } else {
            begun += usize::from(person.begins);
            allotment.go.push(index);
        }
    }
    let (taken, begun) = (count(allotment.go.len()), count(begun));
    claimant.account_taken.all.take(&limits, now, taken);
    claimant.account_taken.all.take(&beginning, now, begun);
    claimant.campaign_taken.take(&claimant.campaign, claimant.campaign_day.as_ref(), now, taken);
    match (allotment.rest.is_empty(), allotment.go.len() >= free) {
        (true, _) => {}
        (false, true) => allotment.waiting = Some(claimant.waiting(&limits, now)),
        (false, false) => allotment.begins_at = Some(claimant.account_taken.all.free_at(&beginning, now)),
    }
    allotment
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

impl Claimant<'_> {
    fn free(&self, limits: &Limits, now: DateTime<Utc>) -> Option<u32> {
        let account = self.account_taken.all.free(limits, now);
        let campaign = self.campaign_taken.free(&self.campaign, self.campaign_day.as_ref(), now);
        account.into_iter().chain(campaign).min()
    }

    /// Takes a place of the address's domain; tells when to come back where there is none.
    fn domain(&mut self, address: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let group = self.account.group_of(address)?;
        let limits = group.limits();
        let known = self.account_taken.domains.entry(group.name().to_owned()).or_default();
        if known.taken.free(&limits, now) == Some(0) {
            return Some(known.line_up(&limits, now));
        }
        known.taken.take(&limits, now, 1);
        None
    }

    fn waiting(&self, limits: &Limits, now: DateTime<Utc>) -> Waiting {
        let account = self.account_taken.all.free_at(limits, now);
        let campaign = self.campaign_taken.free_at(&self.campaign, self.campaign_day.as_ref(), now);
        let reason = if account >= campaign { WaitReason::AccountPace } else { WaitReason::CampaignPace };
        Waiting { reason, until: Some(account.max(campaign)) }
    }
}

impl AccountTaken {
    /// Messages to these people, taken then, did not leave after all.
    pub fn give_back(&mut self, pace: &AccountPace, people: &[Addressee<'_>], taken_at: DateTime<Utc>) {
        let begun = people.iter().filter(|person| person.begins).count();
        self.all.give_back(taken_at, count(people.len()), count(begun));
        for group in people.iter().filter_map(|person| pace.group_of(person.address)) {
            if let Some(known) = self.domains.get_mut(group.name()) {
                known.taken.give_back(taken_at, 1, 1);
            }
        }
    }

    /// Forgets domains that have no limits any more.
    pub fn forget_strangers(&mut self, pace: &AccountPace) {
        self.domains.retain(|name, _| pace.domains.iter().any(|group| group.name() == name));
    }
}

#[cfg(test)]
mod tests;
