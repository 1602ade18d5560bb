//! A world in which a campaign by WhatsApp and its e-mail part are frozen together, and ordered about.

use delivery::{Planner, PlannerSettings};
use domain::{
    CampaignId, Channel, Language, TemplateId,
    audience::{AudienceCount, Segment},
    campaign::{Campaign, CampaignAct, CampaignEdit, CampaignState, Owner},
    consent::{ConsentPolicy, Decision},
    provider::AccountId,
};
use providers::{AccountSettings, Accounts, MetaSettings, ServiceSettings};
use serde_json::json;
use sqlx::{PgPool, types::Uuid};
use store::{AudienceOf, Authorship, Change, Launch, NewCampaign, Reached, Store};

use crate::{
    planning::{brevo, letter, open},
    world::{at, client, decide, fold, run, settle, value},
};

const TEMPLATE: TemplateId = TemplateId(Uuid::from_u128(77));

fn accounts() -> Accounts {
    let meta = ServiceSettings::Meta(Box::new(MetaSettings {
        token: "a-token-of-the-tests".into(),
        phone_number_id: "106540000000001".into(),
        phone: "+33700000000".into(),
        waba_id: "102290000000001".into(),
        app_secret: "a-secret-of-the-tests".into(),
        verify_token: "a-word-of-the-tests".into(),
        graph_version: "v25.0".into(),
        base_url: None,
        app_id: None,
        calls: 10,
    }));
    let meta = AccountSettings { id: AccountId("meta".into()), senders: Vec::new(), service: meta };
    open(vec![brevo(), meta])
}

/// A template that Meta has approved, whoever plans, and whoever may be written to.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) pool: PgPool,
    pub(crate) planner: Planner,
}

impl World {
    pub(crate) async fn new(pool: PgPool) -> Self {
        Self::empty(pool).await.peopled().await
    }

    /// Eight clients: `a` to `d` agreed to WhatsApp, `c` has no e-mail and `d` a second contact; `e` to `g` have an e-mail only, of which
    /// `g` withdrew, and `h` has nothing.
    pub(crate) async fn peopled(self) -> Self {
        let Self { store, pool, .. } = &self;
        for (letter, email, phone) in [
            ("a", "a@x.example", "+33612340001"),
            ("b", "b@x.example", "+33612340002"),
            ("c", "", "+33612340003"),
            ("d", "d@x.example", "+33612340004"),
            ("e", "e@x.example", ""),
            ("f", "f@x.example", "+33612340006"),
            ("g", "g@x.example", ""),
            ("h", "", ""),
        ] {
            run(pool, &client(letter, email, phone, ["", "", ""])).await;
        }
        run(pool, &client("d encore", "d@x.example", "", ["", "", ""])).await;
        for number in 1..=4 {
            decide(store, &format!("+3361234000{number}"), Channel::Whatsapp, Decision::Granted, 1).await;
        }
        decide(store, "g@x.example", Channel::Email, Decision::Withdrawn, 1).await;
        fold(pool).await;
        self
    }

    /// Nobody is there yet.
    pub(crate) async fn empty(pool: PgPool) -> Self {
        Self::carried_by(pool, accounts()).await
    }

    /// The same, with accounts `meta` and `brevo` of one's own.
    pub(crate) async fn carried_by(pool: PgPool, accounts: Accounts) -> Self {
        let content = json!({"name": "soldes", "language": "fr", "category": "marketing", "body": "Nos offres.", "examples": {}});
        run(
            &pool,
            &format!(
                "insert into prospecting_templates (marketing_id, marketing_name, marketing_channel, marketing_origin, marketing_text,
                                                    marketing_created_at, marketing_updated_at)
                 values ('{TEMPLATE}', 'soldes', 'whatsapp', 'marketing', 'Nos offres.', now(), now());
                 insert into marketing_whatsapp_templates (template_id, account, name, language, category, content, status, provider_id)
                 values ('{TEMPLATE}', 'meta', 'soldes', 'fr', 'marketing', '{content}', 'approved', '1')"
            ),
        )
        .await;
        let settings = PlannerSettings { accounts, batch: 3, language: Language::Fr };
        let store = Store::new(pool.clone());
        Self { planner: Planner::new(store.clone(), settings), store, pool }
    }

    /// A draft by WhatsApp with its part, whose message is this.
    async fn draft(&self, segment: &Segment, message: &CampaignEdit) -> (CampaignId, CampaignId) {
        let by = |number| Authorship {
            id: Uuid::from_u128(number),
            owner: Owner { id: "u-7".into(), name: "Awa".into() },
            now: at(0),
        };
        let whatsapp = CampaignEdit {
            name: "Soldes".into(),
            template_id: Some(TEMPLATE),
            audience: Some(segment.clone()),
            ..CampaignEdit::default()
        };
        let mut tx = self.store.begin().await.unwrap();
        let new = NewCampaign { channel: Channel::Whatsapp, content: &whatsapp, by: &by(1) };
        let main = tx.campaigns().create(new).await.unwrap();
        let Change::Done(part) = tx.campaigns().add_email_part(main.id, &by(2)).await.unwrap() else {
            panic!("no part")
        };
        let said = CampaignEdit { name: main.name, audience: main.audience, ..message.clone() };
        assert!(matches!(
            tx.campaigns().edit(part.id, part.version, &said, at(1)).await.unwrap(),
            Change::Done(_)
        ));
        tx.commit().await.unwrap();
        (main.id, part.id)
    }

    pub(crate) async fn launched(&self, message: &CampaignEdit) -> (CampaignId, CampaignId) {
        self.launched_to(&Segment::default(), message).await
    }

    pub(crate) async fn launched_to(
        &self,
        segment: &Segment,
        message: &CampaignEdit,
    ) -> (CampaignId, CampaignId) {
        let (main, part) = self.draft(segment, message).await;
        let launch = Launch { expected_version: None, due_at: at(10), by: "awa", now: at(10) };
        let mut tx = self.store.begin().await.unwrap();
        assert!(matches!(tx.campaigns().launch(main, launch).await.unwrap(), Change::Done(_)));
        tx.commit().await.unwrap();
        (main, part)
    }

    pub(crate) async fn planned(&self) -> (CampaignId, CampaignId) {
        let ids = self.launched(&letter()).await;
        settle(&self.planner, at(10)).await;
        ids
    }

    pub(crate) async fn find(&self, id: CampaignId) -> Campaign {
        self.store.begin().await.unwrap().campaigns().find(id).await.unwrap().unwrap()
    }

    pub(crate) async fn states(&self, ids: (CampaignId, CampaignId)) -> (CampaignState, CampaignState) {
        (self.find(ids.0).await.state, self.find(ids.1).await.state)
    }

    pub(crate) async fn order(&self, main: CampaignId, act: CampaignAct) -> Change<Campaign> {
        let mut tx = self.store.begin().await.unwrap();
        let done = tx.campaigns().act_on_both(main, act, None, at(50)).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// The addresses that a campaign is planned for, in order.
    pub(crate) async fn addresses(&self, id: CampaignId) -> serde_json::Value {
        let sql = format!(
            "select coalesce(jsonb_agg(address order by address), '[]') from marketing_deliveries where campaign_id = '{id}'"
        );
        value(&self.pool, &sql).await
    }

    pub(crate) async fn count(&self, channel: Channel, reached: Reached) -> AudienceCount {
        let (segment, policy) = (Segment::default(), ConsentPolicy::default());
        let of = AudienceOf { channel, segment: &segment, policy: &policy, now: at(0), reached };
        self.store.begin().await.unwrap().audience().count(of).await.unwrap()
    }
}
