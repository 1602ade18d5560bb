//! Past events: `GET /smtp/statistics/events`. 300 calls an hour are all there are, so it is swept by window, never message by message.

use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Brevo, answer::BREVO, telling::Names, webhook};
use crate::{Failure, Page, Window, http};

/// The most events that a call answers.
const PAGE: usize = 5_000;

const NAMES: Names = Names {
    message_id: "messageId",
    at: |payload| payload.text("date")?.parse().ok(),
    second: |payload| payload.text("date")?.parse().ok(),
};

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    events: Vec<Value>,
}

impl Brevo {
    /// Oldest first: what happens meanwhile comes on later pages and moves nothing.
    pub(super) async fn past_events(&self, window: &Window, page: u32) -> Result<Page, Failure> {
        let call = self.call(Method::GET, "/smtp/statistics/events").query(&query(window, page));
        let answer = BREVO.success(http::call(call).await)?;
        let events = BREVO.parsed::<Report>(&answer)?.events;
        let next = (events.len() >= PAGE).then_some(page + 1);
        Ok(Page { told: webhook::told(&self.id, events, &NAMES, window.to), next })
    }
}

/// Brevo cuts by whole days. Tags are an array, written as JSON.
fn query(window: &Window, page: u32) -> Vec<(&'static str, String)> {
    let mut query = vec![
        ("limit", PAGE.to_string()),
        ("offset", (PAGE * page as usize).to_string()),
        ("startDate", window.from.date_naive().to_string()),
        ("endDate", window.to.date_naive().to_string()),
        ("sort", "asc".to_owned()),
    ];
    query.extend(window.tag.iter().map(|tag| ("tags", json!([tag]).to_string())));
    query
}
