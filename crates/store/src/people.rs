//! The noun person: whom the contacts come to.

use domain::PersonId;
use serde_json::Value;
use sqlx::PgConnection;

use crate::Result;

/// The people, within a transaction.
#[derive(Debug)]
pub struct People<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl People<'_> {
    /// What a template may name of a person: `{"contact": …, "entreprise": …, "client": …, "source": …}`, by the first of the
    /// person's contacts; none where nobody has this id.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn variables(&mut self, person: PersonId) -> Result<Option<Value>> {
        let variables = sqlx::query_scalar!(
            r#"select variables as "variables!" from marketing_contacts
               where person_id = $1 order by place limit 1"#,
            person.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(variables)
    }
}
