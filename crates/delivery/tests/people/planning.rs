//! A small world in which audiences are frozen: its clients, its account, and one who launches.

use delivery::{Planner, PlannerSettings};
use domain::{
    CampaignId, Channel, Language,
    audience::Segment,
    campaign::{Campaign, CampaignAct, CampaignEdit, CampaignState, Owner},
    provider::{AccountId, Sender},
};
use providers::{AccountSettings, Accounts, BrevoSettings, ServiceSettings, Timeouts};
use sqlx::{PgPool, types::Uuid};
use store::{Authorship, Change, Launch, NewCampaign, Store};

use crate::world::{at, client, fold, run, settle, value};

/// The account that e-mails leave by.
pub(crate) fn brevo() -> AccountSettings {
    let service = ServiceSettings::Brevo(BrevoSettings {
        key: "xkeysib-test".into(),
        webhook_token: "0123456789abcdef".into(),
        base_url: None,
        idempotency_header: None,
    });
    let senders = vec![Sender { email: "news@example.org".into(), name: "EB VISION".into() }];
    AccountSettings { id: AccountId("brevo".into()), senders, service }
}

/// These accounts, open.
pub(crate) fn open(settings: Vec<AccountSettings>) -> Accounts {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Accounts::open(settings, Timeouts::default()).unwrap()
}

/// A world of some clients, with a planner that cuts batches of three.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) pool: PgPool,
    pub(crate) planner: Planner,
}

impl World {
    pub(crate) async fn new(pool: PgPool) -> Self {
        let store = Store::new(pool.clone());
        for letter in ["a", "b", "c", "d", "e", "f", "g"] {
            run(&pool, &client(letter, &format!("{letter}@x.example"), "", ["", "", ""])).await;
        }
        run(&pool, "insert into companies (name, email) values ('froid', 'froid@x.example')").await;
        fold(&pool).await;
        Self {
            planner: Planner::new(
                store.clone(),
                PlannerSettings { accounts: open(vec![brevo()]), batch: 3, language: Language::Fr },
            ),
            store,
            pool,
        }
    }

    pub(crate) async fn draft(&self, number: u128, edit: &CampaignEdit) -> CampaignId {
        let by = Authorship {
            id: Uuid::from_u128(number),
            owner: Owner { id: "u-7".into(), name: "Awa".into() },
            now: at(0),
        };
        let mut tx = self.store.begin().await.unwrap();
        let new = NewCampaign { channel: Channel::Email, content: edit, by: &by };
        let made = tx.campaigns().create(new).await.unwrap();
        tx.commit().await.unwrap();
        made.id
    }

    pub(crate) async fn launch(&self, id: CampaignId, due: i64, now: i64) {
        let launch = Launch { expected_version: None, due_at: at(due), by: "awa", now: at(now) };
        let mut tx = self.store.begin().await.unwrap();
        let launched = tx.campaigns().launch(id, launch).await.unwrap();
        assert!(matches!(launched, Change::Done(campaign) if campaign.state == CampaignState::Scheduled));
        tx.commit().await.unwrap();
    }

    pub(crate) async fn act(&self, id: CampaignId, act: CampaignAct) -> Change<Campaign> {
        let mut tx = self.store.begin().await.unwrap();
        let done = tx.campaigns().act(id, act, None, at(50)).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    pub(crate) async fn find(&self, id: CampaignId) -> Campaign {
        self.store.begin().await.unwrap().campaigns().find(id).await.unwrap().unwrap()
    }

    /// Launches a good draft at once, and plans it.
    pub(crate) async fn planned(&self, number: u128) -> CampaignId {
        let id = self.draft(number, &letter()).await;
        self.launch(id, 10, 10).await;
        settle(&self.planner, at(10)).await;
        id
    }

    pub(crate) async fn rows(&self, table: &str) -> i64 {
        value(&self.pool, &format!("select count(*) from {table}")).await.as_i64().unwrap()
    }
}

pub(crate) fn letter() -> CampaignEdit {
    CampaignEdit {
        name: "Lettre".into(),
        subject: Some("Bonjour {{ contact.nom | default('à vous') }}".into()),
        html: Some("<p>Voir <a href=\"https://www.example.com/?a=1&amp;b=2\">ici</a></p>".into()),
        audience: Some(Segment::default()),
        ..CampaignEdit::default()
    }
}
