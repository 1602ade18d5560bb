//! Because of which message somebody leaves who does not say so.

use chrono::{DateTime, Utc};
use domain::{CampaignId, Channel, PersonId, delivery::DeliveryState, provider::AccountId};

use super::{Events, Found};
use crate::Result;

/// A message of a campaign, as somebody who leaves because of it sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blamed {
    /// The delivery.
    pub delivery: Found,
    /// The person that it went to.
    pub person: PersonId,
    /// When it was sent (UTC), in whole seconds, in which providers tell time.
    pub sent_at: DateTime<Utc>,
}

impl Events<'_> {
    /// The last message of a campaign by WhatsApp that an account sent to an address after an instant, and not after another one; else the
    /// one that was sent within a minute of that, for clocks differ. What was refused or came back is no message to the person; what is in
    /// doubt may be one.
    pub(super) async fn last_sent(
        &mut self,
        account: &AccountId,
        address: &str,
        after: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Blamed>> {
        let may_be_there = DeliveryState::ALL.iter().filter(|state| may_be_there(**state));
        let row = sqlx::query!(
            r#"select d.campaign_id, d.number, d.person_id, least(date_trunc('second', b.submitted_at), $5) as "sent_at!"
               from prospecting_campaigns c
               join marketing_deliveries d on d.campaign_id = c.marketing_id and d.channel = $1 and d.address = $3
               join marketing_delivery_state s on s.campaign_id = d.campaign_id and s.number = d.number and s.rank = any($6)
               join marketing_batches b on b.campaign_id = s.campaign_id and b.no = s.batch and b.account = $2
               where (c.marketing_finished_at is null or c.marketing_finished_at > $4)
                 and b.submitted_at > $4 and b.submitted_at <= $5::timestamptz + interval '1 minute'
               order by date_trunc('second', b.submitted_at) > $5, b.submitted_at desc, d.campaign_id limit 1"#,
            Channel::Whatsapp.as_str(),
            account.0,
            address,
            after,
            until,
            &may_be_there.map(|state| state.rank()).collect::<Vec<_>>()
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| Blamed {
            delivery: (CampaignId(row.campaign_id), row.number.cast_unsigned()),
            person: PersonId(row.person_id),
            sent_at: row.sent_at,
        }))
    }

    /// Whether a campaign counts already that a person has left by WhatsApp since an instant.
    pub(super) async fn is_leaving_counted(
        &mut self,
        person: PersonId,
        since: DateTime<Utc>,
    ) -> Result<bool> {
        let is_counted = sqlx::query_scalar!(
            r#"select exists (select from marketing_deliveries d
                              join marketing_events e on e.campaign_id = d.campaign_id and e.number = d.number
                              where d.person_id = $1 and d.channel = $2 and e.kind = 'opted_out'
                                and e.occurred_at >= $3) as "is_counted!""#,
            person.0,
            Channel::Whatsapp.as_str(),
            since
        );
        Ok(is_counted.fetch_one(&mut *self.conn).await?)
    }
}

const fn may_be_there(state: DeliveryState) -> bool {
    let in_doubt = matches!(state, DeliveryState::Submitting | DeliveryState::Unknown);
    in_doubt || state.rank() >= DeliveryState::Accepted.rank() && !state.is_lost()
}
