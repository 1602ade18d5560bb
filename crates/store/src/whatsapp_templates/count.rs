//! How many templates stand where.

use domain::{provider::AccountId, whatsapp::TemplateCount};

use super::WhatsappTemplates;
use crate::{Result, campaigns::word};

impl WhatsappTemplates<'_> {
    /// The templates of an account by where they stand, the most frequent first; deleted ones do not count.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn count(&mut self, account: &AccountId) -> Result<Vec<TemplateCount>> {
        let rows = sqlx::query!(
            r#"select status, count(*) as "templates!" from marketing_whatsapp_templates
               where account = $1 and status <> 'deleted' group by status order by 2 desc, 1"#,
            account.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let standing = rows.into_iter().map(|row| {
            Ok(TemplateCount { status: word(&row.status, "template status")?, templates: row.templates })
        });
        standing.collect()
    }
}
