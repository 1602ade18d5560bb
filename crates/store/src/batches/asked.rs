//! Asking again: may a member still be written to, and tracked, as things stand now?

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Channel,
    audience::ExclusionReason,
    consent::{Answer, ConsentPolicy, Kinds, LedgerState, decide},
};

use super::{Batches, Hold, Member, begin::numbers};
use crate::{Result, Settings, campaigns::word};

/// How long after it was planned a message may wait for the end of a cap: what is said much later is another message.
const PATIENCE: TimeDelta = TimeDelta::hours(72);

/// What the ledger, the directory, the suppressions and the rules say of a member now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) refused: Option<ExclusionReason>,
    /// Until when Meta delivers nothing to them: not now, but then.
    pub(super) capped_until: Option<DateTime<Utc>>,
    pub(super) opens_granted: bool,
    pub(super) clicks_granted: bool,
}

struct Row {
    number: i32,
    channel: String,
    decision: Option<String>,
    kinds: Option<i16>,
    suppressed: bool,
    capped_until: Option<DateTime<Utc>>,
    planned_at: DateTime<Utc>,
    held: bool,
    opens_granted: bool,
    clicks_granted: bool,
}

impl Asked {
    /// Whether a message may leave as it was written.
    pub(super) const fn lets_leave(&self, written: &Member) -> bool {
        self.refused.is_none()
            && self.capped_until.is_none()
            && (self.opens_granted || !written.opens_tracked)
            && (self.clicks_granted || !written.clicks_tracked)
    }
}

impl Batches<'_> {
    /// Whether all may leave as they were written. Only of whom something was noted since they were read is asked again.
    pub(super) async fn may_leave(
        &mut self,
        hold: &Hold,
        written: &[Member],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let horizon = written.iter().map(|member| member.horizon).min();
        let suspects = self.suspects(written, horizon).await?;
        let asked = self.ask_again(hold, &suspects, now).await?;
        let lets_leave = |member: &Member| {
            asked.get(&member.number.cast_signed()).is_none_or(|asked| asked.lets_leave(member))
        };
        Ok(written.iter().all(lets_leave))
    }

    /// Those of whom something was noted since; everybody, where nobody knows since when.
    pub(super) async fn suspects(&mut self, members: &[Member], since: Option<i64>) -> Result<Vec<i32>> {
        let Some(horizon) = since else { return Ok(numbers(members)) };
        let noted = sqlx::query_scalar!(
            r#"select exists (select from marketing_permission_losses where changed_in >= $1) as "noted!""#,
            horizon
        );
        if !noted.fetch_one(&mut *self.conn).await? {
            return Ok(Vec::new());
        }
        let addresses: Vec<_> = members.iter().map(|member| member.address.clone()).collect();
        let people: Vec<_> = members.iter().map(|member| member.person).collect();
        let suspects = sqlx::query_scalar!(
            r#"with losses as materialized (select who from marketing_permission_losses where changed_in >= $1)
               select w.number as "number!" from unnest($2::integer[], $3::text[], $4::uuid[]) as w (number, address, person)
               where exists (select from losses where who is null)
                  or marketing_who(w.address) in (select who from losses where who is not null)
                  or marketing_who(w.person::text) in (select who from losses where who is not null)"#,
            horizon,
            &numbers(members),
            &addresses,
            &people
        );
        Ok(suspects.fetch_all(&mut *self.conn).await?)
    }

    /// What is said of members now, by their numbers: found by keys all the way. By WhatsApp a no at any of a person's numbers wins, as when
    /// it is planned: of whoever was planned, and of whoever has the number by now. By e-mail a person has one address.
    pub(super) async fn ask_again(
        &mut self,
        hold: &Hold,
        members: &[i32],
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<i32, Asked>> {
        if members.is_empty() {
            return Ok(BTreeMap::new());
        }
        let policy = Settings { conn: &mut *self.conn }.consent_policy().await?;
        let rows = sqlx::query_as!(
            Row,
            r#"select d.number as "number!", d.channel as "channel!", coalesce(n.decision, m.decision) as "decision?", p.kinds as "kinds?", s.address is not null as "suppressed!",
                      case when d.channel = 'whatsapp' then (select a.until from marketing_whatsapp_caps a
                                                             where a.address = d.address and a.until > $3) end as "capped_until?",
                      d.planned_at as "planned_at!",
                      d.channel = 'whatsapp' and exists (select from marketing_conversations v
                                                         where v.address = d.address and v.state = 'needs_person') as "held!",
                      coalesce(o.decision = 'granted', false) as "opens_granted!",
                      coalesce(l.decision = 'granted', false) as "clicks_granted!"
               from marketing_deliveries d
               left join marketing_people p on p.id = d.person_id
               left join marketing_consents m
                   on m.address = d.address and m.channel = d.channel and m.purpose = 'marketing'
               left join lateral (
                   select min(k.decision) as decision from (
                       select d.person_id union
                       select a.person_id from marketing_contacts a where a.phone = d.address and a.is_mobile) w
                   join marketing_contacts c on c.person_id = w.person_id and c.is_mobile
                   join marketing_consents k on k.address = c.phone and k.channel = d.channel and k.purpose = 'marketing'
                                                and k.decision in ('refused', 'withdrawn', 'objected')
                   where d.channel = 'whatsapp') n on true
               left join marketing_consents o
                   on o.address = d.address and o.channel = d.channel and o.purpose = 'open_tracking'
               left join marketing_consents l
                   on l.address = d.address and l.channel = d.channel and l.purpose = 'click_tracking'
               left join marketing_suppressions s on s.address = d.address and s.channel = d.channel
               where d.campaign_id = $1 and d.number = any($2)"#,
            hold.campaign.0,
            members,
            now
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(|row| Ok((row.number, row.asked(&policy)?))).collect()
    }
}

impl Row {
    fn is_capped_for_too_long(&self) -> bool {
        self.capped_until.is_some_and(|until| until - self.planned_at > PATIENCE)
    }

    fn asked(self, policy: &ConsentPolicy) -> Result<Asked> {
        let Self { capped_until, opens_granted, clicks_granted, .. } = self;
        let refused = self.refusal(policy)?;
        Ok(Asked { refused, capped_until, opens_granted, clicks_granted })
    }

    /// The decision of the domain, by the rules of now and what the person is now. Somebody who is in no source any more is nothing. A
    /// cap that ends soon enough is waited for; a colleague who has to read what somebody wrote is not: nobody knows when, and what
    /// they then decide is about that person, not about this message.
    fn refusal(self, policy: &ConsentPolicy) -> Result<Option<ExclusionReason>> {
        if self.suppressed {
            return Ok(Some(ExclusionReason::Suppressed));
        }
        let is_capped_for_too_long = self.is_capped_for_too_long();
        let decided = self.decision.map(|decision| word(&decision, "decision")).transpose()?;
        let ledger = decided.unwrap_or(LedgerState::Unknown);
        let channel: Channel = word(&self.channel, "channel")?;
        let answer = decide(policy, channel, ledger, Kinds(self.kinds.unwrap_or_default()));
        let reasons = [
            (answer == Answer::No, ExclusionReason::NoConsent),
            (is_capped_for_too_long, ExclusionReason::Capped),
            (self.held, ExclusionReason::Held),
        ];
        Ok(reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason)))
    }
}
