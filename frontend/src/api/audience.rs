//! Who a campaign is for.

use domain::{
    CampaignId,
    audience::{AudienceCount, AudienceQuestion, Exclusion, ExclusionQuery, Field, ValuesQuery},
    list::Page,
    sources::GroupCount,
};

use super::{Api, Call, Failure, noun::search};

impl Api {
    /// What an audience comes to.
    pub(crate) async fn audience(self, question: &AudienceQuestion) -> Result<AudienceCount, Failure> {
        self.call(Call::post("audiences/count").body(question)?).await
    }

    /// The values that a condition on the field can choose from.
    pub(crate) async fn values(self, field: Field) -> Result<Vec<GroupCount>, Failure> {
        self.call(Call::get(format!("audiences/values{}", search(&ValuesQuery { field })?))).await
    }

    /// A page of those whom a campaign left out.
    pub(crate) async fn exclusions(
        self,
        id: CampaignId,
        query: &ExclusionQuery,
    ) -> Result<Page<Exclusion>, Failure> {
        self.call(Call::get(format!("campaigns/{id}/exclusions{}", search(query)?))).await
    }
}
