//! The list of templates.

use domain::{
    list::Page,
    template::{TemplateQuery, TemplateSort, TemplateSummary},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    Filter,
    keyset::{Key, Keyset, Order, Place, instant},
};
use crate::{Result, templates::SummaryRow};

const SELECT: &str = "select marketing_id as id, marketing_name as name, marketing_sort_name as sort_name, \
    marketing_channel as channel, marketing_subject as subject, marketing_excerpt as excerpt, \
    marketing_archived_at is not null as archived, marketing_owner_id as owner_id, \
    marketing_owner_name as owner_name, marketing_origin as origin, marketing_updated_at as updated_at \
    from prospecting_templates";

impl Place for SummaryRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, key: Key) -> String {
        match key {
            Key::Name => self.sort_name.clone(),
            _ => instant(self.updated_at),
        }
    }
}

pub(super) fn order(sort: TemplateSort) -> Order {
    use TemplateSort as S;
    let (key, descending) = match sort {
        S::UpdatedDesc => (Key::Updated, true),
        S::Updated => (Key::Updated, false),
        S::Name => (Key::Name, false),
        S::NameDesc => (Key::Name, true),
    };
    Order { name: sort.as_str(), key, descending }
}

pub(crate) async fn page(conn: &mut PgConnection, query: &TemplateQuery) -> Result<Page<TemplateSummary>> {
    let keyset = Keyset::new(order(query.sort), query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    Filter { q: &query.q, channel: query.channel, archived: Some(query.archived) }.push(&mut sql);
    keyset.push(&mut sql)?;
    let rows = sql.build_query_as::<SummaryRow>().fetch_all(conn).await?;
    keyset.page(rows)
}
