//! Messages that no provider took for sure, and what a person decides about them.

use domain::{
    CampaignId,
    delivery::EndDecision,
    report::{DeadEnds, EndChoice, EndsDecided},
};

use super::{Api, Call, Failure};

impl Api {
    /// The dead ends of a campaign, and what was decided before.
    pub(crate) async fn dead_ends(self, id: CampaignId) -> Result<DeadEnds, Failure> {
        self.call(Call::get(format!("campaigns/{id}/dead-ends"))).await
    }

    /// Decides about them. What was decided before is not decided again, so a repeated call does nothing.
    pub(crate) async fn decide(
        self,
        id: CampaignId,
        decision: EndDecision,
        choice: &EndChoice,
    ) -> Result<EndsDecided, Failure> {
        let act = match decision {
            EndDecision::Resend => "unknown/resend",
            EndDecision::Accept => "unknown/accept",
            EndDecision::Replay => "dead-letters/replay",
        };
        self.call(Call::post(format!("campaigns/{id}/{act}")).body(choice)?).await
    }
}
