//! Campaigns of the past, so that the first look is alive: sent through the product's own stages, with clocks set back, to a
//! provider that calls nobody; their figures are counted as all others are.

use chrono::{DateTime, TimeDelta, Utc};
use delivery::{
    Carrier, Directory, Dispatcher, Judge, Planner, PlannerSettings, Projector, Rollup, Sealer, Stage, Step,
};
use domain::{
    CampaignId, Language,
    audience::{Condition, Field, Segment},
    campaign::{CampaignEdit, Owner},
    event::{Event, EventKind, Subject, Verdict},
    hit::Hit,
    list::MAX_LIMIT,
    provider::{AccountId, Provider},
    report::{Recipient, RecipientQuery},
};
use providers::Connection;
use seed::{Campaign, Generator, Reaction, Reading};
use store::{Authorship, Launch, NewCampaign, NewEvent, Store};

use super::imagined;
use crate::clock;

/// A reader's browser.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0";
/// Apple's proxy, which fetches ahead of the reader.
const PROXY: &str = "Mozilla/5.0";

/// The stages that a campaign passes through.
struct House {
    store: Store,
    directory: Directory,
    sealer: Sealer,
    planner: Planner,
    dispatcher: Dispatcher,
    judge: Judge,
    projector: Projector,
    rollup: Rollup,
}

/// Sends the campaigns that are over.
pub(super) async fn send(store: &Store, made: Generator, campaigns: &[Campaign]) -> anyhow::Result<()> {
    let house = House::of(store)?;
    exhaust(&house.directory, clock::now()).await?;
    exhaust(&house.sealer, clock::now()).await?;
    // They left by all accounts in turn.
    let accounts: Vec<_> = imagined::accounts().iter().cloned().collect();
    for ((index, campaign), account) in (0..).zip(campaigns).zip(accounts.iter().cycle()) {
        let id = house.launch(campaign, &**account).await?;
        let told = Told::of(id, campaign.updated_at, &**account);
        house.react(told, made, index).await?;
    }
    let now = clock::now();
    exhaust(&house.judge, now).await?;
    exhaust(&house.projector, now).await?;
    exhaust(&house.rollup, now).await?;
    tracing::info!(campaigns = campaigns.len(), "sent in the past");
    Ok(())
}

impl House {
    fn of(store: &Store) -> anyhow::Result<Self> {
        let accounts = imagined::accounts();
        let carrier = Carrier {
            store: store.clone(),
            accounts: accounts.clone(),
            urls: imagined::urls()?,
            zone: chrono_tz::Europe::Paris,
            ids: clock::new_id,
            chance: clock::chance,
        };
        let planner = PlannerSettings { accounts: accounts.clone(), batch: 1_000, language: Language::Fr };
        Ok(Self {
            store: store.clone(),
            directory: Directory::new(store.clone()),
            sealer: Sealer::new(store.clone()),
            planner: Planner::new(store.clone(), planner),
            dispatcher: Dispatcher::new(carrier, 1_000),
            rollup: Rollup::new(store.clone(), &accounts),
            judge: Judge::new(store.clone()),
            projector: Projector::new(store.clone(), clock::new_id),
        })
    }

    /// Makes a campaign, launches it in its time, and lets it leave.
    async fn launch(&self, campaign: &Campaign, account: &dyn Connection) -> anyhow::Result<CampaignId> {
        let (id, due_at) = (CampaignId(campaign.id), campaign.updated_at);
        let owner = Owner { id: campaign.owner_id(), name: campaign.owner.to_owned() };
        let by = Authorship { id: campaign.id, owner, now: campaign.created_at };
        let content = content(campaign, account);
        let mut tx = self.store.begin().await?;
        tx.campaigns().create(NewCampaign { channel: campaign.channel, content: &content, by: &by }).await?;
        let launch = Launch { expected_version: None, due_at, by: &by.owner.id, now: due_at };
        tx.campaigns().launch(id, launch).await?;
        tx.commit().await?;
        exhaust(&self.planner, due_at).await?;
        exhaust(&self.dispatcher, due_at).await?;
        Ok(id)
    }

    /// Lets its recipients react.
    async fn react(&self, mut told: Told, made: Generator, index: u64) -> anyhow::Result<()> {
        let mut query = RecipientQuery { limit: MAX_LIMIT, ..RecipientQuery::default() };
        loop {
            let mut tx = self.store.begin().await?;
            told.links = u16::try_from(tx.figures().links(told.campaign).await?.len())?;
            let page = tx.recipients().page(told.campaign, &query).await?;
            for recipient in &page.items {
                told.take(recipient, made.reaction(index, recipient.number));
            }
            tx.events().add(&std::mem::take(&mut told.events), told.sent).await?;
            tx.hits().insert_many(&std::mem::take(&mut told.hits)).await?;
            // The last word of a provider that is not silent.
            tx.accounts().heard(&told.account, (told.sent + TimeDelta::hours(1)).min(clock::now())).await?;
            tx.commit().await?;
            query.cursor = page.next;
            if query.cursor.is_none() {
                return Ok(());
            }
        }
    }
}

