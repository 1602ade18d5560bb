//! What asks for a person.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, TemplateId,
    campaign::CampaignState,
    delivery::DeadEnd,
    report::{Alarm, Attention, AttentionKind, Counter},
    whatsapp::TemplateStatus,
};
use sqlx::{PgConnection, types::Uuid};

use super::{Figures, warnings};
use crate::{Accounts, Result, campaigns::word};

/// Most entries of the list.
const AT_MOST: usize = 20;

/// An entry about a campaign.
struct About {
    campaign: Uuid,
    name: String,
    about: String,
    since: DateTime<Utc>,
}

impl About {
    fn attention(self, kind: AttentionKind) -> Attention {
        let campaign = Some(CampaignId(self.campaign));
        Attention { kind, campaign, template: None, name: self.name, about: self.about, since: self.since }
    }
}

impl Figures<'_> {
    /// What asks for a person, the oldest first. A campaign that is put away asks for nobody.
    pub(super) async fn attention(
        &mut self,
        telling: &[String],
        now: DateTime<Utc>,
    ) -> Result<Vec<Attention>> {
        let mut all = halted(self.conn).await?;
        all.extend(warned(self.conn).await?);
        all.extend(in_doubt(self.conn).await?);
        all.extend(dead_letters(self.conn, now).await?);
        all.extend(resting(self.conn).await?);
        all.extend(silent(self.conn, telling, now).await?);
        all.extend(refused(self.conn).await?);
        all.extend(warnings::all(self.conn, telling, now).await?);
        all.sort_by_key(|attention| attention.since);
        all.truncate(AT_MOST);
        Ok(all)
    }
}

/// Campaigns that wait for a person, or failed. What happens to an e-mail part is told of its main campaign, once.
async fn halted(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let halts = [CampaignState::Paused, CampaignState::Failed, CampaignState::Overdue];
    let rows = sqlx::query!(
        r#"select distinct on (coalesce(marketing_part_of, marketing_id), marketing_state)
                  coalesce(marketing_part_of, marketing_id) as "campaign!", marketing_name as name, marketing_state as state,
                  coalesce(marketing_state_reason, '') as "about!", marketing_updated_at as since
           from prospecting_campaigns
           where marketing_state = any($1) and marketing_channel is not null and marketing_archived_at is null
           order by coalesce(marketing_part_of, marketing_id), marketing_state, marketing_updated_at"#,
        &halts.map(|state| state.as_str().to_owned())
    )
    .fetch_all(conn)
    .await?;
    let attention = rows.into_iter().map(|row| {
        let kind = match word(&row.state, "campaign state")? {
            CampaignState::Paused => AttentionKind::CampaignPaused,
            CampaignState::Overdue => AttentionKind::CampaignOverdue,
            _ => AttentionKind::CampaignFailed,
        };
        let about = About { campaign: row.campaign, name: row.name, about: row.about, since: row.since };
        Ok(about.attention(kind))
    });
    attention.collect()
}

/// Campaigns that go on, and have passed a threshold that only warns.
async fn warned(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let warnings = Alarm::ALL.iter().filter(|alarm| !alarm.stops()).map(|alarm| alarm.as_str().to_owned());
    let rows = sqlx::query_as!(
        About,
        r#"select coalesce(marketing_part_of, marketing_id) as "campaign!", marketing_name as name, alarm as about,
                  raised_at as since
           from prospecting_campaigns join marketing_alarms on campaign_id = marketing_id
           where marketing_state = $1 and alarm = any($2)"#,
        CampaignState::Sending.as_str(),
        &warnings.collect::<Vec<_>>()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.attention(AttentionKind::CampaignWarned)).collect())
}

