//! Templates: the Content API. Making one and handing it in are two calls; what was handed in cannot be changed, so that a change
//! is another one, under another id.

mod actions;
mod known;
mod made;
mod numbers;
mod parts;
#[cfg(test)]
mod tests;
pub(super) mod words;

use domain::whatsapp::{TemplateContent, TemplateStatus};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use self::{
    known::{Listed, known},
    made::made,
    words::{category, status},
};
use super::{Twilio, answer::TWILIO, paging::query_of};
use crate::{Failure, Submission, Submitted, TemplatePage, http};

/// The first page: Twilio advises 500 at most, for an answer holds 1 MB.
const FIRST: &str = "PageSize=500";

#[derive(Deserialize)]
struct Created {
    sid: String,
}

/// What is answered to a template that is handed in.
#[derive(Deserialize)]
struct Asked {
    category: Option<String>,
    status: Option<String>,
}

impl Twilio {
    /// Makes a template, and hands it in. One that cannot be handed in is taken away again: whoever tries again finds none.
    pub(super) async fn hand_in(&self, submission: Submission<'_>) -> Result<Submitted, Failure> {
        let sid = self.make(submission).await?;
        match self.ask(&sid, submission).await {
            Ok(asked) => Ok(submitted(sid, asked, submission.content)),
            Err(failure) => {
                self.take_away(&sid).await?;
                Err(failure)
            }
        }
    }

    async fn make(&self, submission: Submission<'_>) -> Result<String, Failure> {
        let call = self.content(Method::POST, "").json(&made(submission)?);
        Ok(TWILIO.parsed::<Created>(&TWILIO.success(http::call(call).await)?)?.sid)
    }

    /// The one that stood for it before goes first.
    async fn ask(&self, sid: &str, submission: Submission<'_>) -> Result<Asked, Failure> {
        if let Some(before) = submission.provider_id {
            self.take_away(before).await?;
        }
        let TemplateContent { name, category, .. } = submission.content;
        let body = json!({"name": name, "category": category.as_str().to_uppercase()});
        let call = self.content(Method::POST, &format!("/{sid}/ApprovalRequests/whatsapp")).json(&body);
        TWILIO.parsed(&TWILIO.success(http::call(call).await)?)
    }

    /// Takes a template away; one that is not there has been taken away before.
    pub(super) async fn take_away(&self, sid: &str) -> Result<(), Failure> {
        match TWILIO.success(http::call(self.content(Method::DELETE, &format!("/{sid}"))).await) {
            Err(Failure::Refused { code, .. }) if matches!(code.as_str(), "20404" | "http_404") => Ok(()),
            ended => ended.map(drop),
        }
    }

    /// A page of templates: the first, or the one behind the query that another page told.
    pub(super) async fn page(&self, page: Option<&str>) -> Result<TemplatePage, Failure> {
        let answer = TWILIO.success(http::call(self.approvals(page.unwrap_or(FIRST))).await)?;
        let listed: Listed = TWILIO.parsed(&answer)?;
        let base = self.public_base();
        Ok(TemplatePage {
            templates: listed.contents.iter().filter_map(|item| known(item, &answer, &base)).collect(),
            next: listed.meta.next_page_url.as_deref().and_then(query_of),
        })
    }
}

/// What was handed in is looked at, even where the answer still says `unsubmitted`, as Twilio's own example does.
fn submitted(provider_id: String, asked: Asked, content: &TemplateContent) -> Submitted {
    let told = asked.status.unwrap_or_default();
    let status = match status(&told) {
        TemplateStatus::Draft => TemplateStatus::Pending,
        status => status,
    };
    let category = asked.category.as_deref().and_then(category).unwrap_or(content.category);
    Submitted { provider_id, status, told, category }
}
