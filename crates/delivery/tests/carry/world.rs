//! A campaign that is sending, and everybody who carries it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use content::{Email, compile, token::TokenKey, urls::PublicUrls};
use delivery::{Carrier, Dispatcher, Errands, Judge, Load, Normaliser, Projector, Reconciler, Stage, Step};
use domain::{
    CampaignId, Channel, Language,
    campaign::{CampaignEdit, Owner},
    delivery::DeliveryState,
    provider::{AccountId, Sender},
};
use providers::{AccountSettings, Accounts, BrevoSettings, Connection, Request, ServiceSettings, Timeouts};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool};
use store::{Authorship, NewCampaign, Store};
use uuid::Uuid;

use crate::{provider::FakeProvider, scripted::Scripted};

pub(crate) const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xCA));
pub(crate) const ACCOUNT: &str = "brevo";

/// An instant of the tests, some seconds after the first.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap() + TimeDelta::seconds(seconds)
}

pub(crate) fn address(number: u32) -> String {
    format!("p{number}@x.example")
}

#[allow(clippy::disallowed_methods, reason = "a test may make ids")]
pub(crate) fn new_id() -> Uuid {
    Uuid::new_v4()
}

/// Claims a batch, writes it, and commits its intent: the first call is begun, and not made.
pub(crate) async fn begun(dispatcher: &Dispatcher) -> (Load, Request) {
    let hold = dispatcher.claim(at(0)).await.unwrap().unwrap();
    let mut load = dispatcher.prepare(&hold, at(0)).await.unwrap().unwrap();
    let first = dispatcher.intend(&mut load, at(0)).await.unwrap().unwrap();
    (load, first)
}

/// A campaign of so many messages in batches of so many, by a provider on loopback.
pub(crate) struct World {
    pub(crate) pool: PgPool,
    pub(crate) store: Store,
    pub(crate) provider: FakeProvider,
    scripted: Option<Arc<Scripted>>,
}

impl World {
    pub(crate) async fn new(pool: PgPool, messages: i32, batch: i32) -> Self {
        let provider = FakeProvider::open().await;
        let world = Self { store: Store::new(pool.clone()), provider, pool, scripted: None };
        world.campaign().await;
        world.plan(messages, batch).await;
        world
    }

    /// The same, by a provider that answers what it is told to.
    pub(crate) async fn scripted(pool: PgPool, messages: i32, batch: i32, provider: &Arc<Scripted>) -> Self {
        Self::new(pool, messages, batch).await.carried_by(provider)
    }

    /// The same, by a provider that answers what it is told to.
    pub(crate) fn carried_by(self, provider: &Arc<Scripted>) -> Self {
        Self { scripted: Some(Arc::clone(provider)), ..self }
    }

    async fn campaign(&self) {
        let content = CampaignEdit { name: "Automne".into(), ..CampaignEdit::default() };
        let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
        let by = Authorship { id: CAMPAIGN.0, owner, now: at(0) };
        let mut tx = self.store.begin().await.unwrap();
        let new = NewCampaign { channel: Channel::Email, content: &content, by: &by };
        tx.campaigns().create(new).await.unwrap();
        tx.commit().await.unwrap();
        self.run("update prospecting_campaigns set marketing_state = 'sending'").await;
        let email = Email {
            subject: "Bonjour {{ contact.nom }}",
            html: "<html><body><a href=\"https://a.example/1\">1</a> <a href=\"https://a.example/2\">2</a></body></html>",
            ..Email::default()
        };
        let compiled = serde_json::to_value(compile(&email, Language::Fr).unwrap()).unwrap();
        sqlx::query(
            "insert into marketing_campaign_contents (campaign_id, compiled, asked_in, asked_of)
             values ($1, $2, marketing_horizon(), marketing_server())",
        )
        .bind(CAMPAIGN.0)
        .bind(compiled)
        .execute(&self.pool)
        .await
        .unwrap();
    }

