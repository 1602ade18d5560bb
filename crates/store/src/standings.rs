//! Where deliveries stand, and the figures that follow: the one place that raises them. The rules are the domain's
//! ([`Standing::after`], [`difference`]); this reads, locks and writes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::{
    delivery::{Contribution, DeliveryState, Mark, Marks, Standing},
    report::{difference, reasons},
};
use sqlx::{PgConnection, types::Uuid};

use crate::{Result, StoreError, deltas::Deltas, runs::Runs};

/// A delivery: its campaign and its number.
pub(crate) type Key = (Uuid, i32);

/// What something says of a delivery, and when it happened.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) key: Key,
    pub(crate) contribution: Contribution,
    pub(crate) at: DateTime<Utc>,
}

/// Raises deliveries by all that is said of them, in the order in which it happened, and counts the differences by the hour of
/// whatever made them. A delivery that there is none of is passed over. The rows stay locked, in the order of their keys.
pub(crate) async fn raise(conn: &mut PgConnection, mut said: Vec<Said>, now: DateTime<Utc>) -> Result<()> {
    if said.is_empty() {
        return Ok(());
    }
    said.sort_by_key(|said| (said.key, said.at));
    let keys: Vec<Key> = said.iter().map(|said| said.key).collect();
    let mut known = lock(conn, keys).await?;
    let (mut deltas, mut raised) = (Deltas::default(), BTreeMap::new());
    for said in said {
        let Some(before) = known.get_mut(&said.key) else { continue };
        let after = before.clone().after(&said.contribution);
        if after == *before {
            continue;
        }
        count(&mut deltas, (said.key.0, hour(said.at)?), before, &after, 1);
        *before = after.clone();
        raised.insert(said.key, after);
    }
    write(conn, &raised, now).await?;
    deltas.write(conn).await
}

