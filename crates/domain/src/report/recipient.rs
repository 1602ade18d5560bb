//! The people of a campaign, one by one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    delivery::{DeadEnd, DeliveryState, Mark},
    ids::PersonId,
    limits::{CODE_MAX, SEARCH_MAX},
    list::{self, Cursor, DEFAULT_LIMIT},
    problem::FieldError,
    rules::Findings,
    text::words,
};

words! {
    /// What to show of a campaign's recipients.
    RecipientGroup {
        /// Everybody.
        All = "all",
        /// Not left yet.
        Waiting = "waiting",
        /// Taken by the provider, no word of delivery yet.
        Accepted = "accepted",
        /// Delivered.
        Delivered = "delivered",
        /// Opened by a person.
        Opened = "opened",
        /// Clicked by a person.
        Clicked = "clicked",
        /// Bounced.
        Bounced = "bounced",
        /// Refused, failed, in doubt, dropped or called off.
        NotSent = "not_sent",
        /// Unsubscribed.
        Unsubscribed = "unsubscribed",
        /// Called it spam.
        Complained = "complained",
    }
}

impl RecipientGroup {
    /// The states that it shows; none for any.
    #[must_use]
    pub const fn states(self) -> Option<&'static [DeliveryState]> {
        use DeliveryState as S;
        match self {
            Self::Waiting => Some(&[S::Planned, S::Batched, S::Submitting]),
            Self::Accepted => Some(&[S::Accepted, S::Held, S::Sent]),
            Self::NotSent => Some(&[S::Unknown, S::Failed, S::Cancelled, S::Dropped, S::Refused]),
            _ => None,
        }
    }

    /// The mark that those whom it shows have; none for any.
    #[must_use]
    pub const fn mark(self) -> Option<Mark> {
        match self {
            Self::Delivered => Some(Mark::Delivered),
            Self::Opened => Some(Mark::OpenedHuman),
            Self::Clicked => Some(Mark::ClickedHuman),
            Self::Bounced => Some(Mark::Bounced),
            Self::Unsubscribed => Some(Mark::Unsubscribed),
            Self::Complained => Some(Mark::Complained),
            _ => None,
        }
    }
}

/// One recipient of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recipient {
    /// The delivery's number in the campaign, from 1.
    pub number: u32,
    /// The channel; the numbers of a campaign and of its e-mail part are each their own.
    pub channel: Channel,
    /// The person.
    pub person: PersonId,
    /// The name as it was when planned; empty where there was none.
    pub name: String,
    /// The company as it was when planned; empty where there was none.
    pub company: String,
    /// The address written to.
    pub address: String,
    /// Where the delivery stands.
    pub state: DeliveryState,
    /// The reason that came with the state.
    pub code: Option<String>,
    /// Opened by a person; none where opens are not tracked.
    pub opened: Option<bool>,
    /// Clicked by a person; none where clicks are not tracked.
    pub clicked: Option<bool>,
    /// Counts as taken on a person's word alone: nobody could tell whether the provider took it.
    pub accepted_on_word: bool,
    /// When the state last changed (UTC).
    pub changed_at: DateTime<Utc>,
}

/// Orders a file of recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ExportOrder {
    /// Words to find in name, company and address.
    pub q: String,
    /// Which recipients.
    pub group: RecipientGroup,
}

impl Default for ExportOrder {
    fn default() -> Self {
        Self { q: String::new(), group: RecipientGroup::All }
    }
}

impl ExportOrder {
    /// Checks the words.
    ///
    /// # Errors
    /// The wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.line("/q", &self.q, SEARCH_MAX);
        findings.verdict()
    }
}

/// Which recipients to list, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct RecipientQuery {
    /// Words to find in name, company and address.
    pub q: String,
    /// What to show.
    pub group: RecipientGroup,
    /// Only those that are at this dead end.
    pub end: Option<DeadEnd>,
    /// Only those whose state came with this reason; the empty text for those of which nobody told why.
    pub code: Option<String>,
    /// Rows per page, 1 to 200.
    pub limit: u32,
    /// Where to go on.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
}

impl Default for RecipientQuery {
    fn default() -> Self {
        let (q, group, limit) = (String::new(), RecipientGroup::All, DEFAULT_LIMIT);
        Self { q, group, end: None, code: None, limit, cursor: None }
    }
}

impl RecipientQuery {
    /// Checks the query.
    ///
    /// # Errors
    /// Every wrong parameter, by its name.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.line("?code", self.code.as_deref().unwrap_or_default(), CODE_MAX);
        findings.extend(list::check(&self.q, self.limit));
        findings.verdict()
    }
}

#[cfg(test)]
mod tests {
    use super::RecipientGroup;
    use crate::delivery::DeliveryState;

    #[test]
    fn every_group_but_all_shows_some_states_or_some_mark() {
        for group in RecipientGroup::ALL {
            let filters = usize::from(group.states().is_some()) + usize::from(group.mark().is_some());
            assert_eq!(filters, usize::from(*group != RecipientGroup::All), "{group}");
        }
    }

    #[test]
    fn those_who_wait_are_shown_as_waiting_and_nobody_else_is() {
        for state in DeliveryState::ALL {
            let shown = RecipientGroup::Waiting.states().is_some_and(|states| states.contains(state));
            assert_eq!(shown, state.is_waiting(), "{state}");
        }
    }
}
