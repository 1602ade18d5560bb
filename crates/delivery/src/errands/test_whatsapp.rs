//! A WhatsApp campaign, as it is saved, to a few colleagues. They too get it only where they have agreed.

use chrono::{DateTime, Utc};
use content::{Variables, WhatsappRenderer, compile_whatsapp, urls::Tracking};
use domain::{
    CampaignId, MessageId,
    campaign::Campaign,
    check::Check,
    whatsapp::{MessageState, TemplateContent},
};
use providers::{Answer, ApprovedTemplate, Form, Outcome, Place, Whatsapp};
use serde_json::{Value, json};
use store::{ClaimedErrand, NewTest, StoreError};
use uuid::Uuid;

use super::{Errands, Stopped, heed::Said};
use crate::{
    carrier::{Watch, span},
    whatsapp::{CODE, approved, fill, payload, value},
};

/// What a button of a test brings back beside what it means: pressed by a colleague, an opt-out is one.
const TEST: &str = "TEST";

impl Errands {
    /// Nothing in it is counted: it goes out under ids that no campaign has. Each address is asked for as a campaign asks.
    pub(super) async fn test_whatsapp(
        &self,
        errand: &ClaimedErrand,
        campaign: &Campaign,
        variables: &Variables,
        addresses: &[String],
        watch: Watch,
    ) -> Result<Value, Stopped> {
        self.all_agreed(addresses, watch.now()).await?;
        let mut tx = self.carrier.store.begin().await?;
        let template = match campaign.template_id {
            Some(id) => tx.whatsapp_templates().approved(id).await?,
            None => None,
        };
        tx.rollback().await?;
        let template = template.ok_or_else(|| Stopped::for_good("template.unapproved", &campaign.name))?;
        let message = campaign.whatsapp.clone().unwrap_or_default();
        let provider_id = template.provider_id.as_deref().unwrap_or_default();
        let connection = self.connection(&template.account)?;
        let compiled = compile_whatsapp(&template.content, provider_id, &message, connection.provider());
        let compiled = compiled.map_err(|errors| {
            let pointers: Vec<_> = errors.into_iter().map(|error| error.pointer).collect();
            Stopped::for_good("content.template", pointers.join(", "))
        })?;
        let sent =
            approved(&template.content, provider_id, connection.provider(), message.media_url.as_deref());
        let whatsapp =
            connection.whatsapp().ok_or_else(|| Stopped::for_good("channel", &template.account))?;
        fits(whatsapp, &sent).await?;
        // That took its time: whoever left meanwhile gets nothing.
        self.all_agreed(addresses, watch.now()).await?;
        let renderer = WhatsappRenderer::new(compiled, connection.provider())
            .map_err(|why| Stopped::for_good("content.template", why))?;
        let form = self.form(errand, &renderer, &template.content, &sent, variables)?;
        for address in addresses {
            let answer = Answer {
                id: MessageId(Uuid::new_v5(&errand.id.0, address.as_bytes())),
                address: address.clone(),
                template: Some(sent.clone()),
                form: form.clone(),
            };
            self.say(errand, whatsapp, &answer, watch).await?;
        }
        Ok(json!({"sent": addresses.len()}))
    }

    /// A test is no way around the rules: strict opt-in holds for colleagues too, and whoever is suppressed, capped or held waits as
    /// they do for a campaign.
    async fn all_agreed(&self, addresses: &[String], now: DateTime<Utc>) -> Result<(), Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        for address in addresses {
            if let Some(reason) = tx.conversations().forbids_marketing(address, now).await? {
                return Err(Stopped::for_good(reason.as_str(), address));
            }
        }
        Ok(())
    }

    /// Says it to one of them, at most once. Who was written to before the process died, or may have been, is not written to again: no
    /// provider of WhatsApp recognises a message that comes again.
    async fn say(
        &self,
        errand: &ClaimedErrand,
        whatsapp: &dyn Whatsapp,
        answer: &Answer,
        watch: Watch,
    ) -> Result<(), Stopped> {
        let said = Said { id: answer.id, account: whatsapp.id(), address: &answer.address, template: true };
        match self.take(errand, said, watch.now()).await? {
            None => self.settle_test(said, whatsapp.answer(answer).await, watch.now()).await,
            Some(MessageState::Unknown) => Err(Stopped::for_good("in_doubt", "it may have been sent before")),
            Some(MessageState::Failed) => Err(Stopped::for_good("refused", "it was refused before")),
            Some(_) => Ok(()),
        }
    }

    async fn take(
        &self,
        errand: &ClaimedErrand,
        said: Said<'_>,
        now: DateTime<Utc>,
    ) -> Result<Option<MessageState>, StoreError> {
        let Said { id, account, address, .. } = said;
        let mut tx = self.carrier.store.begin().await?;
        let state = tx.test_messages().take(NewTest { id, errand: errand.id, account, address, now }).await?;
        tx.commit().await?;
        Ok(state)
    }

    async fn settle_test(&self, said: Said<'_>, outcome: Outcome, now: DateTime<Utc>) -> Result<(), Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let ended = match outcome.clone() {
            Outcome::Retry { after, code, detail, .. } => {
                tx.test_messages().put_back(said.id).await?;
                Err(Stopped::ForNow { code, detail, after: after.map(span) })
            }
            Outcome::Refused { code, detail, .. } => {
                tx.test_messages().settle(said.id, MessageState::Failed).await?;
                Err(Stopped::ForGood { code, detail })
            }
            Outcome::Unbegun => {
                tx.test_messages().put_back(said.id).await?;
                Err(Stopped::for_good("unbegun", "there was no time to send it"))
            }
            // It is unknown already.
            Outcome::InDoubt { why } => Err(Stopped::for_good("in_doubt", why)),
            Outcome::Accepted { .. } | Outcome::Held { .. } | Outcome::Each(_) => {
                tx.test_messages().settle(said.id, MessageState::Accepted).await?;
                Ok(())
            }
        };
        self.heed(&mut tx, said, &outcome, now).await?;
        tx.commit().await?;
        ended
    }

    fn form(
        &self,
        errand: &ClaimedErrand,
        renderer: &WhatsappRenderer,
        content: &TemplateContent,
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
            Place::Payload(button) => payload(content, *button, &TEST),
        }))
    }
}

/// Meta takes a message before it looks for the file above it: a file that it would refuse for everybody is told now.
async fn fits(whatsapp: &dyn Whatsapp, template: &ApprovedTemplate) -> Result<(), Stopped> {
    let Some((media, url)) = &template.media else { return Ok(()) };
    let found = whatsapp.file_fault(*media, url).await.map(|fault| fault.check());
    match found.filter(Check::is_blocking) {
        Some(check) => Err(Stopped::for_good(check.code.as_str(), check.about)),
        None => Ok(()),
    }
}
