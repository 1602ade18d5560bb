//! Planning: the classified contacts become deliveries, or exclusions with their reasons.

use domain::{
    CampaignId,
    delivery::{DeliveryState, Mark, Standing},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::{
    classify::{self, Told},
    make_room,
};
use crate::{AudienceOf, Freeze, Reached, Result, locks};

/// Freezes an audience and tells how many messages there are. One statement, so that what is planned and what is left out is seen at
/// one instant. Numbers follow the people's ids, which are as good as shuffled: one mailbox provider's recipients are spread
/// over all batches. Where a few leave first, people are shuffled anew for the campaign: it is not always the same who are tried out. Where there is a frequency cap one audience is frozen after the other: each counts what the ones before it
/// planned.
pub(crate) async fn insert_deliveries(conn: &mut PgConnection, freeze: Freeze<'_>) -> Result<i64> {
    let Freeze { channel, segment, policy, now, part_of, .. } = freeze;
    let reached = part_of.map_or(Reached::Nobody, Reached::PlannedBy);
    if policy.frequency_cap.is_some() {
        locks::wait(conn, locks::FREQUENCY).await?;
    }
    make_room(conn).await?;
    let mut sql = QueryBuilder::<Postgres>::new("with ");
    classify::push(
        &mut sql,
        AudienceOf { channel, segment, policy, now, reached },
        Told::Frozen { shuffled_for: freeze.canary.map(|_| freeze.id) },
    );
    push_left_out(&mut sql, freeze.id);
    push_delivered(&mut sql, freeze);
    push_states(&mut sql, freeze);
    Ok(i64::try_from(sql.build().execute(conn).await?.rows_affected()).unwrap_or(i64::MAX))
}

fn push_left_out(sql: &mut QueryBuilder<Postgres>, id: CampaignId) {
    sql.push(
        ", left_out as (
             insert into marketing_exclusions (campaign_id, source, source_id, role, place, person_id, name, address, reason)
             select ",
    )
    .push_bind(id.0)
    .push(
        ", source, source_id, role, place, person_id, name, coalesce(address, raw), reason from classified where is_left_out
             returning reason),
         waterfall as (
             insert into marketing_waterfalls (campaign_id, reason, contacts) select ",
    )
    .push_bind(id.0)
    .push(", reason, count(*) from left_out group by reason)");
}

fn push_delivered(sql: &mut QueryBuilder<Postgres>, freeze: Freeze<'_>) {
    sql.push(
        ", delivered as (
             insert into marketing_deliveries (campaign_id, number, person_id, channel, address, source, source_id, role, name,
                                               company, variables, ground, consent_entry_id, opens_tracked, clicks_tracked,
                                               planned_at)
             select ",
    )
    .push_bind(freeze.id.0)
    .push(", number, person_id, ")
    .push_bind(freeze.channel.as_str())
    .push(
        ", address, source, source_id, role, name, company, variables, ground, consent_entry_id, opens_tracked, clicks_tracked, ",
    )
    .push_bind(freeze.now)
    .push(" from classified where not is_left_out returning number, opens_tracked, clicks_tracked)");
}

fn push_states(sql: &mut QueryBuilder<Postgres>, freeze: Freeze<'_>) {
    let marks = |opens, clicks| Standing::planned(opens, clicks).marks.0;
    sql.push(
        "insert into marketing_delivery_state (campaign_id, number, rank, marks, batch, changed_at) select ",
    )
    .push_bind(freeze.id.0)
    .push(", number, ")
    .push_bind(DeliveryState::Batched.rank())
    .push(", ")
    .push_bind(marks(false, false))
    .push(" | case when opens_tracked then ")
    .push_bind(Mark::OpensTracked.bit())
    .push(" else 0 end | case when clicks_tracked then ")
    .push_bind(Mark::ClicksTracked.bit())
    .push(" else 0 end, (number - 1) / ")
    .push_bind(freeze.batch)
    .push(" + 1, ")
    .push_bind(freeze.now)
    .push(" from delivered");
}
