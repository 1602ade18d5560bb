//! Hits: opens and clicks at our own addresses, stored in bulk before they are answered, judged later.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    hit::{AT_ONCE, Circumstances, Hit, USER_AGENT_MAX, network},
    report::{Counter, LinkCounter},
};
use sqlx::{Connection as _, PgConnection, Postgres, pool::PoolConnection};

use crate::{Result, Store, deltas::Deltas, locks, standings::hour, text::kept};

/// The hits, within a transaction.
#[derive(Debug)]
pub struct Hits<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A hit to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenHit {
    /// Its number.
    pub id: i64,
    /// The hit, as it was kept.
    pub hit: Hit,
    /// What is known around it.
    pub around: Circumstances,
}

/// Keeps hits, group after group, by a connection of its own: to take one from the pool and give it back takes as long as to keep a
/// group.
#[derive(Debug)]
pub struct HitKeeper {
    store: Store,
    conn: Option<PoolConnection<Postgres>>,
}

impl HitKeeper {
    /// One that takes its connection when it first needs it.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, conn: None }
    }

    /// Keeps hits as [`Hits::insert_many`] does. After an error the next group gets another connection.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then none of them is kept.
    pub async fn keep(&mut self, hits: &[Hit]) -> Result<()> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.store.pool.acquire().await?,
        };
        keep(&mut conn, hits).await?;
        self.conn = Some(conn);
        Ok(())
    }
}

/// Those of one campaign, as nearly every group is, are one statement and thereby a transaction.
async fn keep(conn: &mut PgConnection, hits: &[Hit]) -> Result<()> {
    if hits.windows(2).all(|two| two[0].campaign == two[1].campaign) {
        return Hits { conn }.insert_many(hits).await;
    }
    let mut tx = conn.begin().await?;
    Hits { conn: &mut tx }.insert_many(hits).await?;
    Ok(tx.commit().await?)
}

