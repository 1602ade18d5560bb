//! Which call in doubt a message is of that the provider lists without our numbers.

use std::collections::BTreeMap;

use domain::{Channel, delivery::DeliveryState, provider::AccountId};

use super::{Clue, Events, Found};
use crate::Result;

impl Events<'_> {
    /// The deliveries in doubt, or given up since, that listed messages must be of, by the messages' ids: made by the account, for the same
    /// number, in the minutes in which the call was made. Those are known by their ids from here on. Where two deliveries or two
    /// messages fit, or something else that we sent to the number then, nobody can tell: it stays in doubt.
    pub(super) async fn in_doubt<'c>(
        &mut self,
        account: &AccountId,
        clues: impl Iterator<Item = &'c Clue>,
    ) -> Result<BTreeMap<String, Found>> {
        let made = clues.filter_map(|clue| Some((clue.message_id.clone()?, clue.made.clone()?)));
        let (ids, (numbers, instants)): (Vec<_>, (Vec<_>, Vec<_>)) = made.unzip();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let in_doubt = [DeliveryState::Submitting, DeliveryState::Unknown];
        let rows = sqlx::query!(
            r#"with listed as (
                   select distinct * from unnest($2::text[], $3::text[], $4::timestamptz[]) as k (id, address, made_at)),
               fits as (
                   select k.id, d.campaign_id, d.number,
                          count(*) over (partition by k.id) + count(*) over (partition by d.campaign_id, d.number) as fits
                   from listed k
                   join prospecting_campaigns c on c.marketing_finished_at is null or c.marketing_finished_at > k.made_at
                   join marketing_deliveries d
                        on d.campaign_id = c.marketing_id and d.channel = $5 and d.address = k.address
                   join marketing_delivery_state s
                        on s.campaign_id = d.campaign_id and s.number = d.number and s.rank = any($6)
                   join marketing_batches b on b.campaign_id = s.campaign_id and b.no = s.batch and b.account = $1
                   join marketing_requests r
                        on r.campaign_id = b.campaign_id and r.batch = b.no and s.number = any(b.members[r.first + 1 : r.beyond])
                   where k.made_at between r.begun_at - interval '10 seconds' and r.begun_at + interval '3 minutes'
                     and not exists (
                         select from marketing_conversations v join marketing_messages m on m.conversation_id = v.id
                         where v.account = $1 and v.address = k.address and m.direction = 'outbound'
                           and (m.message_id = k.id or m.message_id is null and m.at > k.made_at - interval '3 minutes'))),
               known as (
                   insert into marketing_message_ids (account, message_id, campaign_id, number)
                   select $1, id, campaign_id, number from fits where fits = 2 on conflict do nothing)
               select id as "id!", campaign_id as "campaign_id!", number as "number!" from fits where fits = 2"#,
            account.0,
            &ids,
            &numbers,
            &instants,
            Channel::Whatsapp.as_str(),
            &in_doubt.map(DeliveryState::rank)
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let found = |row_campaign, number: i32| (domain::CampaignId(row_campaign), number.cast_unsigned());
        Ok(rows.into_iter().map(|row| (row.id, found(row.campaign_id, row.number))).collect())
    }
}
