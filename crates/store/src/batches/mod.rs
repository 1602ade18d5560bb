//! The noun batch: what one worker carries to a provider, under a lease and a fence.
//!
//! Claim and commit; commit the intent with the first call begun; send; record, and begin the next. Whoever lost the fence
//! records nothing any more. Locks are taken in one order everywhere: the campaign, the batch, the deliveries by number, the
//! account, what the campaign and the account have taken of late.

mod asked;
mod begin;
mod claim;
mod door;
mod doubt;
mod due;
mod form;
mod hand_over;
mod intent;
mod members;
mod pace;
mod part;
mod permit;
mod quiet;
mod record;
mod repeat;
mod silence;
mod turn;

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::CampaignState,
    provider::{AccountId, Sender},
};
use serde_json::Value;
use sqlx::PgConnection;

pub use begin::Call;
pub use claim::{Claimed, Later};
pub use doubt::{Doubt, DoubtfulCall};
pub use hand_over::Stranded;
pub use intent::Intent;
pub use members::Member;
pub use quiet::Clocks;
pub use record::{Ended, Part};
pub use turn::{Next, Sent, Turn};

use crate::{Accounts, Campaigns, Result, StoreError, campaigns::word};

/// The batches, within a transaction.
#[derive(Debug)]
pub struct Batches<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A batch that a worker holds, for as long as nobody raises the fence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The campaign.
    pub campaign: CampaignId,
    /// The batch's number in it, from 1.
    pub no: i32,
    /// The account that carries it.
    pub account: AccountId,
    /// Goes up with every claim.
    pub fence: i64,
    /// Until when this batch alone may try whether the account takes messages again (UTC); none where the account is well.
    pub trial: Option<DateTime<Utc>>,
    /// How many messages a second may leave by the account; none for no such limit, or where nothing leaves under this hold.
    pub per_second: Option<u32>,
}

impl Hold {
    /// A batch under that fence, which tries nothing and knows no limit.
    pub(super) const fn new(campaign: CampaignId, no: i32, account: AccountId, fence: i64) -> Self {
        Self { campaign, no, account, fence, trial: None, per_second: None }
    }
}

/// What every message of a campaign has in common, frozen with its audience.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The campaign's name, which templates may show.
    pub name: String,
    /// Who it comes from; none for the account's first sender.
    pub sender: Option<Sender>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The compiled content.
    pub compiled: Value,
}

impl Batches<'_> {
    /// Holds the campaign of a batch, so that nothing happens to it until the transaction ends: before an account is put to rest.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hold_campaign(&mut self, hold: &Hold) -> Result<()> {
        hold_campaign(self.conn, hold.campaign).await.map(drop)
    }

    /// What every message of a campaign has in common; none before its audience is frozen.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn letter(&mut self, campaign: CampaignId) -> Result<Option<Letter>> {
        let row = sqlx::query!(
            "select c.marketing_name, c.marketing_sender_email as email, c.marketing_sender_name as name,
                    c.marketing_reply_to as reply_to, k.compiled
             from marketing_campaign_contents k join prospecting_campaigns c on c.marketing_id = k.campaign_id
             where k.campaign_id = $1",
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| Letter {
            name: row.marketing_name,
            sender: row.email.map(|email| Sender { email, name: row.name.unwrap_or_default() }),
            reply_to: row.reply_to,
            compiled: row.compiled,
        }))
    }
}

impl Batches<'_> {
    const fn accounts(&mut self) -> Accounts<'_> {
        Accounts { conn: self.conn }
    }

    const fn campaigns(&mut self) -> Campaigns<'_> {
        Campaigns { conn: self.conn }
    }
}

/// Holds a campaign's row, so that nothing happens to it meanwhile; tells its state.
async fn hold_campaign(conn: &mut PgConnection, campaign: CampaignId) -> Result<Option<CampaignState>> {
    let state = sqlx::query_scalar!(
        "select marketing_state from prospecting_campaigns where marketing_id = $1 for share",
        campaign.0
    )
    .fetch_optional(conn)
    .await?;
    state.map(|state| word(&state, "campaign state")).transpose()
}

/// The number of a delivery, as its row holds it.
fn number(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(|_| StoreError::Corrupt(format!("no delivery has number {number}")))
}

/// An index into a batch's members, as a row holds it.
fn index(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}
