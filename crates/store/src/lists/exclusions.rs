//! The list of those who were left out of a campaign.

use domain::{
    CampaignId,
    audience::{Exclusion, ExclusionQuery},
    list::Page,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    keyset::{Key, Keyset, Order, Place},
    push_of, push_words,
};
use crate::{Result, exclusions::ExclusionRow};

/// The refusal that stands: a person is left out for any of the addresses that are theirs.
const PROOF: &str = "(select jsonb_build_object('source', e.source, 'at', e.occurred_at, 'said', \
         coalesce(v.evidence ->> 'message', v.evidence ->> 'preference', v.evidence ->> 'reason')) \
     from prospecting_campaigns c \
     join marketing_consents k on k.channel = c.marketing_channel and k.purpose = 'marketing' \
         and k.decision in ('refused', 'withdrawn', 'objected') \
         and k.address = any(array(select marketing_exclusions.address union all \
             select case c.marketing_channel when 'email' then o.email else o.phone end \
             from marketing_contacts o where o.person_id = marketing_exclusions.person_id)) \
     join marketing_consent_entries e on e.id = k.entry_id \
     left join marketing_consent_evidence v on v.entry_id = e.id \
     where c.marketing_id = marketing_exclusions.campaign_id and marketing_exclusions.reason = 'no_consent' \
     order by k.address = marketing_exclusions.address desc, e.occurred_at desc limit 1)";

impl Place for ExclusionRow {
    fn id(&self) -> Uuid {
        self.campaign_id
    }

    fn key(&self, _: Key) -> String {
        self.place.clone()
    }
}

pub(crate) async fn page(
    conn: &mut PgConnection,
    campaigns: &[CampaignId],
    query: &ExclusionQuery,
) -> Result<Page<Exclusion>> {
    let order = Order { name: "left-out", key: Key::LeftOut, descending: false };
    let keyset = Keyset::new(order, query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(
        "select campaign_id, source, source_id, role, place, person_id, name, address, reason, \
         (select c.marketing_channel from prospecting_campaigns c \
          where c.marketing_id = marketing_exclusions.campaign_id) as channel, ",
    );
    sql.push(PROOF).push(" as proof from marketing_exclusions");
    push_of(&mut sql, campaigns);
    if let Some(reason) = query.reason {
        sql.push(" and reason = ").push_bind(reason.as_str());
    }
    push_words(&mut sql, r"marketing_fold(concat_ws(E'\n', name, address))", &query.q);
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<ExclusionRow>().fetch_all(conn).await?)
}
