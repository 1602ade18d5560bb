//! Addresses that SendGrid drops messages to: `GET /suppression/…`. Its list of blocks is not read: it keeps nobody from getting the
//! next message.

use std::time::Duration;

use domain::consequence::Consequence;
use reqwest::Method;
use serde_json::Value;

use super::{Sendgrid, answer::SENDGRID};
use crate::{
    Blocked, BlockedPage, Failure, Window, http,
    payload::{Payload, short},
};

/// The most rows that a call answers.
const PAGE: usize = 500;

/// All calls but those that send share 600 a minute.
pub(super) const BETWEEN_PAGES: Duration = Duration::from_secs(1);

/// The lists, one after the other.
const LISTS: [(&str, Consequence); 4] = [
    ("bounces", Consequence::HardBounce),
    ("invalid_emails", Consequence::RefusedAddress),
    ("spam_reports", Consequence::Complaint),
    ("unsubscribes", Consequence::OptOut),
];

/// A page of a list, by the list's index and how many rows come before; written `bounces:500`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    list: usize,
    offset: usize,
}

impl Place {
    /// A place that nobody knows any more is the beginning: what is told twice is known already.
    fn read(text: &str) -> Self {
        let place = text.split_once(':').and_then(|(name, offset)| {
            let list = LISTS.iter().position(|(list, _)| *list == name)?;
            Some(Self { list, offset: offset.parse().ok()? })
        });
        place.unwrap_or_default()
    }

    /// Where it goes on after a page with so many rows.
    fn next(self, rows: usize) -> Option<String> {
        let next = match rows {
            PAGE.. => Self { offset: self.offset + PAGE, ..self },
            _ => Self { list: self.list + 1, offset: 0 },
        };
        LISTS.get(next.list).map(|(list, _)| format!("{list}:{}", next.offset))
    }
}

impl Sendgrid {
    /// Who was put on a list within the window, both ends included: what is put there meanwhile moves no page.
    pub(super) async fn suppressions(
        &self,
        window: &Window,
        place: Option<&str>,
    ) -> Result<BlockedPage, Failure> {
        let place = place.map_or_else(Place::default, Place::read);
        let (list, consequence) = LISTS[place.list];
        let query = [
            ("start_time", window.from.timestamp().to_string()),
            ("end_time", window.to.timestamp().to_string()),
            ("limit", PAGE.to_string()),
            ("offset", place.offset.to_string()),
        ];
        let call = self.call(Method::GET, &format!("/suppression/{list}")).query(&query);
        let rows: Vec<Value> = SENDGRID.parsed(&SENDGRID.success(http::call(call).await)?)?;
        let next = place.next(rows.len());
        Ok(BlockedPage::of(rows, |row| blocked(list, consequence, row), next))
    }
}

fn blocked(list: &str, consequence: Consequence, row: Payload<'_>) -> Option<Blocked> {
    let words = row.text("reason").map(|reason| format!(": {reason}")).unwrap_or_default();
    Some(Blocked {
        address: row.text("email")?.to_owned(),
        consequence: if is_policy(row) { Consequence::RefusedAddress } else { consequence },
        detail: short(&format!("SendGrid, {list}{words}")),
        since: row.instant(&["created"])?,
    })
}

/// Whether a policy of the recipient's side was against the message (RFC 3463 §3.8): the address exists, but SendGrid sends it nothing
/// more.
fn is_policy(row: Payload<'_>) -> bool {
    row.text("status").is_some_and(|status| status.split('.').nth(1) == Some("7"))
}
