//! Handing a template in, changing one, taking one away.

use domain::whatsapp::{TemplateHeader, TemplateStatus};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::{category, components::Written, status};
use crate::{
    Failure, Submission, Submitted, http,
    meta::{Meta, answer::success, webhooks::Done},
};

#[derive(Deserialize)]
struct Made {
    id: String,
    status: String,
    category: Option<String>,
}

impl Meta {
    pub(in crate::meta) async fn hand_in(&self, submission: Submission<'_>) -> Result<Submitted, Failure> {
        let Submission { content, provider_id, tracked_base } = submission;
        let handle = match &content.header {
            Some(TemplateHeader::Media { media, example_url }) => {
                Some(self.handle(*media, example_url).await?)
            }
            _ => None,
        };
        let written = Written { content, tracked_base, handle };
        match provider_id {
            Some(id) => self.change(id, &written).await,
            None => self.create(&written).await,
        }
    }

    async fn create(&self, written: &Written<'_>) -> Result<Submitted, Failure> {
        let content = written.content;
        let body = json!({
            "name": content.name,
            "language": content.language,
            "category": content.category.as_str().to_uppercase(),
            "parameter_format": written.parameter_format(),
            "components": written.components(),
        });
        let made: Made =
            success(http::call(self.call(Method::POST, &self.templates_path()).json(&body)).await)?;
        Ok(Submitted {
            provider_id: made.id,
            status: status(&made.status),
            told: made.status,
            category: made.category.as_deref().and_then(category).unwrap_or(content.category),
        })
    }

    /// Name and language stay as they are; components are replaced whole, and looked at again.
    async fn change(&self, id: &str, written: &Written<'_>) -> Result<Submitted, Failure> {
        let category = written.content.category;
        let body = json!({"category": category.as_str().to_uppercase(), "components": written.components()});
        let done: Done = success(http::call(self.call(Method::POST, id).json(&body)).await)?;
        done.done()?;
        let (status, told) = (TemplateStatus::Pending, "PENDING".into());
        Ok(Submitted { provider_id: id.to_owned(), status, told, category })
    }

    /// The id keeps the other languages of the name.
    pub(in crate::meta) async fn take_away(&self, name: &str, id: &str) -> Result<(), Failure> {
        let call = self.call(Method::DELETE, &self.templates_path()).query(&[("hsm_id", id), ("name", name)]);
        success::<Done>(http::call(call).await)?.done()
    }

    pub(super) fn templates_path(&self) -> String {
        format!("{}/message_templates", self.waba_id)
    }
}