/// Campaigns with deliveries whose outcome is in doubt, since the hour in which the first of them came to be.
async fn in_doubt(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let rows = sqlx::query_as!(
        About,
        r#"select coalesce(marketing_part_of, marketing_id) as "campaign!", marketing_name as name, t.figures->>$1 as "about!",
                  coalesce((select min(hour) from marketing_hours as h
                            where h.campaign_id = t.campaign_id and (h.figures->>$1)::bigint > 0), rolled_at) as "since!"
           from marketing_totals as t join prospecting_campaigns on marketing_id = campaign_id
           where (t.figures->>$1)::bigint > 0 and marketing_channel is not null and marketing_archived_at is null"#,
        Counter::Unknown.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.attention(AttentionKind::OutcomeUnknown)).collect())
}

/// Campaigns of which messages never arrived at their provider, since the last hour in which some failed: a replay mends it without
/// risk. Whoever decides otherwise leaves them, and is not asked for ever. Other dead letters failed by what a replay alone mends seldom.
async fn dead_letters(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<Attention>> {
    let replayable = [CampaignState::Sending, CampaignState::Paused, CampaignState::Finished];
    let rows = sqlx::query_as!(
        About,
        r#"select coalesce(marketing_part_of, marketing_id) as "campaign!", marketing_name as name, r.deliveries::text as "about!",
                  h.since as "since!"
           from marketing_totals as t
           join marketing_reason_totals as r on r.campaign_id = t.campaign_id and r.state = $1 and r.code = $2 and r.deliveries > 0
           join prospecting_campaigns on marketing_id = t.campaign_id
           cross join lateral (select max(hour) as since from marketing_hours
                               where campaign_id = t.campaign_id and (figures->>$3)::bigint > 0) as h
           where (t.figures->>$3)::bigint > 0 and h.since > $4 and marketing_state = any($5)
             and marketing_channel is not null and marketing_archived_at is null"#,
        DeadEnd::Failed.state().as_str(),
        DeadEnd::NEVER_ARRIVED,
        Counter::Failed.as_str(),
        now - warnings::FRESH,
        &replayable.map(|state| state.as_str().to_owned())
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.attention(AttentionKind::DeadLetters)).collect())
}

/// Accounts that rest until a person acts.
async fn resting(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let rows = sqlx::query!(
        r#"select account, paused_code as "code!", paused_at as "since!" from marketing_accounts_state
           where paused_code is not null and paused_until is null"#
    )
    .fetch_all(conn)
    .await?;
    let kind = AttentionKind::AccountPaused;
    let attention = rows.into_iter().map(|row| Attention {
        kind,
        campaign: None,
        template: None,
        name: row.account,
        about: row.code,
        since: row.since,
    });
    Ok(attention.collect())
}

/// Accounts that took messages and have told nothing since ([`Accounts::silent`]).
async fn silent(conn: &mut PgConnection, telling: &[String], now: DateTime<Utc>) -> Result<Vec<Attention>> {
    let silent = Accounts { conn }.silent(telling, now).await?;
    let attention = silent.into_iter().map(|(account, since)| Attention {
        kind: AttentionKind::WebhookSilent,
        campaign: None,
        template: None,
        name: account.0,
        about: String::new(),
        since,
    });
    Ok(attention.collect())
}

/// Templates of WhatsApp that somebody must mend, or do without.
async fn refused(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let lost = [
        TemplateStatus::Rejected,
        TemplateStatus::Paused,
        TemplateStatus::Disabled,
        TemplateStatus::LimitExceeded,
    ];
    let rows = sqlx::query!(
        r#"select template_id as template, w.name, w.status, coalesce(w.rejection->>'reason', '') as "about!",
                  coalesce(w.status_at, p.marketing_updated_at) as "since!"
           from marketing_whatsapp_templates as w join prospecting_templates as p on p.marketing_id = template_id
           where w.status = any($1) and p.marketing_archived_at is null"#,
        &lost.map(|status| status.as_str().to_owned())
    )
    .fetch_all(conn)
    .await?;
    let attention = rows.into_iter().map(|row| Attention {
        kind: match row.status == TemplateStatus::Paused.as_str() {
            true => AttentionKind::TemplatePaused,
            false => AttentionKind::TemplateRefused,
        },
        campaign: None,
        template: Some(TemplateId(row.template)),
        name: row.name,
        about: row.about,
        since: row.since,
    });
    Ok(attention.collect())
}
