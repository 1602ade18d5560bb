//! The condition that a campaign by WhatsApp did not reach somebody.

use domain::{
    audience::{Condition, Missed},
    delivery::DeliveryState,
};
use sqlx::{Postgres, QueryBuilder};

/// Adds the condition, in brackets of its own: the person is among those whom one of the campaigns missed. What does not name a
/// campaign is met by nobody.
pub(super) fn push(sql: &mut QueryBuilder<Postgres>, condition: &Condition) {
    sql.push("(false");
    for missed in condition.any_of.iter().filter_map(|value| value.parse::<Missed>().ok()) {
        push_one(sql, missed);
    }
    sql.push(")");
}

fn push_one(sql: &mut QueryBuilder<Postgres>, Missed { campaign, reason }: Missed) {
    sql.push(
        " or coalesce(c.person_id in (select d.person_id from marketing_deliveries d
             join marketing_delivery_state t on t.campaign_id = d.campaign_id and t.number = d.number
             where d.campaign_id = ",
    )
    .push_bind(campaign.0)
    .push(" and (t.rank = ")
    .push_bind(DeliveryState::Refused.rank());
    if let Some(codes) = reason.codes() {
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        sql.push(" and substring(t.code from '^[0-9]+') = any(").push_bind(codes).push(")");
    }
    if let Some(dropped) = reason.dropped() {
        sql.push(" or t.rank = ")
            .push_bind(DeliveryState::Dropped.rank())
            .push(" and t.code = ")
            .push_bind(dropped.as_str());
    }
    sql.push(")), false)");
}