/// Raises those deliveries of a campaign that are being sent, and of which nothing more is known, by what is said of all of them;
/// tells which are left, for [`raise`] to find out what follows. One statement, which reads nothing before it writes.
pub(crate) async fn raise_submitting(
    conn: &mut PgConnection,
    campaign: Uuid,
    numbers: Vec<i32>,
    said: &Contribution,
    now: DateTime<Utc>,
) -> Result<Vec<i32>> {
    let submitting = |marks| Standing { state: DeliveryState::Submitting, code: None, marks };
    let to = submitting(Marks::default()).after(said);
    let runs = Runs::of(&numbers);
    let raised = sqlx::query!(
        "update marketing_delivery_state s
         set rank = $4, marks = s.marks | $5::integer, code = $6, changed_at = $7, next_at = null
         from unnest($2::integer[], $3::integer[]) as r (first, last)
         where s.campaign_id = $1 and s.number between r.first and r.last and s.rank = $8
           and s.marks & ($5::integer | $9::integer) = 0
         returning s.number, s.marks & ~$5::integer as \"before!\"",
        campaign,
        &runs.first,
        &runs.last,
        to.state.rank(),
        to.marks.0,
        to.code.as_deref(),
        now,
        DeliveryState::Submitting.rank(),
        // From its delivery on, one mark follows from another.
        Mark::Delivered.bit()
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut by_marks = BTreeMap::<i32, i64>::new();
    raised.iter().for_each(|row| *by_marks.entry(row.before).or_default() += 1);
    let (mut deltas, hour) = (Deltas::default(), hour(now)?);
    for (marks, times) in by_marks {
        let before = submitting(Marks(marks));
        count(&mut deltas, (campaign, hour), &before, &before.clone().after(said), times);
    }
    deltas.write(conn).await?;
    let raised: BTreeSet<_> = raised.into_iter().map(|row| row.number).collect();
    Ok(numbers.into_iter().filter(|number| !raised.contains(number)).collect())
}

/// Changes deliveries as a decision has it; those of which it says nothing stay as they are. Tells the numbers that changed. The
/// rows stay locked, in the order of their keys.
pub(crate) async fn decide(
    conn: &mut PgConnection,
    keys: Vec<Key>,
    decision: impl Fn(&Standing) -> Option<Standing>,
    now: DateTime<Utc>,
) -> Result<Vec<i32>> {
    let known = lock(conn, keys).await?;
    let (mut deltas, mut changed) = (Deltas::default(), BTreeMap::new());
    for (key, before) in known {
        let Some(after) = decision(&before) else { continue };
        count(&mut deltas, (key.0, hour(now)?), &before, &after, 1);
        changed.insert(key, after);
    }
    write(conn, &changed, now).await?;
    deltas.write(conn).await?;
    Ok(changed.into_keys().map(|(_, number)| number).collect())
}

/// Counts so many deliveries of a campaign that came to stand otherwise within an hour.
pub(crate) fn count(
    deltas: &mut Deltas,
    (campaign, hour): (Uuid, DateTime<Utc>),
    before: &Standing,
    after: &Standing,
    times: i64,
) {
    difference(Some(before), after)
        .for_each(|(counter, each)| deltas.add(campaign, hour, counter.as_str(), None, each * times));
    reasons(before, after).for_each(|(reason, each)| deltas.lose(campaign, hour, &reason, each * times));
}

/// The hour (UTC) that an instant counts in.
pub(crate) fn hour(at: DateTime<Utc>) -> Result<DateTime<Utc>> {
    at.duration_trunc(TimeDelta::hours(1)).map_err(|_| StoreError::Corrupt(format!("the instant {at}")))
}

/// Locks deliveries, in the order of their keys, and tells where they stand.
pub(crate) async fn lock(conn: &mut PgConnection, mut keys: Vec<Key>) -> Result<BTreeMap<Key, Standing>> {
    keys.sort_unstable();
    keys.dedup();
    let (campaigns, numbers): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
    let rows = sqlx::query!(
        "select s.campaign_id, s.number, s.rank, s.marks, s.code
         from unnest($1::uuid[], $2::integer[]) as k (campaign_id, number)
         join marketing_delivery_state s on s.campaign_id = k.campaign_id and s.number = k.number
         order by s.campaign_id, s.number for update of s",
        &campaigns,
        &numbers
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let standing = Standing { state: state(row.rank)?, code: row.code, marks: Marks(row.marks) };
            Ok(((row.campaign_id, row.number), standing))
        })
        .collect()
}

/// The state of a rank that a row holds.
pub(crate) fn state(rank: i16) -> Result<DeliveryState> {
    DeliveryState::of_rank(rank).ok_or_else(|| StoreError::Corrupt(format!("no delivery has rank {rank}")))
}

/// One statement. What has left our queue waits for nothing any more.
async fn write(conn: &mut PgConnection, raised: &BTreeMap<Key, Standing>, now: DateTime<Utc>) -> Result<()> {
    let (campaigns, numbers): (Vec<_>, Vec<_>) = raised.keys().copied().unzip();
    let ranks: Vec<_> = raised.values().map(|standing| standing.state.rank()).collect();
    let marks: Vec<_> = raised.values().map(|standing| standing.marks.0).collect();
    let codes: Vec<_> = raised.values().map(|standing| standing.code.as_deref()).collect();
    sqlx::query!(
        "update marketing_delivery_state s
         set rank = r.rank, marks = r.marks, code = r.code, changed_at = $6,
             next_at = case when r.rank <= $7 then s.next_at end
         from unnest($1::uuid[], $2::integer[], $3::smallint[], $4::integer[], $5::text[])
              as r (campaign_id, number, rank, marks, code)
         where s.campaign_id = r.campaign_id and s.number = r.number",
        &campaigns,
        &numbers,
        &ranks,
        &marks,
        codes as _,
        now,
        DeliveryState::Submitting.rank()
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_counts_in_the_hour_that_it_is_in() {
        let at = DateTime::from_timestamp(1_767_229_199, 999_000_000).unwrap();
        assert_eq!(hour(at).unwrap(), DateTime::from_timestamp(1_767_225_600, 0).unwrap());
    }
}
