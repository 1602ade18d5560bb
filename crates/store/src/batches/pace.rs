//! Keeping the pace: a claim takes no more of a batch than the limits of its account and campaign allow now.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    delivery::DeliveryState,
    pace::{
        AccountPace, AccountTaken, Addressee, Allotment, CampaignTaken, Claimant, DayQuota, Limits, Slowdown,
        WaitReason, allot,
    },
};
use sqlx::types::Json;

use super::{Batches, Claimed, Clocks, Hold, part::Parted};
use crate::{Result, locks, paces, paces::Scope};

/// What limits a batch.
#[derive(Debug, Default)]
pub(super) struct BatchLimits {
    account: AccountPace,
    number: Limits,
    slowdown: Option<Slowdown>,
    campaign: Limits,
    daily: Option<Daily>,
}

/// How many messages of a campaign may leave on a day, and when it was due: the days begin at that hour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Daily {
    limit: u32,
    due_at: DateTime<Utc>,
}

impl Daily {
    /// As a campaign's row holds it; none for no such limit.
    pub(super) fn of(per_day: Option<i64>, due_at: Option<DateTime<Utc>>) -> Option<Self> {
        let limit = per_day.and_then(|limit| u32::try_from(limit).ok())?;
        Some(Self { limit, due_at: due_at? })
    }

    fn quota(self, clocks: &dyn Clocks) -> DayQuota {
        DayQuota { limit: self.limit, day: clocks.day_of(self.due_at) }
    }
}

/// What was taken of late, locked; only of what has limits.
#[derive(Debug, Default)]
struct Ledgers {
    account: AccountTaken,
    campaign: CampaignTaken,
}

/// What time it is, from an instant at which it was known: locks may have been waited for meanwhile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since {
    pub(super) now: DateTime<Utc>,
    pub(super) begun: Instant,
}

impl Since {
    fn now(self) -> DateTime<Utc> {
        self.now + TimeDelta::from_std(self.begun.elapsed()).unwrap_or_default()
    }
}

/// How long a window must be open for its free text to count for nothing: longer than what was claimed may wait until it is written.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(10);

/// A member that has not left.
struct Waiting {
    number: i32,
    address: String,
    begins: bool,
}

impl Waiting {
    fn addressees(members: &[Self]) -> Vec<Addressee<'_>> {
        members.iter().map(|member| Addressee { address: &member.address, begins: member.begins }).collect()
    }
}

impl BatchLimits {
    /// The limits of an account, of its number and of a campaign, as their rows hold them.
    pub(super) fn of(
        account: Option<Json<AccountPace>>,
        number: Option<Json<Limits>>,
        slowdown: Option<Json<Slowdown>>,
        per_minute: Option<i64>,
        daily: Option<Daily>,
    ) -> Self {
        let per_minute = per_minute.and_then(|limit| u32::try_from(limit).ok());
        Self {
            account: account.map(|account| account.0).unwrap_or_default(),
            number: number.map(|number| number.0).unwrap_or_default(),
            slowdown: slowdown.map(|slowdown| slowdown.0),
            campaign: per_minute.map(Limits::by_minute).unwrap_or_default(),
            daily,
        }
    }

    /// What of these limits what was limited before: what was not is not locked, and limited from the next claim on.
    fn of_what_is_limited_by(self, before: &Self) -> Self {
        Self {
            account: if before.limits_account() { self.account } else { AccountPace::default() },
            number: if before.limits_account() { self.number } else { Limits::NONE },
            slowdown: self.slowdown,
            campaign: if before.limits_campaign() { self.campaign } else { Limits::NONE },
            daily: self.daily.filter(|_| before.limits_campaign()),
        }
    }

    fn limits_account(&self) -> bool {
        self.account != AccountPace::default() || !self.number.is_none()
    }

    fn limits_campaign(&self) -> bool {
        self.daily.is_some() || !self.campaign.is_none()
    }

    /// Whether nothing is limited now.
    pub(super) fn is_none(&self, now: DateTime<Utc>) -> bool {
        !self.limits_campaign() && self.number.is_none() && self.account.is_none_on(now.date_naive())
    }

    /// The limits of the number, with those of the account where a slowdown lowers them.
    fn number_on(&self, now: DateTime<Utc>) -> Limits {
        let Some(slowdown) = self.slowdown else { return self.number };
        let per_second = self.account.limits_on(now.date_naive()).and(&self.number).per_second;
        slowdown.lower(Limits { per_second, ..self.number }, now)
    }

