//! The noun end: messages that no provider took for sure, and what a person decides about them.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{Campaign, CampaignAct, CampaignState},
    delivery::{DeadEnd, DeliveryState, EndDecision, Mark},
    report::{DeadEndGroup, DeadEnds, Decided, EndChoice},
};
use sqlx::PgConnection;

use crate::{
    Campaigns, Change, Result, StoreError,
    campaigns::word,
    signal::{channel, notify},
    standings::{decide, state},
};

/// The dead ends, within a transaction.
#[derive(Debug)]
pub struct Ends<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A decision, and who makes it when.
#[derive(Debug, Clone, Copy)]
pub struct Ruling<'a> {
    /// What is decided.
    pub decision: EndDecision,
    /// About which.
    pub choice: &'a EndChoice,
    /// Who decides.
    pub by: &'a str,
    /// The instant.
    pub now: DateTime<Utc>,
}

impl Ends<'_> {
    /// The dead ends of a campaign and the decisions about them. Counted from the deliveries as they stand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of(&mut self, campaign: CampaignId) -> Result<DeadEnds> {
        Ok(DeadEnds { groups: self.groups(campaign).await?, decisions: self.decisions(campaign).await? })
    }

    async fn groups(&mut self, campaign: CampaignId) -> Result<Vec<DeadEndGroup>> {
        let rows = sqlx::query!(
            r#"select rank, coalesce(code, '') as "code!", count(*) as "deliveries!" from marketing_delivery_state
               where campaign_id = $1 and rank = any($2)
                 and (marks & $3 = 0 or rank = $4 and marks & $5 = 0 and marketing_has_given_up(campaign_id, number))
               group by 1, 2 order by 3 desc, 1, 2 limit 100"#,
            campaign.0,
            &ranks(DeadEnd::ALL),
            Mark::Accepted.bit(),
            DeliveryState::Refused.rank(),
            Mark::Delivered.bit()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let group = |(rank, code, deliveries)| {
            let state = state(rank)?;
            let end = DeadEnd::ALL.iter().copied().find(|end| end.state() == state);
            let end = end.ok_or_else(|| StoreError::Corrupt(format!("{state} is no dead end")))?;
            Ok(DeadEndGroup { end, code, deliveries })
        };
        rows.into_iter().map(|row| group((row.rank, row.code, row.deliveries))).collect()
    }

    async fn decisions(&mut self, campaign: CampaignId) -> Result<Vec<Decided>> {
        let rows = sqlx::query!(
            r#"select decision, cardinality(numbers)::bigint as "deliveries!", decided_by, decided_at
               from marketing_end_decisions where campaign_id = $1 order by id desc limit 50"#,
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let decided = rows.into_iter().map(|row| {
            let decision = word(&row.decision, "decision")?;
            Ok(Decided { decision, deliveries: row.deliveries, by: row.decided_by, at: row.decided_at })
        });
        decided.collect()
    }

    /// Decides about dead ends, and tells about how many it was: what was decided before is not decided again. Messages that are
    /// sent again wait, and have all their tries; a campaign that was finished is sending again, and with an e-mail part the campaign
    /// that it belongs to. [`Change::NotEditable`] where the state of either does not allow it: what was called off, has failed or is put
    /// away sends nothing.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn decide(&mut self, id: CampaignId, ruling: Ruling<'_>) -> Result<Change<(Campaign, i64)>> {
        let main = self.main_of(id).await?;
        let Some(found) = self.campaigns().lock(id).await? else { return Ok(Change::Missing) };
        if !main.iter().chain([&found]).all(|campaign| may(campaign, ruling.decision)) {
            return Ok(Change::NotEditable((found, 0)));
        }
        let numbers = self.chosen(id, ruling.decision, ruling.choice).await?;
        let keys = numbers.into_iter().map(|number| (id.0, number)).collect();
        let decided = decide(self.conn, keys, |standing| ruling.decision.apply(standing), ruling.now).await?;
        if decided.is_empty() {
            return Ok(Change::Done((found, 0)));
        }
        self.log(id, &decided, ruling).await?;
        if ruling.decision.sends() {
            self.let_wait(id, &decided, ruling.now).await?;
        }
        if let Some(main) = main {
            self.reopen(main, ruling).await?;
        }
        let campaign = self.reopen(found, ruling).await?;
        Ok(Change::Done((campaign, i64::try_from(decided.len()).unwrap_or(i64::MAX))))
    }

    /// The campaign that an e-mail part belongs to, locked before its part.
    async fn main_of(&mut self, id: CampaignId) -> Result<Option<Campaign>> {
        match self.campaigns().hold_main_of(id).await? {
            Some(main) => self.campaigns().lock(main).await,
            None => Ok(None),
        }
    }

    /// Those who are at such a dead end now, and chosen.
    async fn chosen(
        &mut self,
        id: CampaignId,
        decision: EndDecision,
        choice: &EndChoice,
    ) -> Result<Vec<i32>> {
        let numbers = choice.numbers.as_ref();
        let numbers: Option<Vec<_>> = numbers.map(|all| all.iter().map(|one| one.cast_signed()).collect());
        let chosen = sqlx::query_scalar!(
            "select number from marketing_delivery_state
             where campaign_id = $1 and rank = any($2)
               and (marks & $3 = 0 or rank = $6 and marks & $7 = 0 and marketing_has_given_up(campaign_id, number))
               and ($4::text is null or coalesce(code, '') = $4) and ($5::integer[] is null or number = any($5))",
            id.0,
            &ranks(decision.about()),
            Mark::Accepted.bit(),
            choice.code.as_deref(),
            numbers.as_deref(),
            DeliveryState::Refused.rank(),
            Mark::Delivered.bit()
        );
        Ok(chosen.fetch_all(&mut *self.conn).await?)
    }

    async fn log(&mut self, id: CampaignId, decided: &[i32], ruling: Ruling<'_>) -> Result<()> {
        sqlx::query!(
            "insert into marketing_end_decisions (campaign_id, decision, numbers, decided_by, decided_at)
             values ($1, $2, $3, $4, $5)",
            id.0,
            ruling.decision.as_str(),
            decided,
            ruling.by,
            ruling.now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// What is told of a message that was taken and refused says nothing of the one that leaves now.
    async fn let_wait(&mut self, id: CampaignId, numbers: &[i32], now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_repeats set called_at = $3
             where campaign_id = $1 and number = any($2) and given_up and called_at is null",
            id.0,
            numbers,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_delivery_state set batch = null, next_at = $3, attempts = 0
             where campaign_id = $1 and number = any($2)",
            id.0,
            numbers,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// The campaign as it is then; those that follow it are told.
    async fn reopen(&mut self, found: Campaign, ruling: Ruling<'_>) -> Result<Campaign> {
        if ruling.decision.sends() && found.state == CampaignState::Finished {
            let change = self.campaigns().act(found.id, CampaignAct::Reopen, None, ruling.now).await?;
            return match change {
                Change::Done(campaign) => Ok(campaign),
                _ => Err(StoreError::Corrupt(format!("campaign {} cannot be reopened", found.id))),
            };
        }
        for heard in [channel::CAMPAIGNS, channel::PROGRESS] {
            notify(self.conn, heard, &found.id.to_string()).await?;
        }
        Ok(found)
    }

    const fn campaigns(&mut self) -> Campaigns<'_> {
        Campaigns { conn: self.conn }
    }
}

fn may(campaign: &Campaign, decision: EndDecision) -> bool {
    let goes_on =
        matches!(campaign.state, CampaignState::Sending | CampaignState::Paused | CampaignState::Finished);
    !decision.sends() || goes_on && !campaign.archived
}

fn ranks(ends: &[DeadEnd]) -> Vec<i16> {
    ends.iter().map(|end| end.state().rank()).collect()
}
