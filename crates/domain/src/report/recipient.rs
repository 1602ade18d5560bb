//! The people of a campaign, one by one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    delivery::DeliveryState,
    ids::PersonId,
    list::{self, Cursor, DEFAULT_LIMIT},
    problem::FieldError,
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

/// One recipient of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recipient {
    /// The delivery's number in the campaign, from 1.
    pub number: u32,
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
    /// When the state last changed (UTC).
    pub changed_at: DateTime<Utc>,
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
    /// Rows per page, 1 to 200.
    pub limit: u32,
    /// Where to go on.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
}

impl Default for RecipientQuery {
    fn default() -> Self {
        Self { q: String::new(), group: RecipientGroup::All, limit: DEFAULT_LIMIT, cursor: None }
    }
}

impl RecipientQuery {
    /// Checks the query.
    ///
    /// # Errors
    /// Every wrong parameter, by its name.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}
