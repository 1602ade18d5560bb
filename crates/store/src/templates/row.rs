//! A template as its table holds it.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    template::{Template, TemplateSummary},
};
use sqlx::types::Uuid;

use crate::{
    Result, StoreError,
    campaigns::{owner, word},
};

/// One row, whole.
#[derive(Debug)]
pub(crate) struct TemplateRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) channel: String,
    pub(crate) subject: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) archived: bool,
    pub(crate) owner_id: Option<String>,
    pub(crate) owner_name: Option<String>,
    pub(crate) origin: String,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

impl TryFrom<TemplateRow> for Template {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self> {
        Ok(Self {
            id: TemplateId(row.id),
            name: row.name,
            channel: word(&row.channel, "channel")?,
            subject: row.subject,
            html: row.html,
            text: row.text,
            archived: row.archived,
            owner: owner(row.owner_id, row.owner_name),
            origin: word(&row.origin, "origin")?,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// One row of the list.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SummaryRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) sort_name: String,
    pub(crate) channel: String,
    pub(crate) subject: Option<String>,
    pub(crate) excerpt: String,
    pub(crate) archived: bool,
    pub(crate) owner_id: Option<String>,
    pub(crate) owner_name: Option<String>,
    pub(crate) origin: String,
    pub(crate) updated_at: DateTime<Utc>,
}

impl TryFrom<SummaryRow> for TemplateSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self> {
        Ok(Self {
            id: TemplateId(row.id),
            name: row.name,
            channel: word(&row.channel, "channel")?,
            subject: row.subject,
            excerpt: row.excerpt,
            archived: row.archived,
            owner: owner(row.owner_id, row.owner_name),
            origin: word(&row.origin, "origin")?,
            updated_at: row.updated_at,
        })
    }
}
