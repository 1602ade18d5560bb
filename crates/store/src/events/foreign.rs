//! Opens and clicks that a provider counted by its own means, of whom they may be kept.

use std::collections::BTreeSet;

use domain::{consent::Purpose, event::EventKind};

use super::{Events, NewEvent};
use crate::Result;

impl Events<'_> {
    /// Leaves out the provider's own opens and clicks of readers whose tracking is not granted now, as with hits at our own
    /// addresses (CNIL, recommendation 2026-042). Everything else stays, in its order.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn allowed(&mut self, mut events: Vec<NewEvent>) -> Result<Vec<NewEvent>> {
        let foreign: Vec<_> = events.iter().filter(|new| new.event.foreign).collect();
        if foreign.is_empty() {
            return Ok(events);
        }
        let campaigns: Vec<_> = foreign.iter().map(|new| new.campaign.0).collect();
        let numbers: Vec<_> = foreign.iter().map(|new| new.number.cast_signed()).collect();
        let purposes: Vec<_> = foreign.iter().map(|new| purpose(new).to_string()).collect();
        let granted = sqlx::query!(
            r#"select d.campaign_id, d.number, c.purpose
               from unnest($1::uuid[], $2::integer[], $3::text[]) as k (campaign_id, number, purpose)
               join marketing_deliveries d on d.campaign_id = k.campaign_id and d.number = k.number
               join marketing_consents c on c.address = d.address and c.channel = d.channel and c.purpose = k.purpose
               where c.decision = 'granted'"#,
            &campaigns,
            &numbers,
            &purposes
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let granted: BTreeSet<_> =
            granted.into_iter().map(|row| (row.campaign_id, row.number, row.purpose)).collect();
        events.retain(|new| {
            let asked = || (new.campaign.0, new.number.cast_signed(), purpose(new).to_string());
            !new.event.foreign || granted.contains(&asked())
        });
        Ok(events)
    }
}

fn purpose(new: &NewEvent) -> Purpose {
    if new.event.kind == EventKind::Clicked { Purpose::ClickTracking } else { Purpose::OpenTracking }
}
