//! Which delivery an event is about, where our own numbers did not come back with it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{CampaignId, Channel, provider::AccountId};

use super::Events;
use crate::Result;

/// What an event brings instead of our numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clue {
    /// The provider's id of the message.
    pub message_id: Option<String>,
    /// The address, in its normal form.
    pub address: Option<String>,
    /// Campaigns that the message may be of, by its tags.
    pub campaigns: Vec<CampaignId>,
    /// To which number and when (UTC) the provider made the message.
    pub made: Option<(String, DateTime<Utc>)>,
}

/// A delivery: its campaign and its number in it.
pub type Found = (CampaignId, u32);

impl Events<'_> {
    /// The deliveries that clues lead to, in their order: by message id, else by campaign and address, else by what is in doubt.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn resolve(
        &mut self,
        account: &AccountId,
        channel: Channel,
        clues: &[Clue],
    ) -> Result<Vec<Option<Found>>> {
        let by_id = self.by_message_id(account, clues).await?;
        let by_address = self.by_address(channel, clues).await?;
        let strangers =
            clues.iter().filter(|clue| clue.message_id.as_ref().is_some_and(|id| !by_id.contains_key(id)));
        let in_doubt = self.in_doubt(account, strangers).await?;
        let find = |clue: &Clue| {
            let by_id = clue.message_id.as_ref().and_then(|id| by_id.get(id));
            let address = clue.address.as_ref();
            let by_address = || {
                let place = |campaign: &CampaignId| by_address.get(&(*campaign, address?.clone()));
                clue.campaigns.iter().find_map(place)
            };
            let in_doubt = || clue.message_id.as_ref().and_then(|id| in_doubt.get(id));
            by_id.or_else(by_address).or_else(in_doubt).copied()
        };
        Ok(clues.iter().map(find).collect())
    }

    async fn by_message_id(
        &mut self,
        account: &AccountId,
        clues: &[Clue],
    ) -> Result<BTreeMap<String, Found>> {
        let ids: Vec<_> = clues.iter().filter_map(|clue| clue.message_id.clone()).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = sqlx::query!(
            "select message_id, campaign_id, number from marketing_message_ids where account = $1 and message_id = any($2)",
            account.0,
            &ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let found = rows
            .into_iter()
            .map(|row| (row.message_id, (CampaignId(row.campaign_id), row.number.cast_unsigned())));
        Ok(found.collect())
    }

    async fn by_address(
        &mut self,
        channel: Channel,
        clues: &[Clue],
    ) -> Result<BTreeMap<(CampaignId, String), Found>> {
        let places = clues.iter().flat_map(|clue| {
            let address = clue.address.iter();
            address.flat_map(|address| clue.campaigns.iter().map(|campaign| (campaign.0, address.clone())))
        });
        let (campaigns, addresses): (Vec<_>, Vec<_>) = places.unzip();
        if addresses.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = sqlx::query!(
            "select d.campaign_id, d.address, d.number from unnest($1::uuid[], $2::text[]) as k (campaign_id, address)
             join marketing_deliveries d on d.campaign_id = k.campaign_id and d.channel = $3 and d.address = k.address",
            &campaigns,
            &addresses,
            channel.as_str()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let found = rows.into_iter().map(|row| {
            let campaign = CampaignId(row.campaign_id);
            ((campaign, row.address), (campaign, row.number.cast_unsigned()))
        });
        Ok(found.collect())
    }
}
