//! What WhatsApp costs.

use domain::{
    CampaignId,
    whatsapp::{CampaignCost, RateCard, RateCardImport, WhatsappBoard},
};

use super::{Api, Call, Failure};

impl Api {
    /// The rate cards, the one that begins last first.
    pub(crate) async fn rate_cards(self) -> Result<Vec<RateCard>, Failure> {
        self.call(Call::get("settings/rate-cards")).await
    }

    /// Imports a card.
    pub(crate) async fn import_rate_card(self, import: &RateCardImport) -> Result<RateCard, Failure> {
        self.call(Call::post("settings/rate-cards").body(import)?).await
    }

    /// What a campaign costs.
    pub(crate) async fn cost(self, id: CampaignId) -> Result<CampaignCost, Failure> {
        self.call(Call::get(format!("campaigns/{id}/cost"))).await
    }

    /// The numbers, and what the months cost.
    pub(crate) async fn whatsapp_board(self) -> Result<WhatsappBoard, Failure> {
        self.call(Call::get("whatsapp/board")).await
    }
}
