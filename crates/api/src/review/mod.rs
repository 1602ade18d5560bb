//! What a launch would do, and what speaks against it: every check of the wizard's last step.

mod account;
mod audience;
mod course;
mod deck;
mod fields;
mod file;
mod filling;
mod schedule;
mod whatsapp;

pub(crate) use fields::refusal;
pub(crate) use file::file;
pub(crate) use schedule::leaves_at;

use content::Email;
use domain::{
    CampaignId, ProblemCode,
    audience::Waterfall,
    campaign::{Campaign, PartReview, Review},
    channel::Channel,
    check::Check,
    provider::AccountId,
    whatsapp::{CostEstimate, Filling, FlightDeck, WhatsappTemplate},
};
use store::Tx;

use crate::{Api, cost, error::Refusal, templates};

/// What a look at one message finds.
struct Seen {
    /// What is wrong with what it says.
    said: Vec<Check>,
    /// What is wrong with how it would leave.
    carried: Vec<Check>,
    waterfall: Waterfall,
    account: Option<AccountId>,
    template: Option<WhatsappTemplate>,
    /// What it would cost, by WhatsApp.
    cost: Option<CostEstimate>,
    /// For how many it can be filled, by WhatsApp.
    filling: Option<Filling>,
    /// On how many days it would leave.
    days: i64,
}

/// Looks at everything, the e-mail part too; what was found of its file ([`file()`]) is known. The waterfalls are counted by the very
/// query that plans.
pub(crate) async fn review(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    file: Option<Check>,
) -> Result<Review, Refusal> {
    let Seen { said, carried, waterfall, account, template, cost, filling, days } =
        look(api, tx, campaign).await?;
    let email_part = match campaign.email_part {
        Some(part) => Some(review_part(api, tx, part, waterfall.planned).await?),
        None => None,
    };
    let besides = email_part.as_ref().map_or(0, |part| part.waterfall.planned);
    let (due_at, quiet_or_wrong) = schedule::look(campaign, api.zone, (api.clock)());
    let whatsapp = match campaign.channel {
        Channel::Email => None,
        Channel::Whatsapp => {
            let leaves_at = due_at.unwrap_or_else(api.clock);
            let deck = deck::deck(api, tx, campaign, template.as_ref(), &waterfall, cost, leaves_at).await?;
            Some(FlightDeck { filling, ..deck })
        }
    };
    let found = audience::look(campaign.audience.as_ref(), &waterfall, besides);
    let counted = whatsapp.as_ref().map(|deck| deck.checks(besides)).unwrap_or_default();
    let checks =
        said.into_iter().chain(file).chain(found).chain(counted).chain(carried).chain(quiet_or_wrong);
    let checks = by_weight(checks);
    let sender = campaign.sender.clone();
    Ok(Review { checks, waterfall, account, sender, due_at, days, email_part, whatsapp })
}

/// Looks at all that an e-mail part does not share with its main campaign, which plans `besides`.
async fn review_part(api: &Api, tx: &mut Tx, id: CampaignId, besides: i64) -> Result<PartReview, Refusal> {
    let part = tx.campaigns().find(id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    let Seen { said, carried, waterfall, account, .. } = look(api, tx, &part).await?;
    // Whom nobody reaches, the main campaign says.
    let is_idle = waterfall.planned == 0 && besides > 0;
    let idle = audience::look(part.audience.as_ref(), &waterfall, besides).filter(|_| is_idle);
    let checks = by_weight(said.into_iter().chain(idle).chain(carried));
    Ok(PartReview { campaign: id, checks, waterfall, account, sender: part.sender })
}

/// Stable: within one weight, the order in which a person fills the wizard in.
fn by_weight(checks: impl Iterator<Item = Check>) -> Vec<Check> {
    let mut checks: Vec<_> = checks.collect();
    checks.sort_by_key(|check| check.severity);
    checks
}

async fn look(api: &Api, tx: &mut Tx, campaign: &Campaign) -> Result<Seen, Refusal> {
    let template = match campaign.channel {
        Channel::Email => None,
        Channel::Whatsapp => templates::found(tx, campaign.template_id).await?,
    };
    let carrier = account::carrier(api, tx, campaign, template.as_ref()).await?;
    let waterfall = audience::waterfall(api, tx, campaign).await?;
    let now = (api.clock)();
    let cost = match &template {
        None => None,
        Some(template) => {
            let day = leaves_at(campaign, api.zone, now).date_naive();
            cost::estimate(api, tx, campaign, template, day).await?
        }
    };
    let filling = match &template {
        None => None,
        Some(template) => filling::count(api, tx, campaign, template).await?,
    };
    let begun = begun(waterfall.planned, cost.as_ref());
    let said = match campaign.channel {
        Channel::Email => content::review(&email(campaign)),
        Channel::Whatsapp => {
            let is_counted = filling.as_ref().is_some_and(|filling| filling.is_whole(waterfall.planned));
            whatsapp::look(api, tx, campaign, template.as_ref(), (begun, is_counted), now).await?
        }
    };
    let carried = account::look(campaign, template.as_ref(), carrier.as_ref());
    let account = carrier.map(|account| account.id);
    let days = course::days(tx, campaign, account.as_ref(), (waterfall.planned, begun), now).await?;
    Ok(Seen { said, carried, waterfall, account, template, cost, filling, days })
}

/// To how many of so many people it would begin to write: free text in their open window counts for nothing of what a number may begin
/// (Meta, messaging limits).
fn begun(planned: i64, cost: Option<&CostEstimate>) -> i64 {
    planned - cost.map_or(0, |cost| cost.by_free_text.min(planned))
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
