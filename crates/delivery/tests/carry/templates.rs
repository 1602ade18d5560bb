//! Templates on their way to approval: handed in, asked for, known by a provider that did not answer.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use delivery::{Carrier, Errands, Templates};
use domain::{
    ErrandId, Language, TemplateId,
    campaign::Owner,
    errand::{ErrandState, ErrandTask},
    provider::AccountId,
    whatsapp::{
        TemplateCategory, TemplateContent, TemplateNews, TemplateQuality, TemplateRef, TemplateStatus,
        WhatsappTemplate,
    },
};
use providers::{Connection, Failure, KnownTemplate, Submitted};
use serde_json::json;
use sqlx::PgPool;
use store::{Authorship, Change, NewWhatsappTemplate};

use crate::{
    number::Number,
    world::{ACCOUNT, World, all, at, new_id},
};

fn known(name: &str, status: TemplateStatus, reason: Option<&str>, at: DateTime<Utc>) -> KnownTemplate {
    KnownTemplate { news: news(name, status, reason, at), content: Some(content(name)) }
}

fn content(name: &str) -> TemplateContent {
    let content =
        json!({"name": name, "language": "fr", "category": "utility", "body": "Votre commande est partie."});
    serde_json::from_value(content).unwrap()
}

fn news(name: &str, status: TemplateStatus, reason: Option<&str>, at: DateTime<Utc>) -> TemplateNews {
    TemplateNews {
        template: TemplateRef {
            provider_id: Some(format!("p-{name}")),
            name: Some(name.into()),
            language: Some("fr".into()),
        },
        status: Some(status),
        told: None,
        quality: None,
        category: None,
        next_category: None,
        reason: reason.map(str::to_owned),
        detail: None,
        recommendation: None,
        at,
    }
}

fn pending() -> Result<Submitted, Failure> {
    Ok(Submitted {
        provider_id: "p-commande".into(),
        status: TemplateStatus::Pending,
        told: "PENDING".into(),
        category: TemplateCategory::Utility,
    })
}

fn carrier(world: &World, studio: &Arc<Number>) -> Carrier {
    let accounts = [Arc::clone(studio) as Arc<dyn Connection>].into_iter().collect();
    Carrier { accounts, ..world.carrier() }
}

async fn draft(world: &World) -> TemplateId {
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    let (account, content) = (AccountId(ACCOUNT.into()), content("commande"));
    let by = Authorship { id: new_id(), owner, now: at(0) };
    let mut tx = world.store.begin().await.unwrap();
    let new = NewWhatsappTemplate { account: &account, content: &content, by: &by };
    let made = tx.whatsapp_templates().create(new).await.unwrap();
    tx.commit().await.unwrap();
    made.id
}

async fn read(world: &World, id: TemplateId) -> WhatsappTemplate {
    world.store.begin().await.unwrap().whatsapp_templates().find(id).await.unwrap().unwrap()
}

/// Hands it in, and runs what is to be done at that second.
async fn hand_in(world: &World, studio: &Arc<Number>, id: TemplateId, second: i64) {
    let version = read(world, id).await.version;
    let mut tx = world.store.begin().await.unwrap();
    let change = tx.whatsapp_templates().submit(id, version, at(second)).await.unwrap();
    assert!(matches!(change, Change::Done(_)), "{change:?}");
    let task = ErrandTask::SubmitTemplate { template: id };
    tx.errands().create(ErrandId(new_id()), &task, "u-7", at(second)).await.unwrap();
    tx.commit().await.unwrap();
    run(world, studio, second).await;
}

async fn run(world: &World, studio: &Arc<Number>, second: i64) {
    let errands =
        Errands::new(carrier(world, studio), "https://m.example.org".parse().unwrap(), Language::Fr);
    all(&errands, at(second)).await;
}

async fn ask(world: &World, studio: &Arc<Number>, second: i64) {
    all(&Templates::new(carrier(world, studio)), at(second)).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_template_is_refused_mended_and_approved_though_no_webhook_ever_comes(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let studio = Number::judging(vec![pending(), pending()]);
    let id = draft(&world).await;
    hand_in(&world, &studio, id, 10).await;
    assert_eq!(read(&world, id).await.provider_id.as_deref(), Some("p-commande"));
    studio.knows(known("commande", TemplateStatus::Rejected, Some("INVALID_FORMAT"), at(60)));
    ask(&world, &studio, 120).await;
    let refused = read(&world, id).await;
    let reason = refused.rejection.as_ref().map(|rejection| rejection.reason.as_str());
    assert_eq!((refused.status, reason), (TemplateStatus::Rejected, Some("INVALID_FORMAT")));

    let mut tx = world.store.begin().await.unwrap();
    tx.whatsapp_templates().edit(id, refused.version, &content("commande"), at(200)).await.unwrap();
    tx.commit().await.unwrap();
    hand_in(&world, &studio, id, 210).await;
    studio.knows(known("commande", TemplateStatus::Approved, None, at(300)));
    ask(&world, &studio, 340).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Approved);
    let mut tx = world.store.begin().await.unwrap();
    let known = tx.whatsapp_senders().find(&AccountId(ACCOUNT.into())).await.unwrap().unwrap();
    assert_eq!(known.quality, TemplateQuality::Green);
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_whose_answer_was_lost_is_found_at_the_provider_and_not_handed_in_twice(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let lost = Failure::Retry { after: None, code: "timeout".into(), detail: "no answer".into() };
    let studio = Number::judging(vec![Err(lost)]);
    let id = draft(&world).await;
    hand_in(&world, &studio, id, 10).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Pending);
    studio.knows(known("commande", TemplateStatus::Approved, None, at(30)));
    run(&world, &studio, 4_000).await;
    let found = read(&world, id).await;
    assert_eq!((found.status, found.provider_id.as_deref()), (TemplateStatus::Approved, Some("p-commande")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_no_about_the_key_is_none_about_the_template(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let refused = |code: &str| Err(Failure::Refused { code: code.into(), detail: "no".into() });
    let studio = Number::judging(vec![refused("190"), refused("100")]);
    let id = draft(&world).await;
    hand_in(&world, &studio, id, 10).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Draft);
    hand_in(&world, &studio, id, 20).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Rejected);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_verdict_is_heard_though_the_number_cannot_be_asked_and_who_asks_is_told(pool: PgPool) {
    let world = World::new(pool, 1, 1).await;
    let studio = Number::judging(vec![pending()]);
    let id = draft(&world).await;
    hand_in(&world, &studio, id, 10).await;
    studio.falls_silent(Failure::Refused { code: "20003".into(), detail: "Permission Denied".into() });
    studio.knows(known("commande", TemplateStatus::Rejected, Some("INVALID_FORMAT"), at(60)));
    ask(&world, &studio, 120).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Rejected);

    studio.knows(known("commande", TemplateStatus::Approved, None, at(200)));
    let sync = ErrandId(new_id());
    let mut tx = world.store.begin().await.unwrap();
    let task = ErrandTask::SyncTemplates { account: AccountId(ACCOUNT.into()) };
    tx.errands().create(sync, &task, "u-7", at(210)).await.unwrap();
    tx.commit().await.unwrap();
    run(&world, &studio, 210).await;
    assert_eq!(read(&world, id).await.status, TemplateStatus::Approved);
    let told = world.store.begin().await.unwrap().errands().find(sync).await.unwrap().unwrap();
    assert_eq!(told.state, ErrandState::Failed);
}
