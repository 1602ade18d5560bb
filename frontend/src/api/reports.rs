//! What came of it.

use domain::{
    CampaignId,
    list::Page,
    report::{CampaignReport, Dashboard, DashboardQuery, Recipient, RecipientQuery, Ticket},
};

use super::{Api, Call, Failure, noun::search};

impl Api {
    /// The home page's figures.
    pub(crate) async fn dashboard(self, query: &DashboardQuery) -> Result<Dashboard, Failure> {
        self.call(Call::get(format!("dashboard{}", search(query)?))).await
    }

    /// The report of a campaign.
    pub(crate) async fn report(self, id: CampaignId) -> Result<CampaignReport, Failure> {
        self.call(Call::get(format!("campaigns/{id}/report"))).await
    }

    /// A page of its recipients.
    pub(crate) async fn recipients(
        self,
        id: CampaignId,
        query: &RecipientQuery,
    ) -> Result<Page<Recipient>, Failure> {
        self.call(Call::get(format!("campaigns/{id}/recipients{}", search(query)?))).await
    }

    /// A way to its recipients as a file.
    pub(crate) async fn export(self, id: CampaignId) -> Result<Ticket, Failure> {
        self.call(Call::post(format!("campaigns/{id}/recipients/export"))).await
    }
}
