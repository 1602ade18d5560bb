//! Buttons of templates, as whoever presses one is heard.

use domain::provider::AccountId;

use super::WhatsappTemplates;
use crate::Result;

impl WhatsappTemplates<'_> {
    /// Whether a button that opts out bears these words, in any template that an account ever had: what was pressed comes as a text where
    /// no webhook brought it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn opts_out_by(&mut self, account: &AccountId, words: &str) -> Result<bool> {
        let opts_out = sqlx::query_scalar!(
            r#"select exists (
                   select from marketing_whatsapp_templates
                   where account = $1
                     and content @> jsonb_build_object('buttons', jsonb_build_array(
                             jsonb_build_object('text', $2::text, 'opts_out', true)))) as "opts_out!""#,
            account.0,
            words
        );
        Ok(opts_out.fetch_one(&mut *self.conn).await?)
    }
}
