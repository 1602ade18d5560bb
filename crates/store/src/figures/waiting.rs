//! What a campaign waits for that is sending.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    pace::{WaitReason, Waiting},
};
use sqlx::PgConnection;

use crate::Result;

/// What the next batch of a campaign waits for, or where all of its batches are through, the next message; none where it may leave
/// now. Whoever is on the way already is not looked at.
pub(super) async fn waiting(
    conn: &mut PgConnection,
    campaign: CampaignId,
    now: DateTime<Utc>,
) -> Result<Option<Waiting>> {
    let batch = sqlx::query!(
        r#"select a.paused_code is not null and (a.paused_until is null or a.paused_until > $2) as "paused!",
                  a.paused_until, b.due_at, b.waits_for,
                  (select free_at from marketing_paces where scope = 'account' and name = b.account and free_at > $2) as account_free,
                  (select free_at from marketing_paces where scope = 'campaign' and name = $1::uuid::text and free_at > $2) as campaign_free
           from marketing_batches b left join marketing_accounts_state a on a.account = b.account
           where b.campaign_id = $1 and b.state = 'ready' order by b.due_at, b.no limit 1"#,
        campaign.0,
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(batch) = batch else {
        let message = message(&mut *conn, campaign, now).await?;
        return if message.is_some() { Ok(message) } else { canary(conn, campaign, now).await };
    };
    if batch.paused {
        return Ok(Some(Waiting { reason: WaitReason::AccountPaused, until: batch.paused_until }));
    }
    if batch.due_at > now {
        let reason = batch.waits_for.and_then(|reason| reason.parse().ok()).unwrap_or(WaitReason::QuietHours);
        return Ok(Some(Waiting { reason, until: Some(batch.due_at) }));
    }
    let account = batch.account_free.map(|until| (until, WaitReason::AccountPace));
    let campaign = batch.campaign_free.map(|until| (until, WaitReason::CampaignPace));
    let longest = account.into_iter().chain(campaign).max_by_key(|(until, _)| *until);
    Ok(longest.map(|(until, reason)| Waiting { reason, until: Some(until) }))
}

/// What the message waits for that is to leave next, where that is one of our own reasons and no batch carries it.
async fn message(
    conn: &mut PgConnection,
    campaign: CampaignId,
    now: DateTime<Utc>,
) -> Result<Option<Waiting>> {
    let next = sqlx::query!(
        r#"select s.next_at as "until!", s.code from marketing_delivery_state s
           where s.campaign_id = $1 and s.next_at is not null and s.batch is null
             and not exists (select from marketing_batches where campaign_id = $1 and state not in ('done', 'reserved'))
           order by s.next_at limit 1"#,
        campaign.0
    )
    .fetch_optional(conn)
    .await?;
    let Some(next) = next.filter(|next| next.until > now) else { return Ok(None) };
    let reason = next.code.and_then(|code| code.parse::<WaitReason>().ok());
    Ok(reason.map(|reason| Waiting { reason, until: Some(next.until) }))
}

/// That the rest waits for the canary, once nothing of the canary is on its way any more.
async fn canary(
    conn: &mut PgConnection,
    campaign: CampaignId,
    now: DateTime<Utc>,
) -> Result<Option<Waiting>> {
    let decides_at = sqlx::query_scalar!(
        r#"select decides_at as "decides_at!" from marketing_canaries
           where campaign_id = $1 and decision is null and decides_at > $2"#,
        campaign.0,
        now
    );
    let until = decides_at.fetch_optional(conn).await?;
    Ok(until.map(|until| Waiting { reason: WaitReason::Canary, until: Some(until) }))
}
