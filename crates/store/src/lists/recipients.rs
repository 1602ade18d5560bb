//! The list of a campaign's recipients.

use domain::{
    CampaignId,
    delivery::{DeliveryState, Mark},
    list::Page,
    report::{Recipient, RecipientQuery},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    keyset::{Key, Keyset, Order, Place},
    push_of, push_words,
};
use crate::{Result, recipients::RecipientRow};

const SELECT: &str = "select campaign_id, number, channel, person_id, name, company, address, rank, marks, code, changed_at \
    from marketing_deliveries join marketing_delivery_state using (campaign_id, number)";

impl Place for RecipientRow {
    fn id(&self) -> Uuid {
        self.campaign_id
    }

    fn key(&self, _: Key) -> String {
        self.number.to_string()
    }
}

pub(crate) async fn page(
    conn: &mut PgConnection,
    campaigns: &[CampaignId],
    query: &RecipientQuery,
) -> Result<Page<Recipient>> {
    let order = Order { name: "recipients", key: Key::Number, descending: false };
    let keyset = Keyset::new(order, query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    push_of(&mut sql, campaigns);
    if let Some(states) = query.group.states() {
        let ranks: Vec<i16> = states.iter().map(|state| state.rank()).collect();
        sql.push(" and rank = any(").push_bind(ranks).push(")");
    }
    if let Some(mark) = query.group.mark() {
        sql.push(" and marks & ").push_bind(mark.bit()).push(" <> 0");
    }
    if let Some(end) = query.end {
        sql.push(" and rank = ").push_bind(end.state().rank());
        sql.push(" and (marks & ").push_bind(Mark::Accepted.bit()).push(" = 0 or rank = ");
        sql.push_bind(DeliveryState::Refused.rank()).push(" and marks & ").push_bind(Mark::Delivered.bit());
        sql.push(" = 0 and marketing_has_given_up(campaign_id, number))");
    }
    if let Some(code) = &query.code {
        sql.push(" and coalesce(code, '') = ").push_bind(code);
    }
    push_words(&mut sql, r"marketing_fold(concat_ws(E'\n', name, company, address))", &query.q);
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<RecipientRow>().fetch_all(conn).await?)
}
