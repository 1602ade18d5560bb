//! Templates of WhatsApp: what may be done to them, and what providers tell of them.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel, TemplateId,
    campaign::{CampaignAct, CampaignEdit, CampaignState},
    provider::AccountId,
    whatsapp::{
        Rejection, SenderNews, TemplateCategory, TemplateContent, TemplateNews, TemplateQuality, TemplateRef,
        TemplateStatus, Tier, WhatsappTemplate, WhatsappTemplateQuery,
    },
};
use serde_json::json;
use sqlx::{PgPool, types::Uuid};
use store::{Change, NewWhatsappTemplate, Store, StoreError, Taken};

use crate::support::{at, by, create, migrated, value};

fn account() -> AccountId {
    AccountId("meta".into())
}

fn content(name: &str) -> TemplateContent {
    let content =
        json!({"name": name, "language": "fr", "category": "utility", "body": format!("Bonjour de {name}.")});
    serde_json::from_value(content).unwrap()
}

async fn draft(store: &Store, number: u128, name: &str) -> WhatsappTemplate {
    let (account, content, by) = (account(), content(name), by(number, 0));
    let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
    let mut tx = store.begin().await.unwrap();
    let made = tx.whatsapp_templates().create(new).await.unwrap();
    tx.commit().await.unwrap();
    made
}