/// What becomes known of a page of recipients.
struct Told {
    provider: Provider,
    account: AccountId,
    campaign: CampaignId,
    sent: DateTime<Utc>,
    links: u16,
    events: Vec<NewEvent>,
    hits: Vec<Hit>,
}

impl Told {
    fn of(campaign: CampaignId, sent: DateTime<Utc>, account: &dyn Connection) -> Self {
        let (provider, account) = (account.provider(), account.id().clone());
        Self { provider, account, campaign, sent, links: 0, events: Vec::new(), hits: Vec::new() }
    }

    fn take(&mut self, recipient: &Recipient, reaction: Reaction) {
        match reaction {
            Reaction::Bounced(after, kind) => {
                let event = self.event(recipient, EventKind::Bounced, after);
                let reason = Some(format!("550 {kind}"));
                self.keep(recipient, Event { bounce: Some(kind), reason, ..event });
            }
            Reaction::Delivered(reading) => self.read(recipient, &reading),
        }
    }

    fn read(&mut self, recipient: &Recipient, reading: &Reading) {
        let plain = [
            (EventKind::Delivered, Some(reading.delivered)),
            (EventKind::Unsubscribed, reading.unsubscribed),
            (EventKind::Complained, reading.complained),
        ];
        for (kind, after) in plain {
            // What has not happened by now has not happened.
            if let Some(after) = after.filter(|after| self.sent + *after < clock::now()) {
                self.keep(recipient, self.event(recipient, kind, after));
            }
        }
        self.hit(recipient.opened, recipient.number, None, reading.prefetched, PROXY);
        self.hit(recipient.opened, recipient.number, None, reading.opened, BROWSER);
        if let Some((after, link)) = reading.clicked.filter(|_| self.links > 0) {
            let link = Some(1 + link % self.links);
            self.hit(recipient.clicked, recipient.number, link, Some(after), BROWSER);
        }
    }

    /// A hit tells who only where that may be told.
    fn hit(
        &mut self,
        tracked: Option<bool>,
        number: u32,
        link: Option<u16>,
        after: Option<TimeDelta>,
        agent: &str,
    ) {
        let Some(at) = after.map(|after| self.sent + after).filter(|at| *at < clock::now()) else { return };
        self.hits.push(Hit {
            campaign: self.campaign,
            number: tracked.map(|_| number),
            link,
            at,
            user_agent: Some(agent.to_owned()),
            ip: None,
            head_request: false,
        });
    }

    fn event(&self, recipient: &Recipient, kind: EventKind, after: TimeDelta) -> Event {
        Event {
            kind,
            bounce: None,
            provider: Some(self.provider),
            account: Some(self.account.clone()),
            natural_key: format!("{kind} {}", recipient.number),
            subject: Subject::Delivery { campaign: self.campaign, number: recipient.number },
            message_id: None,
            occurred_at: self.sent + after,
            verdict: Verdict::Unknown,
            sign: None,
            reason: None,
            link: None,
            foreign: false,
        }
    }

    fn keep(&mut self, recipient: &Recipient, event: Event) {
        self.events.push(NewEvent {
            campaign: self.campaign,
            number: recipient.number,
            event,
            receipt: None,
        });
    }
}

/// The companies of a trade, or the customers: as the labels say. Nobody was written to by every campaign.
fn content(campaign: &Campaign, account: &dyn Connection) -> CampaignEdit {
    let is = |field, value: &str| Segment::Is(Condition { field, any_of: vec![value.to_owned()] });
    let audience = match campaign.tags.first() {
        Some(&"BTP" | &"PME") => vec![is(Field::Source, "companies"), is(Field::SizeLabel, "10-49 salariés")],
        Some(&"accueil") => vec![is(Field::Source, "clients"), is(Field::Statut, "ACTIF")],
        _ => vec![is(Field::Source, "clients")],
    };
    let audience = Segment::All(audience);
    CampaignEdit {
        name: campaign.name.clone(),
        subject: campaign.subject.map(str::to_owned),
        preheader: campaign.preheader.map(str::to_owned),
        template_id: None,
        tags: campaign.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        audience: Some(audience),
        html: campaign.html.clone(),
        text: campaign.text.clone(),
        sender: account.senders().first().cloned(),
        account: Some(account.id().clone()),
        ..CampaignEdit::default()
    }
}

/// Steps until nothing is left to do.
async fn exhaust<S: Stage>(stage: &S, now: DateTime<Utc>) -> anyhow::Result<()> {
    while stage.step(now).await? == Step::Worked {}
    Ok(())
}
