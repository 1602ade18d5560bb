//! The list of those who were left out of a campaign.

use domain::{
    CampaignId,
    audience::{Exclusion, ExclusionReason},
    list::{Cursor, Page},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::keyset::{Key, Keyset, Order, Place};
use crate::{Result, exclusions::ExclusionRow};

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
    campaign: CampaignId,
    reason: Option<ExclusionReason>,
    cursor: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Exclusion>> {
    let order = Order { name: "left-out", key: Key::LeftOut, descending: false };
    let keyset = Keyset::new(order, cursor, limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(
        "select campaign_id, source, source_id, role, place, person_id, name, address, reason \
         from marketing_exclusions where campaign_id = ",
    );
    sql.push_bind(campaign.0);
    if let Some(reason) = reason {
        sql.push(" and reason = ").push_bind(reason.as_str());
    }
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<ExclusionRow>().fetch_all(conn).await?)
}
