//! The noun template: `prospecting_templates`.

mod change;
mod row;

use domain::{
    Channel, TemplateId,
    list::Page,
    template::{Template, TemplateEdit, TemplateQuery, TemplateSummary},
};
use sqlx::PgConnection;

pub(crate) use row::SummaryRow;
use row::TemplateRow;

use crate::{Authorship, Result, StoreError, change::line, lists};

/// The templates, within a transaction.
#[derive(Debug)]
pub struct Templates<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A template to be made.
#[derive(Debug, Clone)]
pub struct NewTemplate<'a> {
    /// Its channel, for good.
    pub channel: Channel,
    /// Its content.
    pub content: &'a TemplateEdit,
    /// Who makes it, when, under which id.
    pub by: &'a Authorship,
}

impl Templates<'_> {
    /// One template; none where it is unknown, or is for a channel that this product does not serve.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&mut self, id: TemplateId) -> Result<Option<Template>> {
        let row = sqlx::query_as!(
            TemplateRow,
            r#"select marketing_id as id, marketing_name as name, marketing_channel as "channel!",
                      marketing_subject as subject, marketing_html as html, marketing_text as text,
                      marketing_archived_at is not null as "archived!", marketing_owner_id as owner_id,
                      marketing_owner_name as owner_name, marketing_origin as origin, marketing_version as version,
                      marketing_created_at as created_at, marketing_updated_at as updated_at
               from prospecting_templates
               where marketing_id = $1 and marketing_channel is not null"#,
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Template::try_from).transpose()
    }

    /// One page of the list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn list(&mut self, query: &TemplateQuery) -> Result<Page<TemplateSummary>> {
        lists::templates::page(self.conn, query).await
    }

    /// Makes a template.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn create(&mut self, new: NewTemplate<'_>) -> Result<Template> {
        let NewTemplate { channel, content, by } = new;
        let made = sqlx::query_scalar!(
            r#"insert into prospecting_templates
                   (marketing_id, marketing_name, marketing_channel, marketing_subject, marketing_html, marketing_text,
                    marketing_owner_id, marketing_owner_name, marketing_origin, marketing_created_at,
                    marketing_updated_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, 'marketing', $9, $9)
               returning marketing_id"#,
            by.id,
            content.name.trim(),
            channel.as_str(),
            line(content.subject.as_deref()),
            content.html.as_deref(),
            content.text.as_deref(),
            by.owner.id,
            by.owner.name,
            by.now
        )
        .fetch_optional(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        match made {
            Some(id) => self.must_find(TemplateId(id)).await,
            None => Err(StoreError::swallowed("prospecting_templates")),
        }
    }

    /// Makes a copy of any template; the copy is not archived.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn duplicate(
        &mut self,
        id: TemplateId,
        name: &str,
        by: &Authorship,
    ) -> Result<Option<Template>> {
        let Some(original) = self.find(id).await? else { return Ok(None) };
        let content = TemplateEdit {
            name: name.to_owned(),
            subject: original.subject,
            html: original.html,
            text: original.text,
        };
        self.create(NewTemplate { channel: original.channel, content: &content, by }).await.map(Some)
    }

    async fn must_find(&mut self, id: TemplateId) -> Result<Template> {
        self.find(id)
            .await?
            .ok_or_else(|| StoreError::Corrupt(format!("template {id} was written but cannot be read")))
    }
}
