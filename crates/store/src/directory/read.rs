//! Reading rows of the sources.

use domain::sources::{ContactRole, Source};
use serde_json::{Map, Value};
use sqlx::types::Json;

use super::{Directory, SourceAddress, SourceRow};
use crate::{Result, StoreError};

impl Directory<'_> {
    /// Rows of a source by their ids; those that are gone are left out.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn rows(&mut self, source: Source, ids: &[String]) -> Result<Vec<SourceRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        match source {
            Source::Clients => self.clients(ids).await,
            Source::Companies => self.companies(ids).await,
            Source::Import => self.import_rows(ids).await,
        }
    }

    async fn clients(&mut self, ids: &[String]) -> Result<Vec<SourceRow>> {
        let rows = sqlx::query!(
            r#"select id as "id!", nom, email, telephone, statut, type as client_type, ville, pays,
                      administrateur_nom, administrateur_email, administrateur_tel,
                      contact_interne_nom, contact_interne_email, contact_interne_tel,
                      fields as "fields!: Json<Map<String, Value>>"
               from marketing_client_rows($1)"#,
            ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let rows = rows.into_iter().map(|row| SourceRow {
            id: row.id,
            company: row.nom,
            statut: row.statut,
            client_type: row.client_type,
            ville: row.ville,
            pays: row.pays,
            fields: row.fields.0,
            addresses: vec![
                address(ContactRole::Main, None, row.email, row.telephone),
                address(
                    ContactRole::Administrateur,
                    row.administrateur_nom,
                    row.administrateur_email,
                    row.administrateur_tel,
                ),
                address(
                    ContactRole::ContactInterne,
                    row.contact_interne_nom,
                    row.contact_interne_email,
                    row.contact_interne_tel,
                ),
            ],
            ..SourceRow::default()
        });
        Ok(rows.collect())
    }

    async fn companies(&mut self, ids: &[String]) -> Result<Vec<SourceRow>> {
        let rows = sqlx::query!(
            r#"select id as "id!", name, email, phone, industry, size_label, ville, pays,
                      fields as "fields!: Json<Map<String, Value>>"
               from marketing_company_rows($1)"#,
            ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let rows = rows.into_iter().map(|row| SourceRow {
            id: row.id,
            company: row.name,
            industry: row.industry,
            size_label: row.size_label,
            ville: row.ville,
            pays: row.pays,
            fields: row.fields.0,
            addresses: vec![address(ContactRole::Main, None, row.email, row.phone)],
            ..SourceRow::default()
        });
        Ok(rows.collect())
    }

    async fn import_rows(&mut self, ids: &[String]) -> Result<Vec<SourceRow>> {
        let ids = ids.iter().map(|id| id.parse()).collect::<std::result::Result<Vec<_>, _>>();
        let ids = ids.map_err(|_| StoreError::Corrupt("the id of an import row is not a UUID".into()))?;
        let rows = sqlx::query!(
            r#"select id::text as "id!", nom, entreprise, email, telephone, secteur, taille, ville, pays,
                      fields as "fields!: Json<Map<String, Value>>"
               from marketing_import_rows where id = any($1)"#,
            &ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let rows = rows.into_iter().map(|row| SourceRow {
            id: row.id,
            company: row.entreprise,
            industry: row.secteur,
            size_label: row.taille,
            ville: row.ville,
            pays: row.pays,
            fields: row.fields.0,
            addresses: vec![address(ContactRole::Main, row.nom, row.email, row.telephone)],
            ..SourceRow::default()
        });
        Ok(rows.collect())
    }
}

fn address(
    role: ContactRole,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
) -> SourceAddress {
    SourceAddress { role, name, email, phone }
}