/// One that was handed in at second 10, and is the provider's `p-{number}`.
async fn handed_in(store: &Store, number: u128, name: &str) -> TemplateId {
    let WhatsappTemplate { id, version, .. } = draft(store, number, name).await;
    let mut tx = store.begin().await.unwrap();
    done(tx.whatsapp_templates().submit(id, version, at(10)).await.unwrap());
    let provider_id = format!("p-{number}");
    let taken = Taken {
        provider_id: &provider_id,
        status: TemplateStatus::Pending,
        told: "PENDING",
        category: TemplateCategory::Utility,
    };
    tx.whatsapp_templates().taken(id, taken, at(11)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn done<T: std::fmt::Debug>(change: Change<T>) -> T {
    let Change::Done(value) = change else { panic!("{change:?}") };
    value
}

fn news(provider_id: &str, status: TemplateStatus, at: DateTime<Utc>) -> TemplateNews {
    TemplateNews {
        template: TemplateRef { provider_id: Some(provider_id.into()), name: None, language: None },
        status: Some(status),
        told: None,
        quality: None,
        category: None,
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at,
    }
}

async fn hear(store: &Store, news: &TemplateNews) -> Option<Vec<CampaignId>> {
    let mut tx = store.begin().await.unwrap();
    let heard = tx.whatsapp_templates().hear(&account(), news, at(100)).await.unwrap();
    tx.commit().await.unwrap();
    heard.map(|heard| heard.stopped)
}

async fn read(store: &Store, id: TemplateId) -> WhatsappTemplate {
    store.begin().await.unwrap().whatsapp_templates().find(id).await.unwrap().unwrap()
}

async fn sending(store: &Store, number: u128, template: TemplateId) -> CampaignId {
    let content =
        CampaignEdit { name: "Rappel".into(), template_id: Some(template), ..CampaignEdit::default() };
    let id = create(store, number, Channel::Whatsapp, &content).await.unwrap().id;
    let mut tx = store.begin().await.unwrap();
    for act in [CampaignAct::Launch, CampaignAct::Plan, CampaignAct::Send] {
        done(tx.campaigns().act(id, act, None, at(20)).await.unwrap());
    }
    tx.commit().await.unwrap();
    id
}

#[sqlx::test(migrations = false)]
async fn a_template_is_a_row_of_the_suite_too(pool: PgPool) {
    let store = migrated(&pool).await;
    let made = draft(&store, 1, "promo").await;
    let row =
        value(&pool, "select to_jsonb(x) from (select name, channel, content from prospecting_templates) x")
            .await;
    assert_eq!(row, json!({"name": "promo", "channel": "WHATSAPP", "content": "Bonjour de promo."}));
    assert_eq!(read(&store, made.id).await, made);
}

#[sqlx::test(migrations = false)]
async fn name_and_language_are_one_templates_in_each_account(pool: PgPool) {
    let store = migrated(&pool).await;
    let first = draft(&store, 1, "promo").await;
    let (account, content, by) = (account(), content("promo"), by(2, 0));
    let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
    let refused = store.begin().await.unwrap().whatsapp_templates().create(new).await;
    assert!(matches!(refused, Err(StoreError::TemplateNameTaken)), "{refused:?}");
    let mut tx = store.begin().await.unwrap();
    done(tx.whatsapp_templates().delete(first.id, first.version, at(5)).await.unwrap());
    tx.whatsapp_templates().create(new).await.unwrap();
}

#[sqlx::test(migrations = false)]
async fn what_is_handed_in_is_not_written_to_until_it_is_refused(pool: PgPool) {
    let store = migrated(&pool).await;
    let id = handed_in(&store, 1, "promo").await;
    let mut tx = store.begin().await.unwrap();
    let pending = read(&store, id).await;
    let edit = tx.whatsapp_templates().edit(id, pending.version, &content("promo"), at(12)).await.unwrap();
    assert!(matches!(edit, Change::NotEditable(_)), "{edit:?}");
    drop(tx);

    let why = TemplateNews {
        reason: Some("INVALID_FORMAT".into()),
        recommendation: Some("Say more".into()),
        ..news("p-1", TemplateStatus::Rejected, at(60))
    };
    assert_eq!(hear(&store, &why).await, Some(vec![]));
    let refused = read(&store, id).await;
    let reason =
        Rejection { reason: "INVALID_FORMAT".into(), detail: None, recommendation: Some("Say more".into()) };
    assert_eq!((refused.status, refused.rejection.clone()), (TemplateStatus::Rejected, Some(reason.clone())));

    let mut tx = store.begin().await.unwrap();
    let stale = tx.whatsapp_templates().edit(id, pending.version, &content("promo"), at(70)).await.unwrap();
    assert!(matches!(stale, Change::Stale(_)), "{stale:?}");
    let mended = tx.whatsapp_templates().edit(id, refused.version, &content("promo"), at(70)).await.unwrap();
    let mended = done(mended);
    assert_eq!((mended.status, mended.rejection), (TemplateStatus::Draft, Some(reason)));
    tx.whatsapp_templates().submit(id, mended.version, at(80)).await.unwrap();
    tx.commit().await.unwrap();
    hear(&store, &news("p-1", TemplateStatus::Rejected, at(60))).await;
    assert_eq!(read(&store, id).await.status, TemplateStatus::Pending, "an old no is not about the new text");
    hear(&store, &news("p-1", TemplateStatus::Approved, at(90))).await;

    let history = store.begin().await.unwrap().whatsapp_templates().history(id).await.unwrap();
    let steps: Vec<_> = history.iter().map(|step| step.status.as_str()).collect();
    assert_eq!(steps, ["draft", "pending", "rejected", "draft", "pending", "approved"]);
}

#[sqlx::test(migrations = false)]
async fn only_what_is_approved_and_not_put_away_may_be_sent(pool: PgPool) {
    let store = migrated(&pool).await;
    let id = handed_in(&store, 1, "promo").await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.whatsapp_templates().approved(id).await.unwrap(), None);
    drop(tx);
    hear(&store, &news("p-1", TemplateStatus::Approved, at(60))).await;
    let mut tx = store.begin().await.unwrap();
    let approved = tx.whatsapp_templates().approved(id).await.unwrap().unwrap();
    assert_eq!(approved.provider_id.as_deref(), Some("p-1"));
    done(tx.templates().archive(id, approved.version, at(70)).await.unwrap());
    assert_eq!(tx.whatsapp_templates().approved(id).await.unwrap(), None);
}

#[sqlx::test(migrations = false)]
async fn a_paused_template_stops_what_sends_it_once_and_older_news_starts_nothing(pool: PgPool) {
    let store = migrated(&pool).await;
    let id = handed_in(&store, 1, "promo").await;
    hear(&store, &news("p-1", TemplateStatus::Approved, at(30))).await;
    let campaign = sending(&store, 7, id).await;
    let paused = news("p-1", TemplateStatus::Paused, at(60));
    assert_eq!(hear(&store, &paused).await, Some(vec![campaign]));
    assert_eq!(hear(&store, &paused).await, Some(vec![]));
    hear(&store, &news("p-1", TemplateStatus::Approved, at(40))).await;
    assert_eq!(read(&store, id).await.status, TemplateStatus::Paused);
    let mut tx = store.begin().await.unwrap();
    let found = tx.campaigns().find(campaign).await.unwrap().unwrap();
    assert_eq!(
        (found.state, found.state_reason.as_deref()),
        (CampaignState::Paused, Some("template_paused"))
    );
    assert_eq!(tx.whatsapp_templates().uses(id).await.unwrap()[0].state, CampaignState::Paused);
    assert!(tx.whatsapp_templates().is_on_its_way(id).await.unwrap());
}

#[sqlx::test(migrations = false)]
async fn what_nobody_wrote_here_is_taken_in_and_what_is_gone_there_is_gone_here(pool: PgPool) {
    let store = migrated(&pool).await;
    let told = TemplateNews {
        template: TemplateRef {
            provider_id: Some("p-9".into()),
            name: Some("bienvenue".into()),
            language: Some("fr".into()),
        },
        quality: Some(TemplateQuality::Green),
        ..news("p-9", TemplateStatus::Approved, at(30))
    };
    let mut tx = store.begin().await.unwrap();
    let fresh = Uuid::from_u128(9);
    for second in [30, 31] {
        tx.whatsapp_templates()
            .meet(&account(), &told, &content("bienvenue"), fresh, at(second))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let listed = tx.whatsapp_templates().list(&WhatsappTemplateQuery::default()).await.unwrap().items;
    let shown: Vec<_> = listed.iter().map(|row| (row.name.as_str(), row.status, row.quality)).collect();
    assert_eq!(shown, [("bienvenue", TemplateStatus::Approved, TemplateQuality::Green)]);
    assert_eq!(tx.whatsapp_templates().miss(&account(), at(20_000), at(20_001)).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    assert_eq!(read(&store, TemplateId(fresh)).await.status, TemplateStatus::Deleted);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.whatsapp_templates().list(&WhatsappTemplateQuery::default()).await.unwrap().items, []);
}

#[sqlx::test(migrations = false)]
async fn an_account_is_asked_every_two_minutes_while_a_template_waits_and_else_every_hour(pool: PgPool) {
    let store = migrated(&pool).await;
    let mut tx = store.begin().await.unwrap();
    let among = [account()];
    let mut due = Vec::new();
    for second in (0..=7_200).step_by(60) {
        if tx.whatsapp_templates().next_poll(&among, at(second)).await.unwrap().is_some() {
            tx.whatsapp_templates().polled(&account(), at(second)).await.unwrap();
            due.push(second);
        }
    }
    assert_eq!(due, [0, 3_600, 7_200]);
    tx.commit().await.unwrap();
    handed_in(&store, 1, "promo").await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.whatsapp_templates().next_poll(&among, at(7_260)).await.unwrap(), None);
    assert_eq!(tx.whatsapp_templates().next_poll(&among, at(7_320)).await.unwrap(), Some(account()));
    assert_eq!(tx.whatsapp_templates().next_poll(&among, at(7_380)).await.unwrap(), None);
}

#[sqlx::test(migrations = false)]
async fn what_the_news_of_a_number_does_not_speak_of_stays(pool: PgPool) {
    let store = migrated(&pool).await;
    let mut tx = store.begin().await.unwrap();
    let tier = SenderNews { daily_limit: Some(Some(2_000)), per_second: Some(80), ..SenderNews::default() };
    let quality = SenderNews { quality: Some(TemplateQuality::Yellow), ..SenderNews::default() };
    tx.whatsapp_senders().hear(&account(), &tier, at(10)).await.unwrap();
    tx.whatsapp_senders().hear(&account(), &quality, at(20)).await.unwrap();
    let late = SenderNews { quality: Some(TemplateQuality::Red), ..SenderNews::default() };
    tx.whatsapp_senders().hear(&account(), &late, at(5)).await.unwrap();
    let known = tx.whatsapp_senders().find(&account()).await.unwrap().unwrap();
    assert_eq!(
        (known.quality, known.tier, known.per_second),
        (TemplateQuality::Yellow, Some(Tier(Some(2_000))), Some(80))
    );
    let any = SenderNews { daily_limit: Some(None), ..SenderNews::default() };
    tx.whatsapp_senders().hear(&account(), &any, at(30)).await.unwrap();
    assert_eq!(tx.whatsapp_senders().find(&account()).await.unwrap().unwrap().tier, Some(Tier(None)));
    assert_eq!(tx.whatsapp_senders().used(&account(), at(0)).await.unwrap(), 0);
}
