//! The noun recipient: the people of a campaign, one by one.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, PersonId,
    delivery::{Mark, Marks},
    list::Page,
    report::{Recipient, RecipientQuery},
};
use sqlx::{PgConnection, types::Uuid};

use crate::{
    Result, StoreError,
    campaigns::{with_part, word},
    lists,
    standings::state,
};

/// The recipients, within a transaction.
#[derive(Debug)]
pub struct Recipients<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// One delivery, with where it stands.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct RecipientRow {
    pub(crate) campaign_id: Uuid,
    pub(crate) number: i32,
    channel: String,
    person_id: Uuid,
    name: String,
    company: String,
    address: String,
    rank: i16,
    marks: i32,
    code: Option<String>,
    changed_at: DateTime<Utc>,
}

impl TryFrom<RecipientRow> for Recipient {
    type Error = StoreError;

    fn try_from(row: RecipientRow) -> Result<Self> {
        let marks = Marks(row.marks);
        let number = u32::try_from(row.number);
        Ok(Self {
            number: number.map_err(|_| StoreError::Corrupt(format!("delivery {}", row.number)))?,
            channel: word(&row.channel, "channel")?,
            person: PersonId(row.person_id),
            name: row.name,
            company: row.company,
            address: row.address,
            state: state(row.rank)?,
            code: row.code,
            opened: marks.has(Mark::OpensTracked).then(|| marks.has(Mark::OpenedHuman)),
            clicked: marks.has(Mark::ClicksTracked).then(|| marks.has(Mark::ClickedHuman)),
            accepted_on_word: marks.has(Mark::AcceptedOnWord),
            changed_at: row.changed_at,
        })
    }
}

impl Recipients<'_> {
    /// One page of the recipients of a campaign, those of its e-mail part included, by their numbers.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn page(&mut self, campaign: CampaignId, query: &RecipientQuery) -> Result<Page<Recipient>> {
        let campaigns = with_part(self.conn, campaign).await?;
        lists::recipients::page(self.conn, &campaigns, query).await
    }
}
