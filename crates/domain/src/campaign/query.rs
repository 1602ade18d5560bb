//! What can be asked of the list of campaigns.

use serde::{Deserialize, Serialize};

use super::CampaignState;
use crate::{
    channel::Channel,
    list::{self, Cursor},
    problem::FieldError,
    text::words,
};

words! {
    /// The order of the list; ties are broken by id.
    CampaignSort {
        /// Last change, newest first. The default.
        UpdatedDesc = "-updated",
        /// Last change, oldest first.
        Updated = "updated",
        /// Creation, newest first.
        CreatedDesc = "-created",
        /// Creation, oldest first.
        Created = "created",
        /// Name, A to Z.
        Name = "name",
        /// Name, Z to A.
        NameDesc = "-name",
    }
}

words! {
    /// The tabs of the list: each gathers the states that a marketer thinks of as one.
    CampaignTab {
        /// Everything that is not archived.
        All = "all",
        /// Drafts.
        Drafts = "drafts",
        /// Waiting for a second person.
        Approval = "approval",
        /// Scheduled, or overdue.
        Scheduled = "scheduled",
        /// Planning or sending.
        Running = "running",
        /// Paused.
        Paused = "paused",
        /// Finished.
        Finished = "finished",
        /// Failed or cancelled.
        Stopped = "stopped",
        /// Archived, in whatever state.
        Archived = "archived",
    }
}

impl CampaignTab {
    /// The states that the tab shows.
    #[must_use]
    pub fn states(self) -> &'static [CampaignState] {
        use CampaignState as S;
        match self {
            Self::All | Self::Archived => S::ALL,
            Self::Drafts => &[S::Draft],
            Self::Approval => &[S::AwaitingApproval],
            Self::Scheduled => &[S::Scheduled, S::Overdue],
            Self::Running => &[S::Planning, S::Sending],
            Self::Paused => &[S::Paused],
            Self::Finished => &[S::Finished],
            Self::Stopped => &[S::Cancelled, S::Failed],
        }
    }

    /// Whether the tab shows archived campaigns; each tab shows either them or the others.
    #[must_use]
    pub const fn archived(self) -> bool {
        matches!(self, Self::Archived)
    }
}

/// Filters, order and place of a list of campaigns; also the query string of the SPA's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct CampaignQuery {
    /// Words of the name, subject or a tag; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    /// Which tab.
    #[cfg_attr(feature = "openapi", param(required = false, inline))]
    pub tab: CampaignTab,
    /// One channel only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub channel: Option<Channel>,
    /// The order.
    #[cfg_attr(feature = "openapi", param(required = false, inline))]
    pub sort: CampaignSort,
    /// `next` or `previous` of another page of the same list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
}

impl CampaignQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}

impl Default for CampaignQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            tab: CampaignTab::All,
            channel: None,
            sort: CampaignSort::UpdatedDesc,
            cursor: None,
            limit: list::DEFAULT_LIMIT,
        }
    }
}

/// How many campaigns each tab would show under the same words and channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignCounts {
    /// One entry per tab, in the order of the tabs.
    pub tabs: Vec<TabCount>,
}

/// One tab and its number of campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TabCount {
    /// The tab.
    pub tab: CampaignTab,
    /// Campaigns in it.
    pub campaigns: u64,
}

impl CampaignCounts {
    /// Gathers counts by state and archived flag into tabs.
    #[must_use]
    pub fn gather(by_state: &[(CampaignState, bool, u64)]) -> Self {
        let count = |tab: CampaignTab| {
            by_state
                .iter()
                .filter(|(state, archived, _)| *archived == tab.archived() && tab.states().contains(state))
                .map(|(_, _, campaigns)| campaigns)
                .sum()
        };
        Self {
            tabs: CampaignTab::ALL.iter().map(|tab| TabCount { tab: *tab, campaigns: count(*tab) }).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_stands_in_exactly_one_tab_beside_all_and_archived() {
        for state in CampaignState::ALL {
            let tabs = CampaignTab::ALL
                .iter()
                .filter(|tab| !matches!(tab, CampaignTab::All | CampaignTab::Archived))
                .filter(|tab| tab.states().contains(state));
            assert_eq!(tabs.count(), 1, "{state}");
        }
    }

    #[test]
    fn an_archived_draft_counts_under_archived_only() {
        let counts =
            CampaignCounts::gather(&[(CampaignState::Draft, true, 3), (CampaignState::Draft, false, 2)]);
        let of = |tab| counts.tabs.iter().find(|count| count.tab == tab).map(|count| count.campaigns);
        assert_eq!(of(CampaignTab::Archived), Some(3));
        assert_eq!(of(CampaignTab::Drafts), Some(2));
        assert_eq!(of(CampaignTab::All), Some(2));
    }
}
