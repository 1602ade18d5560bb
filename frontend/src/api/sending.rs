//! From a draft to messages on their way.

use domain::{
    CampaignId,
    campaign::{Campaign, CampaignLaunch, CampaignPace, CampaignPreview, FollowUp, PreviewQuestion, Review},
};

use super::{Api, Call, Campaigns, Failure};

/// What a person does to a campaign that was launched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Back to draft.
    Withdraw,
    /// Held.
    Pause,
    /// Let go on.
    Resume,
    /// Its rest sent without waiting for the canary.
    SendRest,
    /// Called off for good.
    Cancel,
}

impl Stop {
    fn path(self) -> &'static str {
        match self {
            Self::Withdraw => "withdraw",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::SendRest => "send-rest",
            Self::Cancel => "cancel",
        }
    }
}

impl Api {
    /// What a launch would do, and what speaks against it.
    pub(crate) async fn review(self, id: CampaignId) -> Result<Review, Failure> {
        self.call(Call::get(format!("campaigns/{id}/review"))).await
    }

    /// The message as one person would get it.
    pub(crate) async fn preview(
        self,
        id: CampaignId,
        question: &PreviewQuestion,
    ) -> Result<CampaignPreview, Failure> {
        self.call(Call::post(format!("campaigns/{id}/preview")).body(question)?).await
    }

    /// Lets it leave, as it was reviewed.
    pub(crate) async fn launch(
        self,
        id: CampaignId,
        version: i64,
        expected: i64,
    ) -> Result<Campaign, Failure> {
        let launch = CampaignLaunch { expected: Some(expected) };
        self.call(Call::post(format!("campaigns/{id}/launch")).if_version(version).body(&launch)?).await
    }

    /// Lets a draft by WhatsApp write by e-mail to the rest, or no longer; tells the campaign as it is now.
    pub(crate) async fn email_to_the_rest(
        self,
        id: CampaignId,
        version: i64,
        wanted: bool,
    ) -> Result<Campaign, Failure> {
        let path = format!("campaigns/{id}/email-part");
        if !wanted {
            return self.call(Call::delete(path).if_version(version)).await;
        }
        // One that is there already is answered as it is: no key is needed.
        self.call::<Campaign>(Call::post(path)).await?;
        self.read::<Campaigns>(id).await
    }

    /// A draft by e-mail for those whom a campaign by WhatsApp did not reach.
    pub(crate) async fn follow_up(
        self,
        id: CampaignId,
        follow_up: &FollowUp,
        key: String,
    ) -> Result<Campaign, Failure> {
        self.call(Call::post(format!("campaigns/{id}/follow-up")).once(key).body(follow_up)?).await
    }

    /// Gives it another pace while it leaves.
    pub(crate) async fn change_pace(
        self,
        id: CampaignId,
        version: i64,
        pace: &CampaignPace,
    ) -> Result<Campaign, Failure> {
        self.call(Call::put(format!("campaigns/{id}/pace")).if_version(version).body(pace)?).await
    }

    /// Withdraws, pauses, resumes or cancels it.
    pub(crate) async fn stop(self, id: CampaignId, stop: Stop) -> Result<Campaign, Failure> {
        self.call(Call::post(format!("campaigns/{id}/{}", stop.path()))).await
    }
}
