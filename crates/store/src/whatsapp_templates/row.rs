//! A template of WhatsApp as its tables hold it.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    provider::AccountId,
    whatsapp::{Rejection, TemplateContent, WhatsappTemplate, WhatsappTemplateSummary},
};
use sqlx::types::{Json, Uuid};

pub(super) use crate::campaigns::word;
use crate::{Result, StoreError};

/// One row, whole.
#[derive(Debug)]
pub(super) struct TemplateRow {
    pub(super) id: Uuid,
    pub(super) account: String,
    pub(super) content: Json<TemplateContent>,
    pub(super) status: String,
    pub(super) told: Option<String>,
    pub(super) quality: String,
    pub(super) next_category: Option<String>,
    pub(super) next_category_at: Option<DateTime<Utc>>,
    pub(super) rejection: Option<Json<Rejection>>,
    pub(super) provider_id: Option<String>,
    pub(super) used: i64,
    pub(super) archived: bool,
    pub(super) version: i64,
    pub(super) submitted_at: Option<DateTime<Utc>>,
    pub(super) synced_at: Option<DateTime<Utc>>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

impl TryFrom<TemplateRow> for WhatsappTemplate {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self> {
        Ok(Self {
            id: TemplateId(row.id),
            account: AccountId(row.account),
            content: row.content.0,
            status: word(&row.status, "template status")?,
            told: row.told,
            quality: word(&row.quality, "template quality")?,
            next_category: optional(row.next_category.as_deref())?,
            next_category_at: row.next_category_at,
            rejection: row.rejection.map(|rejection| rejection.0),
            provider_id: row.provider_id,
            used: row.used,
            archived: row.archived,
            version: row.version,
            submitted_at: row.submitted_at,
            synced_at: row.synced_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub(super) fn optional<W: std::str::FromStr>(text: Option<&str>) -> Result<Option<W>> {
    text.map(|text| word(text, "template category")).transpose()
}

/// One row of the list.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SummaryRow {
    pub(crate) id: Uuid,
    pub(crate) sort_name: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) category: String,
    pub(crate) excerpt: String,
    pub(crate) status: String,
    pub(crate) quality: String,
    pub(crate) rejection: Option<Json<Rejection>>,
    pub(crate) next_category: Option<String>,
    pub(crate) used: i64,
    pub(crate) archived: bool,
    pub(crate) updated_at: DateTime<Utc>,
}

impl TryFrom<SummaryRow> for WhatsappTemplateSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self> {
        Ok(Self {
            id: TemplateId(row.id),
            account: AccountId(row.account),
            name: row.name,
            language: row.language,
            category: word(&row.category, "template category")?,
            excerpt: row.excerpt,
            status: word(&row.status, "template status")?,
            quality: word(&row.quality, "template quality")?,
            rejection: row.rejection.map(|rejection| rejection.0),
            next_category: optional(row.next_category.as_deref())?,
            used: row.used,
            archived: row.archived,
            updated_at: row.updated_at,
        })
    }
}
