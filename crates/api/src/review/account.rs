//! Who would carry it, and in whose name.

use domain::{
    Channel,
    campaign::Campaign,
    check::{Check, CheckCode, Severity},
    provider::{Account, Sender},
    whatsapp::WhatsappTemplate,
};
use store::Tx;

use crate::{Api, accounts, error::Refusal};

/// The account that would carry the campaign, as the planner chooses it.
pub(super) async fn carrier(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
) -> Result<Option<Account>, Refusal> {
    let carrier = match campaign.channel {
        Channel::Email => {
            let Campaign { channel, account, sender, .. } = campaign;
            let carrier = api.accounts.carrier(*channel, account.as_ref(), sender.as_ref());
            carrier.map(|carrier| carrier.id().clone())
        }
        // A template belongs to an account: that one carries it.
        Channel::Whatsapp => template.map(|template| template.account.clone()),
    };
    Ok(accounts::all(api, tx).await?.into_iter().find(|account| Some(&account.id) == carrier.as_ref()))
}

/// What a look at account, sender and address for answers finds.
pub(super) fn look(
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
    account: Option<&Account>,
) -> Vec<Check> {
    let by_account = match account {
        // The template brings its account: it is what is missing, and is told.
        None if campaign.channel == Channel::Whatsapp && template.is_none() => Vec::new(),
        None => {
            let name = campaign.account.as_ref().map_or_else(String::new, ToString::to_string);
            vec![Check::new(CheckCode::AccountMissing, Severity::Blocking, name, Some("/account"))]
        }
        Some(account) if campaign.channel == Channel::Whatsapp => paused(account).into_iter().collect(),
        Some(account) => {
            paused(account).into_iter().chain(sender(campaign.sender.as_ref(), &account.senders)).collect()
        }
    };
    by_account.into_iter().chain(reply_to(campaign.reply_to.as_deref())).collect()
}

/// One that rests until a moment goes on by itself, and the messages wait with it; one that waits for a person does not.
fn paused(account: &Account) -> Option<Check> {
    let pause = account.pause.as_ref()?;
    let severity = if pause.until.is_some() { Severity::Warning } else { Severity::Blocking };
    Some(Check::new(CheckCode::AccountPaused, severity, &pause.code, Some("/account")))
}

fn sender(chosen: Option<&Sender>, allowed: &[Sender]) -> Option<Check> {
    let about = |code, about: &str| Check::new(code, Severity::Blocking, about, Some("/sender"));
    let Some(chosen) = chosen else { return Some(about(CheckCode::SenderMissing, "")) };
    let is_allowed = allowed.iter().any(|sender| sender.email.eq_ignore_ascii_case(&chosen.email));
    (!is_allowed).then(|| about(CheckCode::SenderForeign, &chosen.email))
}

fn reply_to(address: Option<&str>) -> Option<Check> {
    let address = address.filter(|address| address::Email::parse(address).is_err())?;
    Some(Check::new(CheckCode::ReplyToInvalid, Severity::Blocking, address, Some("/reply_to")))
}
