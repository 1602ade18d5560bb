//! What a launch would do, and what speaks against it: every check of the wizard's last step.

mod account;
mod audience;
mod fields;
mod schedule;
mod whatsapp;

pub(crate) use fields::refusal;

use content::Email;
use domain::{
    campaign::{Campaign, Review},
    channel::Channel,
};
use store::Tx;

use crate::{Api, error::Refusal, templates};

/// Looks at everything. The waterfall is counted by the very query that plans.
pub(crate) async fn review(api: &Api, tx: &mut Tx, campaign: &Campaign) -> Result<Review, Refusal> {
    let template = match campaign.channel {
        Channel::Email => None,
        Channel::Whatsapp => templates::found(tx, campaign.template_id).await?,
    };
    let carrier = account::carrier(api, tx, campaign, template.as_ref()).await?;
    let waterfall = audience::waterfall(api, tx, campaign).await?;
    let (due_at, quiet_or_wrong) = schedule::look(campaign, api.zone, (api.clock)());
    let mut checks = match campaign.channel {
        Channel::Email => content::review(&email(campaign)),
        Channel::Whatsapp => {
            whatsapp::look(tx, campaign, template.as_ref(), waterfall.planned, (api.clock)()).await?
        }
    };
    checks.extend(audience::look(campaign.audience.as_ref(), &waterfall));
    checks.extend(account::look(campaign, carrier.as_ref()));
    checks.extend(quiet_or_wrong);
    // Stable: within one weight, the order in which a person fills the wizard in.
    checks.sort_by_key(|check| check.severity);
    let account = carrier.map(|account| account.id);
    Ok(Review { checks, waterfall, account, sender: campaign.sender.clone(), due_at })
}

/// The e-mail that a campaign holds.
pub(crate) fn email(campaign: &Campaign) -> Email<'_> {
    Email {
        subject: campaign.subject.as_deref().unwrap_or_default(),
        preheader: campaign.preheader.as_deref(),
        html: campaign.html.as_deref().unwrap_or_default(),
        text: campaign.text.as_deref(),
    }
}
