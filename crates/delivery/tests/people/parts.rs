//! A campaign by WhatsApp with an e-mail part: frozen together or not at all, and nobody is planned by both.

use delivery::{Planner, PlannerSettings, Stage, Step};
use domain::{
    CampaignId, Channel, Language, TemplateId,
    audience::{AudienceCount, ExclusionReason as Reason, Reach, Segment},
    campaign::{Campaign, CampaignAct, CampaignEdit, CampaignState, Owner},
    consent::{ConsentPolicy, Decision},
    list::Page,
    provider::{AccountId, Sender},
};
use providers::{AccountSettings, Accounts, BrevoSettings, MetaSettings, ServiceSettings, Timeouts};
use serde_json::json;
use sqlx::{PgPool, types::Uuid};
use store::{AudienceOf, Authorship, Change, Launch, NewCampaign, Reached, Store};

use crate::{
    planning::letter,
    world::{at, client, decide, fold, may_be_planned, run, settle, steps, suppress, value},
};

const TEMPLATE: TemplateId = TemplateId(Uuid::from_u128(77));

fn accounts() -> Accounts {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let brevo = ServiceSettings::Brevo(BrevoSettings {
        key: "xkeysib-test".into(),
        webhook_token: "0123456789abcdef".into(),
        base_url: None,
        idempotency_header: None,
    });
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
    let account = |id: &str, senders, service| AccountSettings { id: AccountId(id.into()), senders, service };
    let sender = Sender { email: "news@example.org".into(), name: "EB VISION".into() };
    let both = vec![account("brevo", vec![sender], brevo), account("meta", Vec::new(), meta)];
    Accounts::open(both, Timeouts::default()).unwrap()
}

/// Eight clients: `a` to `d` agreed to WhatsApp, `c` has no e-mail and `d` a second contact; `e` to `g` have an e-mail only, of which
/// `g` withdrew, and `h` has nothing.
struct World {
    store: Store,
    pool: PgPool,
    planner: Planner,
}

