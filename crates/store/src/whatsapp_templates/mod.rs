//! The noun template of WhatsApp: `marketing_whatsapp_templates`, each beside its row of `prospecting_templates`.

mod buttons;
mod change;
mod count;
mod hear;
mod history;
mod make;
mod poll;
mod row;
mod submit;

use domain::{
    TemplateId,
    list::Page,
    provider::AccountId,
    whatsapp::{
        TemplateContent, TemplateStatus, WhatsappTemplate, WhatsappTemplateQuery, WhatsappTemplateSummary,
    },
};
use sqlx::{PgConnection, types::Json};

pub use hear::Heard;
pub use make::NewWhatsappTemplate;
pub(crate) use row::SummaryRow;
use row::TemplateRow;
pub use submit::Taken;

use crate::{Result, StoreError, lists};

/// The templates of WhatsApp, within a transaction.
#[derive(Debug)]
pub struct WhatsappTemplates<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl WhatsappTemplates<'_> {
    /// One template; none where it is unknown, or is none of WhatsApp that was written here or found at a provider.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&mut self, id: TemplateId) -> Result<Option<WhatsappTemplate>> {
        let row = sqlx::query_as!(
            TemplateRow,
            r#"select w.template_id as id, w.account, w.content as "content: Json<TemplateContent>", w.status, w.told,
                      w.quality, w.next_category, w.next_category_at, w.rejection as "rejection: Json<_>", w.provider_id,
                      (select count(*) from prospecting_campaigns c where c.marketing_template_id = w.template_id) as "used!",
                      p.marketing_archived_at is not null as "archived!", p.marketing_version as version,
                      w.submitted_at, w.synced_at, p.marketing_created_at as created_at,
                      p.marketing_updated_at as updated_at
               from marketing_whatsapp_templates w join prospecting_templates p on p.marketing_id = w.template_id
               where w.template_id = $1"#,
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(WhatsappTemplate::try_from).transpose()
    }

    /// One template that may be sent now: approved, and not put away. None for any other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn approved(&mut self, id: TemplateId) -> Result<Option<WhatsappTemplate>> {
        let found = self.find(id).await?;
        Ok(found.filter(|template| template.status.is_sendable() && !template.archived))
    }

    /// One page of the list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn list(&mut self, query: &WhatsappTemplateQuery) -> Result<Page<WhatsappTemplateSummary>> {
        lists::whatsapp_templates::page(self.conn, query).await
    }

    /// The name of another template of the account that says the same, text and footer: the provider refuses it as a duplicate.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn twin(
        &mut self,
        account: &AccountId,
        content: &TemplateContent,
        except: Option<TemplateId>,
    ) -> Result<Option<String>> {
        let twin = sqlx::query_scalar!(
            "select name from marketing_whatsapp_templates
             where account = $1 and content ->> 'body' = $2 and coalesce(content ->> 'footer', '') = coalesce($3, '')
               and language = $4 and status not in ('draft', 'rejected', 'deleted') and template_id is distinct from $5
             order by name limit 1",
            account.0,
            content.body,
            content.footer,
            content.language,
            except.map(|id| id.0)
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(twin)
    }

    /// How many templates of an account stand where; those that are deleted are not counted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&mut self, account: &AccountId) -> Result<Vec<(TemplateStatus, i64)>> {
        let rows = sqlx::query!(
            r#"select status, count(*) as "count!" from marketing_whatsapp_templates
               where account = $1 and status <> 'deleted' group by status"#,
            account.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(|row| Ok((row::word(&row.status, "template status")?, row.count))).collect()
    }

    async fn must_find(&mut self, id: TemplateId) -> Result<WhatsappTemplate> {
        self.find(id)
            .await?
            .ok_or_else(|| StoreError::Corrupt(format!("template {id} was written but cannot be read")))
    }

    /// Holds the rows, so that what is judged is what is changed.
    async fn lock(&mut self, id: TemplateId) -> Result<Option<WhatsappTemplate>> {
        sqlx::query_scalar!(
            "select w.template_id from marketing_whatsapp_templates w
             join prospecting_templates p on p.marketing_id = w.template_id
             where w.template_id = $1 for update",
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        self.find(id).await
    }
}
