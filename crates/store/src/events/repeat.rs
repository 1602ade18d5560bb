//! Whoever is written to again after a refusal that was told later.

use std::collections::BTreeSet;

use domain::event::EventKind;
use sqlx::types::Uuid;

use super::{Events, LateRefusal, TakenEvent};
use crate::{Result, standings::lock};

/// Messages that were refused and whose people are written to again.
#[derive(Debug, Default)]
pub(super) struct Repeated(BTreeSet<(Uuid, i32, String)>);

impl Repeated {
    /// Whether an event tells no more of its delivery: it is about the message that was refused, not the one that followed. That somebody
    /// received it after all is always told.
    pub(super) fn contains(&self, row: &TakenEvent, kind: EventKind) -> bool {
        let is_superseded = matches!(
            kind,
            EventKind::Accepted
                | EventKind::Deferred
                | EventKind::Held
                | EventKind::Sent
                | EventKind::DroppedByProvider
        );
        is_superseded && self.0.contains(&(row.campaign_id, row.number, row.message_id().to_owned()))
    }
}

impl Events<'_> {
    /// Notes who is to be written to again: as soon as the call is recorded that they left by, they wait for their turn. Whose tries are
    /// used up waits for a person's decision.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn repeat(&mut self, refusals: &[LateRefusal]) -> Result<()> {
        let again: Vec<_> =
            refusals.iter().filter(|refusal| refusal.comes_again() || refusal.is_given_up()).collect();
        if again.is_empty() {
            return Ok(());
        }
        let each = |of: fn(&LateRefusal) -> String| again.iter().map(|one| of(one)).collect::<Vec<_>>();
        let campaigns: Vec<_> = again.iter().map(|one| one.campaign.0).collect();
        let numbers: Vec<_> = again.iter().map(|one| one.number.cast_signed()).collect();
        let told: Vec<_> = again.iter().map(|one| one.at).collect();
        let not_before: Vec<_> = again.iter().map(|one| one.at + one.wait()).collect();
        let given_up: Vec<_> = again.iter().map(|one| one.is_given_up()).collect();
        sqlx::query!(
            "insert into marketing_repeats (campaign_id, number, account, message_id, code, cause, told_at, again_at, given_up)
             select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[],
                                  $7::timestamptz[], $8::timestamptz[], $9::boolean[])
             on conflict do nothing",
            &campaigns,
            &numbers,
            &each(|one| one.account.0.clone()),
            &each(|one| one.message_id.clone()),
            &each(|one| one.code.clone()),
            &each(|one| one.cause.to_string()),
            &told,
            &not_before,
            &given_up
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Of the messages that these events are about, those whose people are written to again. Their deliveries are locked where there may
    /// be any, so that nobody is put back meanwhile.
    pub(super) async fn repeated(&mut self, rows: &[TakenEvent]) -> Result<Repeated> {
        let keys = || rows.iter().map(|row| (row.campaign_id, row.number));
        let noted = self.noted(keys().unzip()).await?;
        if noted.is_empty() {
            return Ok(Repeated::default());
        }
        lock(self.conn, keys().collect()).await?;
        let called = self.noted(keys().unzip()).await?.into_iter().filter(|noted| noted.is_called);
        Ok(Repeated(called.map(|noted| (noted.campaign_id, noted.number, noted.message_id)).collect()))
    }

    async fn noted(&mut self, (campaigns, numbers): (Vec<Uuid>, Vec<i32>)) -> Result<Vec<Noted>> {
        let noted = sqlx::query_as!(
            Noted,
            r#"select r.campaign_id, r.number, r.message_id, r.called_at is not null as "is_called!"
               from (select distinct * from unnest($1::uuid[], $2::integer[])) as k (campaign_id, number)
               join marketing_repeats r on r.campaign_id = k.campaign_id and r.number = k.number"#,
            &campaigns,
            &numbers
        );
        Ok(noted.fetch_all(&mut *self.conn).await?)
    }
}

/// A message whose person is to be written to again.
struct Noted {
    campaign_id: Uuid,
    number: i32,
    message_id: String,
    /// Whether that person waits again already.
    is_called: bool,
}