    /// How many messages a second may leave by the account.
    fn per_second(&self, now: DateTime<Utc>) -> Option<u32> {
        self.account.limits_on(now.date_naive()).and(&self.number_on(now)).per_second
    }

    fn allot(
        &self,
        ledgers: &mut Ledgers,
        members: &[Waiting],
        clocks: &dyn Clocks,
        now: DateTime<Utc>,
    ) -> Allotment {
        let mut claimant = Claimant {
            account: &self.account,
            number: self.number_on(now),
            account_taken: &mut ledgers.account,
            campaign: self.campaign,
            campaign_day: self.daily.map(|daily| daily.quota(clocks)),
            campaign_taken: &mut ledgers.campaign,
        };
        allot(&mut claimant, &Waiting::addressees(members), now)
    }

    fn give_back(&self, ledgers: &mut Ledgers, members: &[Waiting], taken_at: DateTime<Utc>) {
        ledgers.account.give_back(&self.account, &Waiting::addressees(members), taken_at);
        ledgers.campaign.give_back(taken_at, u32::try_from(members.len()).unwrap_or(u32::MAX));
    }
}

impl Batches<'_> {
    /// Takes of a batch that was just claimed what may go now. The others stay a batch; those beyond their domain's limits leave it
    /// and come back by themselves. `limits` are as they were found; `taken_at` is when a claim before took places that nobody used.
    pub(super) async fn keep_pace(
        &mut self,
        hold: Hold,
        limits: &BatchLimits,
        taken_at: Option<DateTime<Utc>>,
        clocks: &dyn Clocks,
        since: Since,
    ) -> Result<Claimed> {
        // A part is a new batch. The lock comes before those of the paces, as it does for whoever forms batches and then claims.
        locks::wait(self.conn, locks::FORMER).await?;
        let (before, members) = self.lock_waiting(&hold, since.now() + OPEN_FOR).await?;
        let (limits, mut ledgers) = self.lock_limits(&hold, limits).await?;
        let now = since.now();
        if let Some(taken_at) = taken_at {
            limits.give_back(&mut ledgers, &before, taken_at);
        }
        let allotment = limits.allot(&mut ledgers, &members, clocks, now);
        self.write_ledgers(&hold, &limits, &ledgers, &allotment).await?;
        let away: Vec<_> =
            allotment.away.iter().map(|(index, back)| (members[*index].number, *back)).collect();
        self.send_away(&hold, &away, WaitReason::DomainPace, now).await?;
        let number = |index: &usize| members[*index].number;
        let go: Vec<_> = allotment.go.iter().map(number).collect();
        let rest: Vec<_> = allotment.rest.iter().map(number).collect();
        let in_window = members.iter().filter(|member| !member.begins).map(|member| member.number).collect();
        let put_off = allotment.begins_at;
        let hold = Hold { per_second: limits.per_second(now), ..hold };
        self.part(hold, Parted { go, rest, in_window, put_off }, now).await
    }

    /// Gives back the places of members of a batch that do not leave with it after all.
    pub(super) async fn give_back(&mut self, hold: &Hold, numbers: &[i32]) -> Result<()> {
        if numbers.is_empty() {
            return Ok(());
        }
        let taken_at = sqlx::query_scalar!(
            "select paced_at from marketing_batches where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(taken_at) = taken_at.flatten() else { return Ok(()) };
        let members = self.addresses(hold, numbers).await?;
        let limits = self.limits(hold).await?;
        let (limits, mut ledgers) = self.lock_limits(hold, &limits).await?;
        limits.give_back(&mut ledgers, &members, taken_at);
        self.write_ledgers(hold, &limits, &ledgers, &Allotment::default()).await
    }

    /// The members that have not left, in their order: as a claim before took them, and as they are to be taken, with free text for those
    /// whose window is open until then.
    async fn lock_waiting(
        &mut self,
        hold: &Hold,
        open_until: DateTime<Utc>,
    ) -> Result<(Vec<Waiting>, Vec<Waiting>)> {
        let rows = sqlx::query!(
            r#"select s.number, d.address, s.number <> all (b.in_window) as "began!",
                      not (coalesce(c.marketing_whatsapp ->> 'free_text', '') <> '' and exists (
                          select from marketing_conversations w
                          where w.account = $4 and w.address = d.address and w.window_until > $5)) as "begins!"
               from marketing_batches b cross join unnest(b.members) as n (number)
               join prospecting_campaigns c on c.marketing_id = b.campaign_id
               join marketing_delivery_state s on s.campaign_id = $1 and s.number = n.number and s.batch = $2 and s.rank < $3
               join marketing_deliveries d on d.campaign_id = $1 and d.number = n.number
               where b.campaign_id = $1 and b.no = $2
               order by s.number for update of s"#,
            hold.campaign.0,
            hold.no,
            DeliveryState::Submitting.rank(),
            hold.account.0,
            open_until
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let each = rows.into_iter().map(|row| {
            let was = Waiting { number: row.number, address: row.address.clone(), begins: row.began };
            (was, Waiting { number: row.number, address: row.address, begins: row.begins })
        });
        Ok(each.unzip())
    }

    async fn addresses(&mut self, hold: &Hold, numbers: &[i32]) -> Result<Vec<Waiting>> {
        let members = sqlx::query_as!(
            Waiting,
            r#"select d.number, d.address, d.number <> all (b.in_window) as "begins!"
               from marketing_deliveries d join marketing_batches b on b.campaign_id = d.campaign_id and b.no = $3
               where d.campaign_id = $1 and d.number = any($2)"#,
            hold.campaign.0,
            numbers,
            hold.no
        );
        Ok(members.fetch_all(&mut *self.conn).await?)
    }

    /// Locks what was taken of late of all that limits were found for, and reads the limits again: whoever changes one holds the
    /// same row.
    async fn lock_limits(&mut self, hold: &Hold, found: &BatchLimits) -> Result<(BatchLimits, Ledgers)> {
        let mut ledgers = Ledgers::default();
        if found.limits_campaign() {
            ledgers.campaign = paces::lock(self.conn, &Scope::Campaign(hold.campaign)).await?;
        }
        if found.limits_account() {
            ledgers.account = paces::lock(self.conn, &Scope::Account(&hold.account)).await?;
        }
        let limits = self.limits(hold).await?.of_what_is_limited_by(found);
        ledgers.account.forget_strangers(&limits.account);
        Ok((limits, ledgers))
    }

    async fn limits(&mut self, hold: &Hold) -> Result<BatchLimits> {
        let row = sqlx::query!(
            r#"select (select value from marketing_settings where key = 'pace.' || $2) as "account: Json<AccountPace>",
                      (select marketing_number_limits($2)) as "number: Json<Limits>",
                      (select jsonb_build_object('halvings', slow_halvings, 'since', slow_since) from marketing_accounts_state
                       where account = $2 and slow_since is not null) as "slowdown: Json<Slowdown>",
                      (select marketing_pace_per_minute from prospecting_campaigns where marketing_id = $1) as per_minute,
                      (select marketing_pace_per_day from prospecting_campaigns where marketing_id = $1) as per_day,
                      (select marketing_due_at from prospecting_campaigns where marketing_id = $1) as due_at"#,
            hold.campaign.0,
            hold.account.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let daily = Daily::of(row.per_day, row.due_at);
        Ok(BatchLimits::of(row.account, row.number, row.slowdown, row.per_minute, daily))
    }

    async fn write_ledgers(
        &mut self,
        hold: &Hold,
        limits: &BatchLimits,
        ledgers: &Ledgers,
        allotment: &Allotment,
    ) -> Result<()> {
        let until = |reason| allotment.waiting.filter(|waiting| waiting.reason == reason)?.until;
        if limits.limits_campaign() {
            let scope = Scope::Campaign(hold.campaign);
            paces::write(self.conn, &scope, &ledgers.campaign, until(WaitReason::CampaignPace)).await?;
        }
        if limits.limits_account() {
            let scope = Scope::Account(&hold.account);
            paces::write(self.conn, &scope, &ledgers.account, until(WaitReason::AccountPace)).await?;
        }
        Ok(())
    }

    /// Outside of any batch, and none of their tries is counted.
    pub(super) async fn send_away(
        &mut self,
        hold: &Hold,
        away: &[(i32, DateTime<Utc>)],
        why: WaitReason,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if away.is_empty() {
            return Ok(());
        }
        let (numbers, times): (Vec<_>, Vec<_>) = away.iter().copied().unzip();
        sqlx::query!(
            "update marketing_delivery_state s
             set rank = $4, batch = null, next_at = a.back, code = $5, changed_at = $6
             from unnest($2::integer[], $3::timestamptz[]) as a (number, back)
             where s.campaign_id = $1 and s.number = a.number",
            hold.campaign.0,
            &numbers,
            &times,
            DeliveryState::Planned.rank(),
            why.as_str(),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
