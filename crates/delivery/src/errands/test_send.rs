//! A campaign, as it is saved, to a few colleagues.

use std::sync::Arc;

use content::{Variables, compile, urls::PreviewUrls};
use domain::{CampaignId, Channel, PersonId, campaign::Campaign};
use providers::{Batch, Connection, EmailBatch, EmailRecipient, Outcome};
use serde_json::{Value, json};
use store::ClaimedErrand;
use uuid::Uuid;

use super::{Errands, Stopped};
use crate::{
    carrier::{Watch, span},
    dispatcher::EmailLetter,
    planner,
};

/// What stands before the subject of a test.
const MARK: &str = "[Test] ";

impl Errands {
    /// Nothing in it is counted: it goes out under the errand's id, which is no campaign's, and its links are the true ones.
    pub(super) async fn test_send(
        &self,
        errand: &ClaimedErrand,
        campaign: CampaignId,
        person: Option<PersonId>,
        addresses: &[String],
        watch: Watch,
    ) -> Result<Value, Stopped> {
        let (campaign, variables) = self.read(campaign, person).await?;
        if campaign.channel == Channel::Whatsapp {
            return self.test_whatsapp(errand, &campaign, &variables, addresses, watch).await;
        }
        let connection = self.carrier_of(&campaign)?;
        let letter = self.letter(campaign, &**connection)?;
        let batch = self.batch(errand, &letter, &variables, addresses)?;
        for (before, call) in connection.plan(&batch).iter().enumerate() {
            let outcomes = connection.send(&batch, call).await.each(call.members.len());
            let is_first = before == 0 && !outcomes.iter().any(may_be_taken);
            outcomes.into_iter().try_for_each(|outcome| sent(outcome, is_first))?;
        }
        Ok(json!({"sent": addresses.len()}))
    }

    async fn read(
        &self,
        campaign: CampaignId,
        person: Option<PersonId>,
    ) -> Result<(Campaign, Variables), Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let found = tx.campaigns().find(campaign).await?;
        let found = found.ok_or_else(|| Stopped::for_good("campaign.missing", campaign))?;
        let variables = match person {
            Some(person) => tx.people().variables(person).await?,
            None => None,
        };
        let variables = variables.map(serde_json::from_value).transpose();
        let mut variables: Variables =
            variables.map_err(|why| Stopped::for_good("variables", why))?.unwrap_or_default();
        variables.set("campagne", "nom", found.name.as_str());
        Ok((found, variables))
    }

    fn carrier_of(&self, campaign: &Campaign) -> Result<&Arc<dyn Connection>, Stopped> {
        let Campaign { channel, account, sender, .. } = campaign;
        let carrier = self.carrier.accounts.carrier(*channel, account.as_ref(), sender.as_ref());
        carrier.ok_or_else(|| Stopped::for_good("account.missing", channel))
    }

    fn letter(&self, campaign: Campaign, connection: &dyn Connection) -> Result<EmailLetter, Stopped> {
        let broken = |why: String| Stopped::for_good("content.template", why);
        let email = planner::email(&campaign).ok_or_else(|| broken("there is no content".to_owned()))?;
        let compiled = compile(&email, self.language).map_err(|errors| {
            broken(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>().join(", "))
        })?;
        let sender = campaign.sender.clone().or_else(|| connection.senders().first().cloned());
        let sender = sender.ok_or_else(|| Stopped::for_good("sender.missing", &campaign.name))?;
        EmailLetter::of(compiled, campaign.name, sender, campaign.reply_to, connection)
            .ok_or_else(|| broken("the provider cannot carry it".to_owned()))
    }

    fn batch(
        &self,
        errand: &ClaimedErrand,
        letter: &EmailLetter,
        variables: &Variables,
        addresses: &[String],
    ) -> Result<Batch, Stopped> {
        let urls = PreviewUrls(letter.renderer.compiled().links());
        let values = letter.renderer.values(variables, &urls);
        let values = values.map_err(|why| Stopped::for_good("content.template", why))?;
        let recipients = (1..).zip(addresses).map(|(number, address)| EmailRecipient {
            number,
            address: address.clone(),
            name: None,
            values: values.clone(),
            unsubscribe_url: self.public_url.to_string(),
            tracking: None,
        });
        Ok(Batch::Email(EmailBatch {
            // A try that was refused may have used its key up. One whose process died may have been taken: under the same key it is
            // not taken twice.
            key: Uuid::new_v5(&errand.id.0, &errand.refusals.to_be_bytes()),
            campaign: CampaignId(errand.id.0),
            tag: "test".to_owned(),
            sender: letter.sender.clone(),
            reply_to: letter.reply_to.clone(),
            subject: format!("{MARK}{}", letter.bodies.subject),
            html: letter.bodies.html.clone(),
            text: letter.bodies.text.clone(),
            recipients: recipients.collect(),
        }))
    }
}

fn may_be_taken(outcome: &Outcome) -> bool {
    outcome.is_taken() || matches!(outcome, Outcome::InDoubt { .. })
}

/// Once a message was taken, the others are not tried again: a new key would send the first ones twice.
fn sent(outcome: Outcome, is_first: bool) -> Result<(), Stopped> {
    match outcome {
        Outcome::Accepted { .. } | Outcome::Held { .. } | Outcome::Each(_) => Ok(()),
        Outcome::Retry { after, code, detail, .. } if is_first => {
            Err(Stopped::ForNow { code, detail, after: after.map(span) })
        }
        Outcome::Retry { code, detail, .. } | Outcome::Refused { code, detail, .. } => {
            Err(Stopped::ForGood { code, detail })
        }
        Outcome::Unbegun => Err(Stopped::for_good("unbegun", "there was no time to send it")),
        Outcome::InDoubt { why } => Err(Stopped::for_good("in_doubt", why)),
    }
}
