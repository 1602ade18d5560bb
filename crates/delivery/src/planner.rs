//! The planner: when a campaign's time comes, its audience is frozen.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use content::{Email, compile, compile_whatsapp};
use domain::{
    CampaignId, Channel, Language,
    audience::Segment,
    campaign::{Campaign, CampaignAct},
    check::CheckCode,
    consent::ConsentPolicy,
    provider::{AccountId, Provider},
    whatsapp::WhatsappTemplate,
};
use providers::Accounts;
use store::{Change, Freeze, Store, StoreError, Tx, signal};

use crate::{Stage, Step, failpoint};

/// How late a campaign may leave without anybody being asked: what was meant for the morning is not sent at night.
pub const OVERDUE_AFTER: TimeDelta = TimeDelta::hours(2);

/// The stage that plans.
#[derive(Debug, Clone)]
pub struct Planner {
    store: Store,
    settings: PlannerSettings,
}

/// By what the planner plans.
#[derive(Debug, Clone)]
pub struct PlannerSettings {
    /// The accounts that carry campaigns.
    pub accounts: Accounts,
    /// Messages in a batch, 1 to 1,000: what one call to a provider may carry.
    pub batch: usize,
    /// The language of what we add to messages.
    pub language: Language,
}

/// What a campaign's content became: the compiled form, and where its links lead.
struct Content {
    compiled: serde_json::Value,
    links: Vec<(i16, String)>,
}

/// All that must be there before anything is frozen.
struct Prepared<'c> {
    campaign: &'c Campaign,
    account: AccountId,
    segment: &'c Segment,
    content: Content,
}

impl Planner {
    /// The planner of a database.
    #[must_use]
    pub fn new(store: Store, settings: PlannerSettings) -> Self {
        Self { store, settings }
    }

    /// A campaign whose time has come begins to be planned, or asks a person where that was too long ago.
    async fn begin(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(due) = tx.plan().next_due(now).await? else { return Ok(false) };
        if is_overdue(due.due_at, due.launched_at, now) {
            return ask(tx, due.id, now).await;
        }
        tx.campaigns().act_on_both(due.id, CampaignAct::Plan, None, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Freezes the audience of a campaign that is being planned, and then that of its e-mail part, all or nothing: a crash at any
    /// point leaves it to be planned, and where nobody did in time, a person is asked here too.
    async fn plan(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(main) = tx.plan().next_unplanned().await? else { return Ok(false) };
        let launched_at = tx.plan().launched_at(main.id).await?;
        if main.due_at.is_some_and(|due_at| is_overdue(due_at, launched_at, now)) {
            return ask(tx, main.id, now).await;
        }
        let mut campaigns = vec![main];
        if let Some(part) = campaigns[0].email_part {
            campaigns.extend(tx.campaigns().find(part).await?);
        }
        let planned = match self.prepare_all(&mut tx, &campaigns).await? {
            Ok(prepared) => self.freeze_all(&mut tx, &prepared, now).await?,
            Err(reason) => {
                tx.campaigns().act_on_both(campaigns[0].id, CampaignAct::Fail, Some(&reason), now).await?;
                true
            }
        };
        if !planned {
            // Called off meanwhile: nothing of the plan is kept.
            tx.rollback().await?;
            return Ok(true);
        }
        failpoint::pass(failpoint::BEFORE_PLAN_COMMIT);
        tx.commit().await?;
        for campaign in &campaigns {
            self.analyze(campaign.id).await?;
        }
        Ok(true)
    }

    /// Each that is to be frozen, or why one of them cannot be: then none is.
    async fn prepare_all<'c>(
        &self,
        tx: &mut Tx,
        campaigns: &'c [Campaign],
    ) -> Result<Result<Vec<Prepared<'c>>, String>, StoreError> {
        let mut all = Vec::new();
        for campaign in campaigns {
            match self.prepare(tx, campaign).await? {
                Ok(prepared) => all.push(prepared),
                Err(reason) => return Ok(Err(reason)),
            }
        }
        Ok(Ok(all))
    }