impl World {
    async fn new(pool: PgPool) -> Self {
        let store = Store::new(pool.clone());
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
            run(&pool, &client(letter, email, phone, ["", "", ""])).await;
        }
        run(&pool, &client("d encore", "d@x.example", "", ["", "", ""])).await;
        for number in 1..=4 {
            decide(&store, &format!("+3361234000{number}"), Channel::Whatsapp, Decision::Granted, 1).await;
        }
        decide(&store, "g@x.example", Channel::Email, Decision::Withdrawn, 1).await;
        fold(&pool).await;
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
        let settings = PlannerSettings { accounts: accounts(), batch: 3, language: Language::Fr };
        Self { planner: Planner::new(store.clone(), settings), store, pool }
    }

    /// A draft by WhatsApp with its part, whose message is this.
    async fn draft(&self, message: &CampaignEdit) -> (CampaignId, CampaignId) {
        let by = |number| Authorship {
            id: Uuid::from_u128(number),
            owner: Owner { id: "u-7".into(), name: "Awa".into() },
            now: at(0),
        };
        let whatsapp = CampaignEdit {
            name: "Soldes".into(),
            template_id: Some(TEMPLATE),
            audience: Some(Segment::default()),
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

    async fn launched(&self, message: &CampaignEdit) -> (CampaignId, CampaignId) {
        let (main, part) = self.draft(message).await;
        let launch = Launch { expected_version: None, due_at: at(10), by: "awa", now: at(10) };
        let mut tx = self.store.begin().await.unwrap();
        assert!(matches!(tx.campaigns().launch(main, launch).await.unwrap(), Change::Done(_)));
        tx.commit().await.unwrap();
        (main, part)
    }

    async fn planned(&self) -> (CampaignId, CampaignId) {
        let ids = self.launched(&letter()).await;
        settle(&self.planner, at(10)).await;
        ids
    }

    async fn find(&self, id: CampaignId) -> Campaign {
        self.store.begin().await.unwrap().campaigns().find(id).await.unwrap().unwrap()
    }

    async fn states(&self, ids: (CampaignId, CampaignId)) -> (CampaignState, CampaignState) {
        (self.find(ids.0).await.state, self.find(ids.1).await.state)
    }

    async fn order(&self, main: CampaignId, act: CampaignAct) -> Change<Campaign> {
        let mut tx = self.store.begin().await.unwrap();
        let done = tx.campaigns().act_on_both(main, act, None, at(50)).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// The addresses that a campaign is planned for, in order.
    async fn addresses(&self, id: CampaignId) -> serde_json::Value {
        let sql = format!(
            "select coalesce(jsonb_agg(address order by address), '[]') from marketing_deliveries where campaign_id = '{id}'"
        );
        value(&self.pool, &sql).await
    }

    async fn count(&self, channel: Channel, reached: Reached) -> AudienceCount {
        let (segment, policy) = (Segment::default(), ConsentPolicy::default());
        let of = AudienceOf { channel, segment: &segment, policy: &policy, now: at(0), reached };
        self.store.begin().await.unwrap().audience().count(of).await.unwrap()
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn whoever_whatsapp_reaches_gets_no_email_and_the_rest_does(pool: PgPool) {
    let world = World::new(pool).await;
    let whatsapp = world.count(Channel::Whatsapp, Reached::Nobody).await;
    let email = world.count(Channel::Email, Reached::AsThingsStand).await;
    let (main, part) = world.planned().await;

    assert_eq!(world.states((main, part)).await, (CampaignState::Sending, CampaignState::Sending));
    assert_eq!(
        world.addresses(main).await,
        json!(["+33612340001", "+33612340002", "+33612340003", "+33612340004"])
    );
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
    let mut tx = world.store.begin().await.unwrap();
    let (of_main, of_part) =
        (tx.exclusions().waterfall(main).await.unwrap(), tx.exclusions().waterfall(part).await.unwrap());
    assert_eq!((&of_main, &of_part), (&whatsapp.waterfall, &email.waterfall), "planned is what was counted");
    // Both contacts of d count, for d is reached.
    assert_eq!(steps(&email), [(Reason::ByWhatsapp, 5), (Reason::NoAddress, 1), (Reason::NoConsent, 1)]);
    let reach = Reach::of(&of_main, &of_part);
    assert_eq!(reach, Reach { targeted: 9, by_whatsapp: 4, by_email: 2, left_out: 3 });
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_person_is_reached_once_whatever_becomes_of_their_contacts_meanwhile(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    // Between the two audiences the contact of a becomes another person's, as the directory would have it.
    run(&pool, "insert into marketing_people select gen_random_uuid(), email, phone, 'autre', company, kinds from marketing_people
                    where email = 'a@x.example';
                create function part() returns trigger language plpgsql as $$ begin
                    update marketing_contacts set person_id = (select id from marketing_people where name = 'autre')
                    where email = 'a@x.example'; return null; end $$;
                create trigger part after insert on marketing_links for each statement execute function part()").await;
    let (_, part) = world.planned().await;
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn whom_whatsapp_may_not_write_to_for_now_gets_the_email(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    run(&pool, "insert into marketing_whatsapp_caps (address, code, until) values ('+33612340001', '131049', '2099-01-01')")
        .await;
    suppress(&world.store, "+33612340002", Channel::Whatsapp).await;
    let (main, part) = world.planned().await;
    assert_eq!(world.addresses(main).await, json!(["+33612340003", "+33612340004"]));
    assert_eq!(
        world.addresses(part).await,
        json!(["a@x.example", "b@x.example", "e@x.example", "f@x.example"])
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_yes_that_is_withdrawn_after_the_plan_brings_no_email(pool: PgPool) {
    let world = World::new(pool).await;
    let (_, part) = world.planned().await;
    decide(&world.store, "+33612340001", Channel::Whatsapp, Decision::Withdrawn, 20).await;
    settle(&world.planner, at(30)).await;
    assert_eq!(world.addresses(part).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_planner_that_breaks_off_has_frozen_neither(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let ids = world.launched(&letter()).await;
    assert_eq!(world.planner.step(at(10)).await.unwrap(), Step::Worked);
    assert_eq!(world.states(ids).await, (CampaignState::Planning, CampaignState::Planning));
    // The first audience is frozen when the second one fails.
    run(&pool, &format!("create function crash() returns trigger language plpgsql as $$ begin
                if new.campaign_id = '{}' then raise exception 'killed'; end if; return new; end $$;
                create trigger crash before insert on marketing_figure_deltas for each row execute function crash()", ids.1))
        .await;
    assert!(world.planner.step(at(11)).await.is_err());
    assert_eq!((world.addresses(ids.0).await, world.addresses(ids.1).await), (json!([]), json!([])));
    run(&pool, "drop trigger crash on marketing_figure_deltas").await;
    may_be_planned(&pool, ids.0).await;
    settle(&world.planner, at(12)).await;
    assert_eq!(world.addresses(ids.1).await, json!(["e@x.example", "f@x.example"]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_that_cannot_be_planned_takes_its_campaign_with_it(pool: PgPool) {
    let world = World::new(pool).await;
    let ids = world.launched(&CampaignEdit { html: None, text: None, ..letter() }).await;
    settle(&world.planner, at(10)).await;
    assert_eq!(world.states(ids).await, (CampaignState::Failed, CampaignState::Failed));
    assert_eq!(world.find(ids.0).await.state_reason.as_deref(), Some("content.missing"));
    assert_eq!(world.addresses(ids.0).await, json!([]));
}

#[sqlx::test(migrations = "../../migrations")]
async fn both_are_held_let_go_on_and_called_off_together(pool: PgPool) {
    use CampaignState as S;
    let world = World::new(pool).await;
    let ids = world.planned().await;
    for (act, state) in [
        (CampaignAct::Pause, S::Paused),
        (CampaignAct::Resume, S::Sending),
        (CampaignAct::Cancel, S::Cancelled),
    ] {
        assert!(matches!(world.order(ids.0, act).await, Change::Done(_)), "{act}");
        assert_eq!(world.states(ids).await, (state, state));
    }
    assert!(matches!(world.order(ids.0, CampaignAct::Resume).await, Change::NotEditable(_)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_that_an_alarm_paused_goes_on_with_the_next_order(pool: PgPool) {
    use CampaignState as S;
    let world = World::new(pool).await;
    let ids = world.planned().await;
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(ids.1, CampaignAct::Pause, Some("bounces"), at(20)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.states(ids).await, (S::Sending, S::Paused));
    assert!(matches!(world.order(ids.0, CampaignAct::Resume).await, Change::Done(_)));
    assert_eq!(world.states(ids).await, (S::Sending, S::Sending));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_campaign_is_finished_when_its_part_is(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let ids = world.planned().await;
    let spent = async || world.store.begin().await.unwrap().batches().spent().await.unwrap();
    run(&pool, &format!("update marketing_batches set state = 'done' where campaign_id = '{}'", ids.0)).await;
    assert_eq!(spent().await, [], "its e-mails still leave");
    run(&pool, "update marketing_batches set state = 'done'").await;
    assert_eq!(spent().await, [ids.1]);
    let mut tx = world.store.begin().await.unwrap();
    tx.campaigns().act(ids.1, CampaignAct::Finish, None, at(60)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(spent().await, [ids.0]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn recipients_and_those_left_out_are_one_list_that_names_the_channel(pool: PgPool) {
    let world = World::new(pool).await;
    let (main, part) = world.planned().await;
    let mut tx = world.store.begin().await.unwrap();
    let Page { items, next, .. } = tx
        .recipients()
        .page(main, &domain::report::RecipientQuery { limit: 4, ..Default::default() })
        .await
        .unwrap();
    let seen: Vec<_> = items.iter().map(|item| (item.number, item.channel)).collect();
    assert_eq!(seen.iter().filter(|(number, _)| *number == 1).count(), 2, "{seen:?}");
    let query = domain::report::RecipientQuery { cursor: next, ..Default::default() };
    assert_eq!(items.len() + tx.recipients().page(main, &query).await.unwrap().items.len(), 6);
    assert_eq!(tx.recipients().page(part, &Default::default()).await.unwrap().items.len(), 2);
    let left_out = tx.exclusions().page(main, &Default::default()).await.unwrap().items;
    let by = |channel| left_out.iter().filter(|left| left.channel == channel).count();
    assert_eq!((by(Channel::Whatsapp), by(Channel::Email)), (5, 7));
}