impl Hits<'_> {
    /// Keeps hits, in one statement. Whether a reader's tracking is granted is asked here and now: where it is not, or not any
    /// more, the hit keeps neither number nor program nor network, also of messages that left before it was withdrawn
    /// (CNIL, recommendation 2026-042).
    ///
    /// # Errors
    /// [`crate::StoreError`]: then none of them is kept.
    pub async fn insert_many(&mut self, hits: &[Hit]) -> Result<()> {
        let mut by_campaign = BTreeMap::<_, Vec<&Hit>>::new();
        hits.iter().for_each(|hit| by_campaign.entry(hit.campaign).or_default().push(hit));
        for (campaign, hits) in by_campaign {
            self.insert(campaign, &hits).await?;
        }
        Ok(())
    }

    /// Those of one campaign: one partition of each table is touched.
    async fn insert(&mut self, campaign: CampaignId, hits: &[&Hit]) -> Result<()> {
        let numbers: Vec<_> = hits.iter().map(|hit| hit.number.map(u32::cast_signed)).collect();
        let links: Vec<_> = hits.iter().map(|hit| hit.link.map(u16::cast_signed)).collect();
        let instants: Vec<_> = hits.iter().map(|hit| hit.at).collect();
        let agents: Vec<_> =
            hits.iter().map(|hit| hit.user_agent.as_deref().map(|name| kept(name, USER_AGENT_MAX))).collect();
        let networks: Vec<_> = hits.iter().map(|hit| hit.ip.map(network)).collect();
        let heads: Vec<_> = hits.iter().map(|hit| hit.head_request).collect();
        sqlx::query!(
            "insert into marketing_hits (campaign_id, number, kind, link, at, user_agent, network, head_request)
             select $1, d.number, case when h.link is null then 'open' else 'click' end, h.link, h.at,
                    case when d.number is not null then h.user_agent end,
                    case when d.number is not null then h.network end, h.head
             from unnest($2::integer[], $3::smallint[], $4::timestamptz[], $5::text[], $6::text[], $7::boolean[])
                  as h (number, link, at, user_agent, network, head)
             left join lateral (
                 select d.number from marketing_deliveries d
                 join marketing_consents c on c.address = d.address and c.channel = d.channel and c.decision = 'granted'
                     and c.purpose = case when h.link is null then 'open_tracking' else 'click_tracking' end
                 where d.campaign_id = $1 and d.number = h.number) d on true",
            campaign.0,
            numbers as _,
            links as _,
            &instants,
            agents as _,
            networks as _,
            &heads
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Hits that came before an instant and that nobody has judged, with what is known around each; none while somebody else judges.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take(&mut self, before: DateTime<Utc>, limit: i64) -> Result<Vec<TakenHit>> {
        if !locks::take(self.conn, locks::JUDGE).await? {
            return Ok(Vec::new());
        }
        let rows = sqlx::query!(
            r#"select h.campaign_id, h.id, h.number, h.link, h.at, h.user_agent, h.head_request,
                      -- A telephone rings in a hand: by WhatsApp people are quick, and nobody scans what they get.
                      case when (select marketing_channel from prospecting_campaigns where marketing_id = h.campaign_id) = 'email'
                      then greatest((select min(e.occurred_at) from marketing_events e
                                     where e.campaign_id = h.campaign_id and e.number = h.number and e.kind = 'delivered'),
                                    (select b.submitted_at from marketing_delivery_state s
                                     join marketing_batches b on b.campaign_id = s.campaign_id and b.no = s.batch
                                     where s.campaign_id = h.campaign_id and s.number = h.number)) end as delivered_at,
                      -- Those before and those after it in the index, where hits of the same link are not read.
                      (h.link is not null and exists (
                           select from marketing_hits o
                           where o.campaign_id = h.campaign_id and o.number = h.number and o.link < h.link
                             and o.at between h.at - $3::float8 * interval '1 second' and h.at + $3::float8 * interval '1 second'
                           union all select from marketing_hits o
                           where o.campaign_id = h.campaign_id and o.number = h.number and o.link > h.link
                             and o.at between h.at - $3::float8 * interval '1 second' and h.at + $3::float8 * interval '1 second'
                      )) as "other_link!"
               from marketing_hits h where not h.judged and h.at < $1
               order by h.at limit $2"#,
            before,
            limit,
            AT_ONCE.as_seconds_f64()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let taken = rows.into_iter().map(|row| TakenHit {
            id: row.id,
            around: Circumstances {
                since_delivery: row.delivered_at.map(|delivered_at| row.at - delivered_at),
                other_link_at_once: row.other_link,
            },
            hit: Hit {
                campaign: CampaignId(row.campaign_id),
                number: row.number.map(i32::cast_unsigned),
                link: row.link.map(i16::cast_unsigned),
                at: row.at,
                user_agent: row.user_agent,
                ip: None,
                head_request: row.head_request,
            },
        });
        Ok(taken.collect())
    }

    /// Marks hits as judged, and counts those of nobody: hits, not people.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn judged(&mut self, taken: &[TakenHit]) -> Result<()> {
        let campaigns: Vec<_> = taken.iter().map(|taken| taken.hit.campaign.0).collect();
        let ids: Vec<_> = taken.iter().map(|taken| taken.id).collect();
        sqlx::query!(
            "update marketing_hits h set judged = true
             from unnest($1::uuid[], $2::bigint[]) as t (campaign_id, id)
             where h.campaign_id = t.campaign_id and h.id = t.id",
            &campaigns,
            &ids
        )
        .execute(&mut *self.conn)
        .await?;
        let mut deltas = Deltas::default();
        for TakenHit { hit, .. } in taken.iter().filter(|taken| taken.hit.number.is_none()) {
            count(&mut deltas, hit)?;
        }
        deltas.write(self.conn).await
    }

    /// Erases programs and networks of at most `limit` hits that are judged and came before an instant; tells how many. Which link
    /// and when stays, and what was made of it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn erase_details(&mut self, before: DateTime<Utc>, limit: i64) -> Result<u64> {
        let erased = sqlx::query!(
            "update marketing_hits set user_agent = null, network = null where (campaign_id, id) in
                 (select campaign_id, id from marketing_hits
                  where judged and (user_agent is not null or network is not null) and at < $1
                  order by at limit $2 for update skip locked)",
            before,
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(erased.rows_affected())
    }
}

fn count(deltas: &mut Deltas, hit: &Hit) -> Result<()> {
    let (campaign, hour) = (hit.campaign.0, hour(hit.at)?);
    let counter = if hit.link.is_some() { Counter::UntrackedClicks } else { Counter::UntrackedOpens };
    deltas.add(campaign, hour, counter.as_str(), None, 1);
    if let Some(link) = hit.link {
        deltas.add(campaign, hour, LinkCounter::Untracked.as_str(), Some(link.cast_signed()), 1);
    }
    Ok(())
}