    /// Tells otherwise why it cannot be planned.
    async fn prepare<'c>(
        &self,
        tx: &mut Tx,
        campaign: &'c Campaign,
    ) -> Result<Result<Prepared<'c>, String>, StoreError> {
        let Some(segment) = campaign.audience.as_ref() else {
            return Ok(Err(CheckCode::AudienceMissing.to_string()));
        };
        let written = match campaign.channel {
            Channel::Email => self.email(campaign),
            Channel::Whatsapp => self.whatsapp(tx, campaign).await?,
        };
        Ok(written.map(|(account, content)| Prepared { campaign, account, segment, content }))
    }

    fn email(&self, campaign: &Campaign) -> Result<(AccountId, Content), String> {
        let Campaign { channel, account, sender, .. } = campaign;
        let carrier = self.settings.accounts.carrier(*channel, account.as_ref(), sender.as_ref());
        let carrier = carrier.ok_or_else(|| CheckCode::AccountMissing.to_string())?;
        Ok((carrier.id().clone(), content(campaign, self.settings.language)?))
    }

    /// A template belongs to an account: that one carries it.
    async fn whatsapp(
        &self,
        tx: &mut Tx,
        campaign: &Campaign,
    ) -> Result<Result<(AccountId, Content), String>, StoreError> {
        let template = match campaign.template_id {
            Some(id) => tx.whatsapp_templates().approved(id).await?,
            None => return Ok(Err(CheckCode::TemplateMissing.to_string())),
        };
        let Some(template) = template else { return Ok(Err(CheckCode::TemplateUnapproved.to_string())) };
        let Some(connection) = self.settings.accounts.get(&template.account) else {
            return Ok(Err(CheckCode::AccountMissing.to_string()));
        };
        let content = whatsapp_content(campaign, &template, connection.provider());
        Ok(content.map(|content| (template.account, content)))
    }

    /// The main campaign before its part, whose people it takes. False where they were called off meanwhile.
    async fn freeze_all(
        &self,
        tx: &mut Tx,
        prepared: &[Prepared<'_>],
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        // In this order: rules that change meanwhile are asked for again.
        let horizon = tx.plan().horizon().await?;
        let policy = tx.settings().consent_policy().await?;
        for prepared in prepared {
            if !self.freeze(tx, prepared, (horizon, &policy), now).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn freeze(
        &self,
        tx: &mut Tx,
        prepared: &Prepared<'_>,
        (horizon, policy): (i64, &ConsentPolicy),
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let campaign = prepared.campaign;
        let freeze = Freeze {
            id: campaign.id,
            channel: campaign.channel,
            segment: prepared.segment,
            part_of: campaign.part_of,
            policy,
            horizon,
            account: &prepared.account.0,
            due_at: campaign.due_at.unwrap_or(now),
            batch: i32::try_from(self.settings.batch.clamp(1, 1_000)).unwrap_or(1),
            canary: campaign.canary,
            compiled: &prepared.content.compiled,
            links: &prepared.content.links,
            now,
        };
        let planned = tx.plan().freeze(freeze).await?;
        failpoint::pass(failpoint::WHILE_PLANNING);
        let sent = tx.campaigns().act(campaign.id, CampaignAct::Send, None, now).await?;
        if let (Some(template), Channel::Whatsapp, 1..) = (campaign.template_id, campaign.channel, planned)
            && let Some(reason) = tx.whatsapp_senders().objection(&prepared.account, template).await?
        {
            tx.campaigns().act(campaign.id, CampaignAct::Pause, Some(reason), now).await?;
        }
        // One with a part goes on for as long as that does.
        if planned == 0 && campaign.email_part.is_none() && matches!(sent, Change::Done(_)) {
            tx.campaigns().act(campaign.id, CampaignAct::Finish, None, now).await?;
        }
        Ok(matches!(sent, Change::Done(_)))
    }

    async fn analyze(&self, campaign: CampaignId) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.plan().analyze(campaign).await?;
        tx.commit().await
    }
}

/// Nothing is planned: whether the campaign leaves after all is for a person to say.
async fn ask(mut tx: Tx, id: CampaignId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let reason = CheckCode::SchedulePast.as_str();
    tx.campaigns().act_on_both(id, CampaignAct::MissDue, Some(reason), now).await?;
    tx.commit().await?;
    Ok(true)
}

/// A campaign that was launched after its due time is to leave at once, however long nothing ran.
fn is_overdue(due_at: DateTime<Utc>, launched_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let at_once = launched_at.is_some_and(|launched| launched >= due_at);
    !at_once && now - due_at > OVERDUE_AFTER
}

/// A campaign as an e-mail to be compiled; none where it has no content.
pub(crate) fn email(campaign: &Campaign) -> Option<Email<'_>> {
    let html = campaign.html.as_deref().unwrap_or_default();
    let text = campaign.text.as_deref().filter(|text| !text.trim().is_empty());
    let subject = campaign.subject.as_deref().unwrap_or_default();
    let email = Email { subject, preheader: campaign.preheader.as_deref(), html, text };
    (!html.trim().is_empty() || text.is_some()).then_some(email)
}

fn content(campaign: &Campaign, language: Language) -> Result<Content, String> {
    let email = email(campaign).ok_or_else(|| CheckCode::ContentMissing.to_string())?;
    let broken = |why: &dyn std::fmt::Display| format!("{}: {why}", CheckCode::TemplateBroken);
    let compiled = compile(&email, language).map_err(|errors| {
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        broken(&pointers.join(", "))
    })?;
    let links = links(compiled.links()).ok_or_else(|| broken(&"/html"))?;
    Ok(Content { compiled: serde_json::to_value(&compiled).map_err(|error| broken(&error))?, links })
}

fn whatsapp_content(
    campaign: &Campaign,
    template: &WhatsappTemplate,
    provider: Provider,
) -> Result<Content, String> {
    let broken = |why: &dyn std::fmt::Display| format!("{}: {why}", CheckCode::TemplateBroken);
    let message = campaign.whatsapp.clone().unwrap_or_default();
    let provider_id = template.provider_id.as_deref().unwrap_or_default();
    let compiled =
        compile_whatsapp(&template.content, provider_id, &message, provider).map_err(|errors| {
            let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
            broken(&pointers.join(", "))
        })?;
    let links = links(&compiled.links()).ok_or_else(|| broken(&"/whatsapp/link"))?;
    Ok(Content { compiled: serde_json::to_value(&compiled).map_err(|error| broken(&error))?, links })
}

/// None where there are more links than a campaign can number.
fn links(links: &[content::Link]) -> Option<Vec<(i16, String)>> {
    let numbered = |link: &content::Link| Some((i16::try_from(link.number).ok()?, link.url.clone()));
    links.iter().map(numbered).collect()
}

impl Stage for Planner {
    const NAME: &'static str = "planner";
    const REST: Duration = Duration::from_secs(5);
    const WAKES: &'static [&'static str] = &[signal::channel::CAMPAIGNS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let worked = self.begin(now).await? || self.plan(now).await?;
        Ok(if worked { Step::Worked } else { Step::Idle })
    }
}
