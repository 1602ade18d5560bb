//! The list of templates of WhatsApp.

use domain::{
    list::Page,
    whatsapp::{WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    keyset::{Key, Keyset, Place, instant},
    push_words, templates,
};
use crate::{Result, whatsapp_templates::SummaryRow};

const SELECT: &str = "select marketing_id as id, marketing_sort_name as sort_name, w.account, w.name, w.language, w.category, \
    marketing_excerpt as excerpt, w.status, w.quality, w.rejection, w.next_category, \
    (select count(*) from prospecting_campaigns c where c.marketing_template_id = w.template_id) as used, \
    marketing_archived_at is not null as archived, marketing_updated_at as updated_at \
    from marketing_whatsapp_templates w join prospecting_templates p on p.marketing_id = w.template_id where ";

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

pub(crate) async fn page(
    conn: &mut PgConnection,
    query: &WhatsappTemplateQuery,
) -> Result<Page<WhatsappTemplateSummary>> {
    let keyset = Keyset::new(templates::order(query.sort), query.cursor.as_ref(), query.limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(SELECT);
    match query.status {
        Some(status) => sql.push("w.status = ").push_bind(status.as_str()),
        None => sql.push("w.status <> 'deleted'"),
    };
    sql.push(if query.archived {
        " and marketing_archived_at is not null"
    } else {
        " and marketing_archived_at is null"
    });
    if let Some(account) = &query.account {
        sql.push(" and w.account = ").push_bind(account.0.as_str());
    }
    push_words(&mut sql, "marketing_search", &query.q);
    keyset.push(&mut sql)?;
    let rows = sql.build_query_as::<SummaryRow>().fetch_all(conn).await?;
    keyset.page(rows)
}
