//! The list of campaigns and the counts of its tabs.

use domain::{
    Channel,
    campaign::{CampaignCounts, CampaignQuery, CampaignSort, CampaignState, CampaignSummary},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    Filter,
    keyset::{Key, Keyset, Order, Place, instant},
};
use crate::{
    Result, StoreError,
    campaigns::{SummaryRow, word},
};
use domain::list::Page;

/// A part is no row of its own.
const WHOLE: &str = " and marketing_part_of is null";

const SELECT: &str = "select marketing_id as id, marketing_name as name, marketing_sort_name as sort_name, \
    marketing_channel as channel, marketing_state as state, marketing_state_reason as state_reason, \
    marketing_archived_at is not null as archived, marketing_subject as subject, \
    marketing_template_id as template_id, marketing_tags as tags, marketing_owner_id as owner_id, \
    marketing_owner_name as owner_name, marketing_origin as origin, marketing_due_at as due_at, figures, \
    marketing_version as version, marketing_created_at as created_at, marketing_updated_at as updated_at, \
    (select p.marketing_id from prospecting_campaigns p \
     where p.marketing_part_of = prospecting_campaigns.marketing_id) as email_part, \
    (select t.figures from marketing_totals t join prospecting_campaigns p on p.marketing_id = t.campaign_id \
     where p.marketing_part_of = prospecting_campaigns.marketing_id) as part_figures \
    from prospecting_campaigns left join marketing_totals on campaign_id = marketing_id";

impl Place for SummaryRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, key: Key) -> String {
        match key {
            Key::Name => self.sort_name.clone(),
            Key::Created => instant(self.created_at),
            _ => instant(self.updated_at),
        }
    }
}

fn order(sort: CampaignSort) -> Order {
    use CampaignSort as S;
    let (key, descending) = match sort {
        S::UpdatedDesc => (Key::Updated, true),
        S::Updated => (Key::Updated, false),
        S::CreatedDesc => (Key::Created, true),
        S::Created => (Key::Created, false),
        S::Name => (Key::Name, false),
        S::NameDesc => (Key::Name, true),
    };
    Order { name: sort.as_str(), key, descending }
}

pub(crate) async fn page(conn: &mut PgConnection, query: &CampaignQuery) -> Result<Page<CampaignSummary>> {
    let keyset = Keyset::new(order(query.sort), query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    Filter { q: &query.q, channel: query.channel, archived: Some(query.tab.archived()) }.push(&mut sql);
    sql.push(WHOLE);
    if query.tab.states() != CampaignState::ALL {
        let states: Vec<&str> = query.tab.states().iter().map(|state| state.as_str()).collect();
        sql.push(" and marketing_state = any(").push_bind(states).push(")");
    }
    keyset.push(&mut sql)?;
    let rows = sql.build_query_as::<SummaryRow>().fetch_all(conn).await?;
    keyset.page(rows)
}

/// Those under way, and the last ones that ended: at most 8, as far as they were launched here.
pub(crate) async fn latest(
    conn: &mut PgConnection,
    channel: Option<Channel>,
) -> Result<Vec<CampaignSummary>> {
    let under_way = words(CampaignState::is_under_way);
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    Filter { q: "", channel, archived: Some(false) }.push(&mut sql);
    sql.push(WHOLE).push(" and (figures is not null or marketing_due_at is not null) and marketing_state = any(")
        .push_bind(words(|state| state.is_under_way() || state.has_figures()))
        .push(") order by marketing_state = any(")
        .push_bind(under_way)
        .push(") desc, coalesce(marketing_finished_at, marketing_due_at, marketing_updated_at) desc, marketing_id limit 8");
    let rows = sql.build_query_as::<SummaryRow>().fetch_all(conn).await?;
    rows.into_iter().map(CampaignSummary::try_from).collect()
}

/// The states of which something is true, as the table spells them.
fn words(is: impl Fn(CampaignState) -> bool) -> Vec<&'static str> {
    CampaignState::ALL.iter().copied().filter(|state| is(*state)).map(CampaignState::as_str).collect()
}

pub(crate) async fn counts(conn: &mut PgConnection, query: &CampaignQuery) -> Result<CampaignCounts> {
    let mut sql = QueryBuilder::<Postgres>::new(
        "select marketing_state, marketing_archived_at is not null, count(*) from prospecting_campaigns",
    );
    Filter { q: &query.q, channel: query.channel, archived: None }.push(&mut sql);
    sql.push(WHOLE).push(" group by 1, 2");
    let rows = sql.build_query_as::<(String, bool, i64)>().fetch_all(conn).await?;
    let counted = rows.into_iter().map(|(state, archived, campaigns)| {
        let campaigns =
            u64::try_from(campaigns).map_err(|_| StoreError::Corrupt("a negative count".into()))?;
        Ok((word(&state, "campaign state")?, archived, campaigns))
    });
    Ok(CampaignCounts::gather(&counted.collect::<Result<Vec<_>>>()?))
}
