//! What asks for a person before it costs: how people take templates and numbers of WhatsApp, what Meta makes of a template, what a
//! provider warns of.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    TemplateId,
    consequence::{clears, warns},
    event::EventKind,
    provider::AccountId,
    report::{Attention, AttentionKind},
    whatsapp::{TIER_SPAN, TemplateQuality, TemplateStatus, Tier},
};
use sqlx::{PgConnection, types::Uuid};

use crate::{Result, WhatsappSenders, campaigns::word};

/// For how long what cannot be undone, or may be left as it is, asks for a person.
pub(super) const FRESH: TimeDelta = TimeDelta::days(14);

/// An entry about a template.
struct About {
    template: Uuid,
    name: String,
    about: String,
    since: DateTime<Utc>,
}

impl About {
    fn attention(self, kind: AttentionKind) -> Attention {
        let template = Some(TemplateId(self.template));
        Attention { kind, campaign: None, template, name: self.name, about: self.about, since: self.since }
    }
}

fn of_account(kind: AttentionKind, account: String, about: String, since: DateTime<Utc>) -> Attention {
    Attention { kind, campaign: None, template: None, name: account, about, since }
}

/// All of it, of these accounts.
pub(super) async fn all(
    conn: &mut PgConnection,
    accounts: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<Attention>> {
    let mut all = taken_badly(conn).await?;
    all.extend(changing(conn).await?);
    all.extend(changed(conn, now).await?);
    all.extend(numbers(conn, accounts, now).await?);
    all.extend(alerts(conn, accounts, now).await?);
    Ok(all)
}

/// Templates that may be sent, and that people take badly.
async fn taken_badly(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let rows = sqlx::query!(
        r#"select template_id, w.name, w.quality, coalesce(w.quality_at, p.marketing_updated_at) as "since!"
           from marketing_whatsapp_templates as w join prospecting_templates as p on p.marketing_id = template_id
           where w.status = $1 and w.quality in ('yellow', 'red') and p.marketing_archived_at is null"#,
        TemplateStatus::Approved.as_str()
    )
    .fetch_all(conn)
    .await?;
    let attention = rows.into_iter().map(|row| {
        let kind = match word(&row.quality, "template quality")? {
            TemplateQuality::Red => AttentionKind::TemplateFlagged,
            _ => AttentionKind::TemplateWarned,
        };
        let about = About { template: row.template_id, name: row.name, about: row.quality, since: row.since };
        Ok(about.attention(kind))
    });
    attention.collect()
}

/// Templates that Meta is about to give another category.
async fn changing(conn: &mut PgConnection) -> Result<Vec<Attention>> {
    let rows = sqlx::query_as!(
        About,
        r#"select template_id as template, w.name, w.next_category as "about!",
                  coalesce(w.category_at, p.marketing_updated_at) as "since!"
           from marketing_whatsapp_templates as w join prospecting_templates as p on p.marketing_id = template_id
           where w.next_category <> w.category and w.status <> 'deleted' and p.marketing_archived_at is null"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|about| about.attention(AttentionKind::TemplateChanging)).collect())
}

/// Templates that Meta has given another category of late.
async fn changed(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<Attention>> {
    let rows = sqlx::query_as!(
        About,
        r#"select template_id as template, w.name, w.category as about, w.category_at as "since!"
           from marketing_whatsapp_templates as w join prospecting_templates as p on p.marketing_id = template_id
           where w.was_category <> w.category and w.category_at > $1 and w.status <> 'deleted'
                 and p.marketing_archived_at is null"#,
        now - FRESH
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|about| about.attention(AttentionKind::TemplateChanged)).collect())
}

/// Numbers that people take badly, and those that may begin to write to hardly anybody more today.
async fn numbers(conn: &mut PgConnection, accounts: &[String], now: DateTime<Utc>) -> Result<Vec<Attention>> {
    let rows = sqlx::query!(
        r#"select account, quality, daily_limit, coalesce(quality_at, synced_at) as "since!"
           from marketing_whatsapp_senders where account = any($1) order by account"#,
        accounts
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut all = Vec::new();
    for row in rows {
        let kind = match word(&row.quality, "quality of a number")? {
            TemplateQuality::Red => Some(AttentionKind::NumberFlagged),
            TemplateQuality::Yellow => Some(AttentionKind::NumberWarned),
            TemplateQuality::Green | TemplateQuality::Unknown => None,
        };
        let limit = row.daily_limit.and_then(|limit| u32::try_from(limit).ok());
        all.extend(nearly_full(conn, &row.account, Tier(limit), now).await?);
        all.extend(kind.map(|kind| of_account(kind, row.account, row.quality, row.since)));
    }
    Ok(all)
}

async fn nearly_full(
    conn: &mut PgConnection,
    account: &str,
    tier: Tier,
    now: DateTime<Utc>,
) -> Result<Option<Attention>> {
    let Tier(Some(limit)) = tier else { return Ok(None) };
    let used = WhatsappSenders { conn }.used(&AccountId(account.to_owned()), now - TIER_SPAN).await?;
    let kind = AttentionKind::NumberNearlyFull;
    let attention = || of_account(kind, account.to_owned(), format!("{used}/{limit}"), now);
    Ok(tier.is_nearly_used(used).then(attention))
}

/// The last warning of a provider for each account, unless it has given the all-clear since.
async fn alerts(conn: &mut PgConnection, accounts: &[String], now: DateTime<Utc>) -> Result<Vec<Attention>> {
    let rows = sqlx::query!(
        r#"select account, coalesce(reason, '') as "said!", occurred_at from marketing_account_events
           where account = any($1) and kind = $2 and occurred_at > $3 order by account, occurred_at desc"#,
        accounts,
        EventKind::AccountStatus.as_str(),
        now - FRESH
    )
    .fetch_all(conn)
    .await?;
    let mut last: Vec<_> = rows.into_iter().filter(|row| warns(&row.said) || clears(&row.said)).collect();
    last.dedup_by(|later, earlier| later.account == earlier.account);
    let warnings = last.into_iter().filter(|row| warns(&row.said));
    let kind = AttentionKind::AccountWarned;
    Ok(warnings.map(|row| of_account(kind, row.account, row.said, row.occurred_at)).collect())
}
