//! Who calls, and what the suite holds.

use domain::{campaign::CampaignCounts, campaign::CampaignQuery, permission::Me, sources::SourceCounts};

use super::{Api, Call, Failure, noun::search};

impl Api {
    /// Who is signed in, and what they may do.
    pub(crate) async fn me(self) -> Result<Me, Failure> {
        self.call(Call::get("me")).await
    }

    /// How many contacts each source holds.
    pub(crate) async fn sources(self) -> Result<SourceCounts, Failure> {
        self.call(Call::get("sources")).await
    }

    /// How many campaigns each tab would show under the query's words and channel.
    pub(crate) async fn counts(self, query: &CampaignQuery) -> Result<CampaignCounts, Failure> {
        let mut filters = Vec::new();
        if !query.q.is_empty() {
            filters.push(("q", query.q.clone()));
        }
        if let Some(channel) = query.channel {
            filters.push(("channel", channel.to_string()));
        }
        self.call(Call::get(format!("campaigns/counts{}", search(&filters)?))).await
    }
}