    /// As the planner leaves it: customers, who said nothing of marketing and granted tracking.
    async fn plan(&self, messages: i32, batch: i32) {
        let id = CAMPAIGN.0;
        let person = "('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
        self.run(&format!(
            "insert into marketing_deliveries (campaign_id, number, person_id, channel, address, source, source_id, role, name,
                 company, variables, ground, opens_tracked, clicks_tracked, planned_at)
             select '{id}', n, {person}, 'email', 'p' || n || '@x.example', 'clients', n::text, 'main', 'P' || n, '',
                 jsonb_build_object('contact', jsonb_build_object('nom', 'P' || n)), 'consent', true, true, '{at}'
             from generate_series(1, {messages}) n;
             insert into marketing_people (id, name, company, kinds)
             select {person}, 'P' || n, '', 1 from generate_series(1, {messages}) n on conflict do nothing;
             insert into marketing_delivery_state (campaign_id, number, rank, marks, batch, changed_at)
             select '{id}', n, 10, 1 | 128 | 256, (n - 1) / {batch} + 1, '{at}' from generate_series(1, {messages}) n;
             insert into marketing_batches (campaign_id, no, account, due_at, members)
             select '{id}', b, '{ACCOUNT}', '{at}', array(select generate_series((b - 1) * {batch} + 1, least(b * {batch}, {messages})))
             from generate_series(1, ({messages} + {batch} - 1) / {batch}) b;
             insert into marketing_figure_deltas (campaign_id, hour, counter, count)
             select '{id}', '{at}', c, {messages} from unnest(array['planned', 'waiting']) c",
            at = at(0)
        ))
        .await;
        self.consent("open_tracking", "granted", at(-60)).await;
        self.consent("click_tracking", "granted", at(-60)).await;
    }

    /// Everybody decides the same.
    pub(crate) async fn consent(&self, purpose: &str, decision: &str, when: DateTime<Utc>) {
        self.run(&format!(
            "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
             select gen_random_uuid(), address, 'email', '{purpose}', '{decision}', 'form', 'test', '{when}', '{when}'
             from marketing_deliveries"
        ))
        .await;
    }

    /// One person decides.
    pub(crate) async fn decide(&self, number: u32, purpose: &str, decision: &str) {
        self.run(&entry(number, purpose, decision)).await;
    }

    pub(crate) fn accounts(&self) -> Accounts {
        if let Some(scripted) = &self.scripted {
            return [Arc::clone(scripted) as Arc<dyn Connection>].into_iter().collect();
        }
        // An error only says that a provider is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let service = ServiceSettings::Brevo(BrevoSettings {
            key: "xkeysib-test".into(),
            webhook_token: "0123456789abcdef".into(),
            base_url: Some(self.provider.url.parse().unwrap()),
            idempotency_header: None,
        });
        let senders = vec![Sender { email: "news@example.org".into(), name: "EB VISION".into() }];
        let settings = AccountSettings { id: AccountId(ACCOUNT.into()), senders, service };
        Accounts::open(vec![settings], Timeouts::default()).unwrap()
    }

    pub(crate) fn carrier(&self) -> Carrier {
        let key = TokenKey::new(&[[7; 32]]).unwrap();
        Carrier {
            store: self.store.clone(),
            accounts: self.accounts(),
            urls: PublicUrls::new("https://m.example.org", key).unwrap(),
            zone: chrono_tz::Europe::Paris,
            ids: new_id,
            chance: || 0.5,
        }
    }

    /// A new process that sends.
    pub(crate) fn dispatcher(&self) -> Dispatcher {
        Dispatcher::new(self.carrier(), 500)
    }

    pub(crate) fn reconciler(&self) -> Reconciler {
        Reconciler::new(self.carrier(), Duration::from_secs(15 * 60), Duration::from_secs(25 * 3_600))
    }

    pub(crate) fn errands(&self) -> Errands {
        Errands::new(self.carrier(), "https://m.example.org".parse().unwrap(), Language::Fr)
    }

    /// Reads and applies all that came in.
    pub(crate) async fn take_in(&self, now: DateTime<Utc>) {
        all(&Normaliser::new(self.store.clone(), self.accounts(), new_id, Language::Fr), now).await;
        all(&Judge::new(self.store.clone()), now).await;
        all(&Projector::new(self.store.clone(), new_id), now).await;
    }

    pub(crate) async fn run(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.pool).await.unwrap();
    }

    /// Lets a task go on until it waits for a lock or is through.
    pub(crate) async fn until_it_waits<T>(&self, task: &tokio::task::JoinHandle<T>) {
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while !task.is_finished() && self.value(waits).await == 0 {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) async fn value(&self, sql: &str) -> Value {
        sqlx::query_scalar(AssertSqlSafe(format!(
            "select coalesce(to_jsonb(x), 'null') from ({sql}) as y(x)"
        )))
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    /// How many deliveries have each rank.
    pub(crate) async fn ranks(&self) -> Value {
        self.value(
            "select coalesce(jsonb_object_agg(rank, n), '{}') from
                 (select rank, count(*) as n from marketing_delivery_state group by rank) r",
        )
        .await
    }

    /// The figures as the deltas add up to them; what is nought is left out.
    pub(crate) async fn figures(&self) -> Value {
        self.value(
            "select coalesce(jsonb_object_agg(coalesce(link || ' ', '') || counter, n), '{}') from
                 (select counter, link, sum(count) as n from marketing_figure_deltas where reason is null
                  group by 1, 2 having sum(count) <> 0) f",
        )
        .await
    }

    /// Why deliveries are lost, as the deltas add up to it, and as the deliveries stand.
    pub(crate) async fn reasons(&self) -> [Value; 2] {
        let lost: Vec<_> = DeliveryState::ALL
            .iter()
            .filter(|state| state.is_lost())
            .map(|state| format!("({}, '{state}')", state.rank()))
            .collect();
        let rows = |rows: &str| {
            format!(
                "select coalesce(jsonb_agg(jsonb_build_array(state, code, n) order by state, code), '[]') from ({rows}) r"
            )
        };
        let added = "select counter as state, reason as code, sum(count) as n from marketing_figure_deltas
                     where reason is not null group by 1, 2 having sum(count) <> 0";
        let standing = format!(
            "select state, coalesce(code, '') as code, count(*) as n from marketing_delivery_state
                                join (values {}) l (r, state) on r = rank group by 1, 2",
            lost.join(", ")
        );
        [self.value(&rows(added)).await, self.value(&rows(&standing)).await]
    }

    pub(crate) async fn state(&self) -> String {
        sqlx::query_scalar("select marketing_state from prospecting_campaigns")
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }
}

/// What writes one person's decision.
pub(crate) fn entry(number: u32, purpose: &str, decision: &str) -> String {
    format!(
        "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
         values (gen_random_uuid(), '{}', 'email', '{purpose}', '{decision}', 'form', 'test', now(), now())",
        address(number)
    )
}

/// Steps until nothing is left to do.
pub(crate) async fn all<S: Stage>(stage: &S, now: DateTime<Utc>) -> usize {
    let mut steps = 0;
    while stage.step(now).await.unwrap() == Step::Worked {
        steps += 1;
        assert!(steps < 1_000, "{} finds no end", S::NAME);
    }
    steps
}
