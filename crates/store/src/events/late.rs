//! Refusals of messages that a provider had taken: by WhatsApp most of what goes wrong is told so.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CampaignId,
    campaign::CampaignState,
    event::EventKind,
    provider::{AccountId, Scope},
    whatsapp::{Cause, code_of},
};
use sqlx::types::Uuid;

use super::{Events, TakenEvent};
use crate::{Result, campaigns::word};

/// What is told later than this is no news any more: nobody is written to again of their own accord, and nothing stops.
const FRESH: TimeDelta = TimeDelta::hours(24);

/// A refusal by WhatsApp that was told after the message had been taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateRefusal {
    /// The campaign.
    pub campaign: CampaignId,
    /// The message's number in it.
    pub number: u32,
    /// Who refused it.
    pub account: AccountId,
    /// The provider's code.
    pub code: String,
    /// What the code means.
    pub cause: Cause,
    /// When it was refused (UTC).
    pub at: DateTime<Utc>,
    /// When the batch left that it left with (UTC).
    pub left_at: DateTime<Utc>,
    /// The provider's id of the message.
    pub(super) message_id: String,
    facts: Facts,
}

/// What is known of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Facts {
    state: CampaignState,
    /// When the campaign last came to stand so.
    state_since: DateTime<Utc>,
    archived: bool,
    attempts: i16,
    left_at: DateTime<Utc>,
    /// Whether free text may be what was refused: the campaign has one, and its template was not sent instead yet.
    may_fall_back: bool,
}

impl LateRefusal {
    /// Whether the campaign pauses: its message is to blame, and it left since a person last let the campaign go on.
    #[must_use]
    pub fn pauses(&self) -> bool {
        let is_of_this_run =
            self.facts.state == CampaignState::Finished || self.left_at >= self.facts.state_since;
        self.cause.ruling().scope == Scope::Campaign && is_of_this_run && !self.facts.archived
    }

    /// How long the message, or its account, waits from when it was refused.
    #[must_use]
    pub fn wait(&self) -> TimeDelta {
        if self.cause.ruling().comes_again {
            self.cause.wait(i32::from(self.facts.attempts), None, 1.0)
        } else {
            TimeDelta::zero()
        }
    }

    /// Whether the person is to be written to again by itself, as after the same refusal at once: the provider said for sure that
    /// nobody got it.
    #[must_use]
    pub fn comes_again(&self) -> bool {
        self.may_come_again() && self.has_tries()
    }

    /// Whether it would come again, had it not used up its tries: a person may have it sent all the same.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        self.may_come_again() && !self.has_tries()
    }

    fn has_tries(&self) -> bool {
        self.facts.attempts + 1 < self.cause.tries_max()
    }

    fn may_come_again(&self) -> bool {
        let Facts { state, archived, may_fall_back, .. } = self.facts;
        let goes_on =
            matches!(state, CampaignState::Sending | CampaignState::Paused | CampaignState::Finished);
        let may = match self.cause {
            Cause::WindowClosed => may_fall_back,
            cause => !cause.ruling().is_final(),
        };
        goes_on && !archived && may
    }
}

impl TakenEvent {
    /// The provider's id of the message that it is about, which its key begins with; all of the key where it is a digest.
    pub(super) fn message_id(&self) -> &str {
        self.natural_key.rsplit_once(':').map_or(self.natural_key.as_str(), |(id, _)| id)
    }

    fn refusal(&self, now: DateTime<Utc>) -> Option<(Cause, String)> {
        let is_late = self.kind == EventKind::DroppedByProvider.as_str() && !self.account.is_empty();
        let reason = self.reason.as_deref().filter(|_| is_late && now - self.occurred_at < FRESH)?;
        Some((Cause::told(reason)?, code_of(reason)?.to_string()))
    }
}

impl Events<'_> {
    /// Which of these events refuse a message by WhatsApp that had been taken, not longer than a day ago, and with a code that is
    /// known; in their order.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn late_refusals(
        &mut self,
        rows: &[TakenEvent],
        now: DateTime<Utc>,
    ) -> Result<Vec<LateRefusal>> {
        let refused: Vec<_> = rows.iter().filter_map(|row| Some((row, row.refusal(now)?))).collect();
        if refused.is_empty() {
            return Ok(Vec::new());
        }
        let facts = self.facts(refused.iter().map(|(row, _)| (row.campaign_id, row.number)).unzip()).await?;
        let late = refused.into_iter().filter_map(|(row, (cause, code))| {
            let facts = facts.get(&(row.campaign_id, row.number))?.clone();
            Some(LateRefusal {
                campaign: CampaignId(row.campaign_id),
                number: row.number.cast_unsigned(),
                account: AccountId(row.account.clone()),
                code,
                cause,
                at: row.occurred_at.min(now),
                left_at: facts.left_at,
                message_id: row.message_id().to_owned(),
                facts,
            })
        });
        Ok(late.collect())
    }

    async fn facts(
        &mut self,
        (campaigns, numbers): (Vec<Uuid>, Vec<i32>),
    ) -> Result<BTreeMap<(Uuid, i32), Facts>> {
        let rows = sqlx::query!(
            r#"select s.campaign_id, s.number, s.attempts, c.marketing_state as "state!", c.marketing_updated_at as "state_since!",
                      c.marketing_archived_at is not null as "archived!",
                      coalesce(b.submitted_at, d.planned_at) as "left_at!",
                      exists (select from marketing_campaign_contents k
                              where k.campaign_id = s.campaign_id and k.compiled #>> '{message,free_text}' is not null)
                      and not exists (select from marketing_repeats r
                                      where r.campaign_id = s.campaign_id and r.number = s.number and r.cause = $3) as "may_fall_back!"
               from (select distinct * from unnest($1::uuid[], $2::integer[])) as k (campaign_id, number)
               join marketing_delivery_state s on s.campaign_id = k.campaign_id and s.number = k.number
               join marketing_deliveries d on d.campaign_id = k.campaign_id and d.number = k.number and d.channel = 'whatsapp'
               join prospecting_campaigns c on c.marketing_id = k.campaign_id
               left join marketing_batches b on b.campaign_id = k.campaign_id and b.no = s.batch"#,
            &campaigns,
            &numbers,
            Cause::WindowClosed.as_str()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let facts = rows.into_iter().map(|row| {
            let facts = Facts {
                state: word(&row.state, "campaign state")?,
                state_since: row.state_since,
                archived: row.archived,
                attempts: row.attempts,
                left_at: row.left_at,
                may_fall_back: row.may_fall_back,
            };
            Ok(((row.campaign_id, row.number), facts))
        });
        facts.collect()
    }
}
