//! What a look at a WhatsApp campaign finds: its template, what fills it, and the number that it leaves from.

use chrono::{DateTime, Utc};
use content::compile_whatsapp;
use domain::{
    FieldError, FieldReason,
    campaign::Campaign,
    check::{Check, CheckCode, Severity},
    provider::{AccountId, Provider},
    whatsapp::{TIER_SPAN, TemplateQuality, TemplateStatus, Tier, WhatsappTemplate},
};
use store::Tx;

use crate::{Api, error::Refusal};

const TEMPLATE: Option<&str> = Some("/template_id");

/// Looks at the template, its values and the number, which begins to write to so many people. Where everybody's values have been
/// counted, what might be empty for somebody is not told besides.
pub(super) async fn look(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
    (begun, is_counted): (i64, bool),
    now: DateTime<Utc>,
) -> Result<Vec<Check>, Refusal> {
    let Some(template) = template else {
        return Ok(vec![Check::new(CheckCode::TemplateMissing, Severity::Blocking, "", TEMPLATE)]);
    };
    let mut checks = standing(template);
    // Where the settings have lost the account: a template is Meta's, whoever carries it.
    let provider = api.accounts.get(&template.account).map_or(Provider::Meta, |account| account.provider());
    checks.extend(values(campaign, template, provider, is_counted));
    checks.extend(free_text(api, campaign, template));
    checks.extend(number(tx, &template.account, begun, now).await?);
    Ok(checks)
}

/// Only an approved template may leave; one of bad repute, or about to cost more, deserves a look.
fn standing(template: &WhatsappTemplate) -> Vec<Check> {
    let blocked = template.status != TemplateStatus::Approved || template.archived;
    let unapproved = blocked
        .then(|| Check::new(CheckCode::TemplateUnapproved, Severity::Blocking, template.status, TEMPLATE));
    let quality = is_bad(template.quality)
        .then(|| Check::new(CheckCode::TemplateQuality, Severity::Warning, template.quality, TEMPLATE));
    let category = template
        .next_category
        .map(|next| Check::new(CheckCode::TemplateCategory, Severity::Warning, next, TEMPLATE));
    [unapproved, quality, category].into_iter().flatten().collect()
}

fn values(
    campaign: &Campaign,
    template: &WhatsappTemplate,
    provider: Provider,
    is_counted: bool,
) -> Vec<Check> {
    let message = campaign.whatsapp.clone().unwrap_or_default();
    match compile_whatsapp(&template.content, "", &message, provider) {
        Err(errors) => errors.into_iter().map(wrong).collect(),
        Ok(_) if is_counted => Vec::new(),
        Ok(compiled) => compiled
            .without_default()
            .into_iter()
            .map(|name| {
                let pointer = format!("/whatsapp/values/{name}");
                Check::new(CheckCode::VariableWithoutDefault, Severity::Warning, name, Some(&pointer))
            })
            .collect(),
    }
}

/// A free text that was written for another provider, or before its limit was known.
fn free_text(api: &Api, campaign: &Campaign, template: &WhatsappTemplate) -> Option<Check> {
    let provider = api.accounts.get(&template.account)?.provider();
    let text = campaign.whatsapp.as_ref()?.free_text.as_deref()?;
    let max = provider.free_text_max();
    (text.chars().count() > max)
        .then(|| Check::new(CheckCode::FreeTextLong, Severity::Blocking, max, Some("/whatsapp/free_text")))
}

fn wrong(error: FieldError) -> Check {
    let code = match error.reason {
        FieldReason::Required => CheckCode::ValueMissing,
        FieldReason::Unexpected => CheckCode::ValueUnknown,
        FieldReason::Format => CheckCode::MediaFormat,
        FieldReason::Host => CheckCode::MediaHost,
        _ => CheckCode::TemplateBroken,
    };
    let name = error.pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let is_named = matches!(code, CheckCode::ValueMissing | CheckCode::ValueUnknown);
    let about = if is_named { name } else { error.about };
    Check::new(code, Severity::Blocking, about, Some(&error.pointer))
}

/// How people take the number, and how many more it may begin to write to within 24 hours.
async fn number(
    tx: &mut Tx,
    account: &AccountId,
    begun: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Check>, Refusal> {
    let Some(sender) = tx.whatsapp_senders().find(account).await? else {
        return Ok(vec![Check::new(CheckCode::SenderTierUnknown, Severity::Info, "", None)]);
    };
    let quality = is_bad(sender.quality)
        .then(|| Check::new(CheckCode::SenderQuality, Severity::Warning, sender.quality, None));
    let tier = match sender.tier {
        None => Some(Check::new(CheckCode::SenderTierUnknown, Severity::Info, "", None)),
        Some(Tier(None)) => None,
        Some(Tier(Some(limit))) => {
            let left =
                (i64::from(limit) - tx.whatsapp_senders().used(account, now - TIER_SPAN).await?).max(0);
            (begun > left).then(|| Check::new(CheckCode::SenderTier, Severity::Warning, left, None))
        }
    };
    Ok(quality.into_iter().chain(tier).collect())
}

const fn is_bad(quality: TemplateQuality) -> bool {
    matches!(quality, TemplateQuality::Yellow | TemplateQuality::Red)
}
