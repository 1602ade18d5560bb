//! A WhatsApp campaign, as it is saved, to a few colleagues. They too get it only where they have agreed.

use content::{Variables, WhatsappRenderer, compile_whatsapp, urls::Tracking};
use domain::{
    CampaignId, Channel, MessageId,
    campaign::Campaign,
    consent::{LedgerState, Purpose},
};
use providers::{Answer, ApprovedTemplate, Form, Outcome, Place, Whatsapp};
use serde_json::{Value, json};
use store::ClaimedErrand;
use uuid::Uuid;

use super::{Errands, Stopped};
use crate::{
    carrier::span,
    whatsapp::{CODE, approved, fill, value},
};

impl Errands {
    /// Nothing in it is counted: it goes out under ids that no campaign has. Each address is asked for in the ledger first.
    pub(super) async fn test_whatsapp(
        &self,
        errand: &ClaimedErrand,
        campaign: &Campaign,
        variables: &Variables,
        addresses: &[String],
    ) -> Result<Value, Stopped> {
        self.all_agreed(addresses).await?;
        let mut tx = self.carrier.store.begin().await?;
        let template = match campaign.template_id {
            Some(id) => tx.whatsapp_templates().approved(id).await?,
            None => None,
        };
        tx.rollback().await?;
        let template = template.ok_or_else(|| Stopped::for_good("template.unapproved", &campaign.name))?;
        let message = campaign.whatsapp.clone().unwrap_or_default();
        let provider_id = template.provider_id.as_deref().unwrap_or_default();
        let compiled = compile_whatsapp(&template.content, provider_id, &message);
        let compiled = compiled.map_err(|errors| {
            let pointers: Vec<_> = errors.into_iter().map(|error| error.pointer).collect();
            Stopped::for_good("content.template", pointers.join(", "))
        })?;
        let connection = self.connection(&template.account)?;
        let sent =
            approved(&template.content, provider_id, connection.provider(), message.media_url.as_deref());
        let renderer =
            WhatsappRenderer::new(compiled).map_err(|why| Stopped::for_good("content.template", why))?;
        let form = self.form(errand, &renderer, &sent, variables)?;
        let whatsapp =
            connection.whatsapp().ok_or_else(|| Stopped::for_good("channel", &template.account))?;
        for (before, address) in addresses.iter().enumerate() {
            let answer = Answer {
                id: MessageId(Uuid::new_v5(&errand.id.0, address.as_bytes())),
                address: address.clone(),
                template: Some(sent.clone()),
                form: form.clone(),
            };
            say(whatsapp, &answer, before == 0).await?;
        }
        Ok(json!({"sent": addresses.len()}))
    }

    /// A test is no way around the ledger: strict opt-in holds for colleagues too.
    async fn all_agreed(&self, addresses: &[String]) -> Result<(), Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        for address in addresses {
            let standing = tx.consent().standing(address, Channel::Whatsapp, Purpose::Marketing).await?;
            if standing != LedgerState::Granted {
                return Err(Stopped::for_good("no_consent", address));
            }
        }
        Ok(())
    }

    fn form(
        &self,
        errand: &ClaimedErrand,
        renderer: &WhatsappRenderer,
        template: &ApprovedTemplate,
        variables: &Variables,
    ) -> Result<Form, Stopped> {
        let values = renderer.values(variables).map_err(|unfit| Stopped::for_good(unfit.code(), &unfit))?;
        // A token that leads nowhere: no campaign has the errand's id.
        let nowhere = Tracking { opens: false, clicks: false };
        let urls = self.carrier.urls.delivery(CampaignId(errand.id.0), 1, nowhere);
        Ok(fill(&template.places, |place| match place {
            Place::Header(name) | Place::Body(name) => value(&values, name),
            Place::Code(_) => value(&values, CODE),
            Place::Url(_) => urls.click_token(1),
            Place::Payload(_) => "TEST".to_owned(),
        }))
    }
}

/// Once one was taken, the others are not tried again: the first ones would come twice.
async fn say(whatsapp: &dyn Whatsapp, answer: &Answer, is_first: bool) -> Result<(), Stopped> {
    match whatsapp.answer(answer).await {
        Outcome::Retry { after, code, detail, .. } if is_first => {
            Err(Stopped::ForNow { code, detail, after: after.map(span) })
        }
        Outcome::Retry { code, detail, .. } | Outcome::Refused { code, detail, .. } => {
            Err(Stopped::ForGood { code, detail })
        }
        Outcome::Unbegun => Err(Stopped::for_good("unbegun", "there was no time to send it")),
        Outcome::InDoubt { why } => Err(Stopped::for_good("in_doubt", why)),
        Outcome::Accepted { .. } | Outcome::Held { .. } | Outcome::Each(_) => Ok(()),
    }
}
