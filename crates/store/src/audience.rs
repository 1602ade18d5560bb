//! The noun audience: who a segment comes to, and why others are left out. Counting and planning ask the same query.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel,
    audience::{AudienceCount, Field, Segment},
    consent::ConsentPolicy,
    provider::AccountId,
    sources::GroupCount,
    whatsapp::ReachGroup,
};
use sqlx::PgConnection;

use crate::{
    Result, segments,
    segments::{Addressee, CountryCount},
};

/// The audience, within a transaction.
#[derive(Debug)]
pub struct Audience<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// Who is to be written to, by which rules, at which instant.
#[derive(Debug, Clone, Copy)]
pub struct AudienceOf<'a> {
    /// The channel.
    pub channel: Channel,
    /// Who.
    pub segment: &'a Segment,
    /// The rules.
    pub policy: &'a ConsentPolicy,
    /// The instant, from which the frequency cap counts back.
    pub now: DateTime<Utc>,
    /// Whom WhatsApp reaches, and no e-mail is therefore written to.
    pub reached: Reached,
}

/// Whom the main campaign of an e-mail part writes to by WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// Nobody: the campaign stands alone.
    Nobody,
    /// Those whom this campaign has planned.
    PlannedBy(CampaignId),
    /// Those who would be planned by the same segment and rules now.
    AsThingsStand,
}

impl Audience<'_> {
    /// What an audience comes to, with at most 10 examples: always the same ones while the audience stays the same.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn count(&mut self, of: AudienceOf<'_>) -> Result<AudienceCount> {
        segments::count(self.conn, of).await
    }

    /// Whom messages by an account of WhatsApp would go to, by the beginnings of their numbers and whether their window is open: what
    /// it takes to tell the cost. They are as many as [`Audience::count`] plans.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn reach(&mut self, of: AudienceOf<'_>, account: &AccountId) -> Result<Vec<ReachGroup>> {
        segments::reach(self.conn, of, account).await
    }

    /// Whom it would go to, by the countries that sources name: what it takes to tell the time on their walls. They are as many as
    /// [`Audience::count`] plans.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn countries(&mut self, of: AudienceOf<'_>) -> Result<Vec<CountryCount>> {
        segments::countries(self.conn, of).await
    }

    /// Looks at whoever messages by an account of WhatsApp would go to, with what is known of each: the first `most` of those whom
    /// [`Audience::count`] plans, by their ids.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn each(
        &mut self,
        of: AudienceOf<'_>,
        account: &AccountId,
        most: i64,
        look: impl FnMut(Addressee),
    ) -> Result<()> {
        segments::each(self.conn, of, account, most, look).await
    }

    /// The values of a field with how many contacts have them, the most frequent first; at most 200.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn values(&mut self, field: Field) -> Result<Vec<GroupCount>> {
        segments::values(self.conn, field).await
    }
}
