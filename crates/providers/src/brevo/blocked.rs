//! Addresses that Brevo blocks: `GET /smtp/blockedContacts`.

use std::time::Duration;

use chrono::TimeDelta;
use domain::consequence::Consequence;
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;

use super::{Brevo, answer::BREVO};
use crate::{
    Blocked, BlockedPage, Failure, Window, http,
    payload::{Payload, short},
};

/// The most rows that a call answers.
const PAGE: usize = 100;

/// A thousand calls a second are allowed, which sending shares.
pub(super) const BETWEEN_PAGES: Duration = Duration::from_secs(1);

/// The longest time that is asked for by its days: reports go back 90 days, and nobody says whether this list does.
const DAYS_MAX: TimeDelta = TimeDelta::days(89);

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    contacts: Vec<Value>,
}

impl Brevo {
    /// Oldest first: what is blocked meanwhile comes on later pages and moves nothing. A place is how many rows come before.
    pub(super) async fn blocked_contacts(
        &self,
        window: &Window,
        place: Option<&str>,
    ) -> Result<BlockedPage, Failure> {
        let offset: usize = place.and_then(|place| place.parse().ok()).unwrap_or_default();
        let call = self.call(Method::GET, "/smtp/blockedContacts").query(&query(window, offset));
        let rows = BREVO.parsed::<List>(&BREVO.success(http::call(call).await)?)?.contacts;
        let next = (rows.len() >= PAGE).then(|| (offset + PAGE).to_string());
        Ok(BlockedPage::of(rows, blocked, next))
    }
}

/// Brevo cuts by whole days; where there are too many, none is named, and all of the list is told.
fn query(window: &Window, offset: usize) -> Vec<(&'static str, String)> {
    let mut query =
        vec![("limit", PAGE.to_string()), ("offset", offset.to_string()), ("sort", "asc".to_owned())];
    if window.to - window.from <= DAYS_MAX {
        query.push(("startDate", window.from.date_naive().to_string()));
        query.push(("endDate", window.to.date_naive().to_string()));
    }
    query
}

fn blocked(row: Payload<'_>) -> Option<Blocked> {
    let reason = row.object("reason");
    let text = |name| reason.and_then(|reason| reason.text(name)).unwrap_or_default();
    let (code, message) = (text("code"), text("message"));
    Some(Blocked {
        address: row.text("email")?.to_owned(),
        consequence: consequence(code),
        detail: short(&format!("Brevo, {code}: {message}")),
        since: row.text("blockedAt")?.parse().ok()?,
    })
}

/// What a reason asks for; a word that nobody knows says all the same that Brevo sends nothing more.
fn consequence(code: &str) -> Consequence {
    match code {
        "unsubscribedViaMA" | "unsubscribedViaEmail" | "unsubscribedViaApi" => Consequence::OptOut,
        "hardBounce" => Consequence::HardBounce,
        "contactFlaggedAsSpam" => Consequence::Complaint,
        _ => Consequence::RefusedAddress,
    }
}
