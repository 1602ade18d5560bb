//! Campaigns over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::PgPool;

use crate::world::{World, at};

#[sqlx::test(migrations = false)]
async fn a_new_campaign_is_a_draft_of_its_maker(pool: PgPool) {
    let world = World::new(pool).await;
    let body = json!({"name": " Soldes BTP ", "channel": "email", "subject": "−20 %", "tags": ["BTP"]});
    let made = world.post("/campaigns", &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let campaign = made.json();
    assert_eq!(campaign["name"], "Soldes BTP");
    assert_eq!(campaign["state"], "draft");
    assert_eq!(campaign["owner"], json!({"id": "admin", "name": "Claire"}));
    assert_eq!(campaign["origin"], "marketing");
    assert_eq!(
        made.header("location"),
        Some(format!("/api/marketing/v1{}", at("campaigns", &campaign)).as_str())
    );
    assert_eq!(world.get(&at("campaigns", &campaign)).await.json(), campaign);
}

#[sqlx::test(migrations = false)]
async fn a_campaign_that_is_no_draft_cannot_be_edited_but_duplicated(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let campaign = world.campaign("Partie").await;
    sqlx::query("update prospecting_campaigns set marketing_state = 'finished'")
        .execute(&pool)
        .await
        .unwrap();
    let path = at("campaigns", &campaign);
    let current = world.get(&path).await.json();
    let refused = world.put(&path, current["version"].as_i64().unwrap(), &json!({"name": "Autre"})).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "campaign.not_editable"));

    let copy = world.post(&format!("{path}/duplicate"), &json!({"name": "Partie (copie)"})).await;
    assert_eq!((copy.status, &copy.json()["state"]), (StatusCode::CREATED, &json!("draft")));
    assert_ne!(copy.json()["id"], campaign["id"]);
    assert_eq!(copy.json()["version"], 1);
}

#[sqlx::test(migrations = false)]
async fn a_template_must_exist_be_of_the_channel_and_not_be_archived(pool: PgPool) {
    let world = World::new(pool).await;
    let email = world.template("Infolettre", "email").await;
    let whatsapp = world.template("Rappel", "whatsapp").await;
    let with = |template: &serde_json::Value| json!({"name": "a", "channel": "email", "template_id": template["id"]});
    let missing = vec![("/template_id".to_owned(), "field.missing".to_owned())];

    assert_eq!(world.post("/campaigns", &with(&whatsapp)).await.wrong(), missing);
    let nobody =
        json!({"name": "a", "channel": "email", "template_id": "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50"});
    assert_eq!(world.post("/campaigns", &nobody).await.wrong(), missing);
    let campaign = world.post("/campaigns", &with(&email)).await.json();

    let archive = format!("{}/archive", at("templates", &email));
    assert_eq!(
        world.ask(Method::POST, &archive, &[("if-match", "\"1\"")], None).await.status,
        StatusCode::OK
    );
    assert_eq!(world.post("/campaigns", &with(&email)).await.wrong(), missing);
    let kept = json!({"name": "b", "template_id": email["id"]});
    assert_eq!(world.put(&at("campaigns", &campaign), 1, &kept).await.status, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn an_archived_campaign_comes_back_as_it_was(pool: PgPool) {
    let world = World::new(pool).await;
    let campaign = world.campaign("Hiver").await;
    let path = at("campaigns", &campaign);
    let act = async |verb: &str, tag: &str| {
        world.ask(Method::POST, &format!("{path}/{verb}"), &[("if-match", tag)], None).await
    };
    let archived = act("archive", "\"1\"").await.json();
    assert_eq!((&archived["archived"], &archived["state"]), (&json!(true), &json!("draft")));
    assert_eq!(world.put(&path, 2, &json!({"name": "x"})).await.code(), "campaign.not_editable");
    assert_eq!(act("unarchive", "\"1\"").await.code(), "version.stale");
    let back = act("unarchive", "\"2\"").await.json();
    assert_eq!((&back["archived"], &back["name"]), (&json!(false), &json!("Hiver")));
}

#[sqlx::test(migrations = false)]
async fn a_row_that_the_suites_own_table_refuses_is_told_with_its_column(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::query("alter table prospecting_campaigns add column budget integer not null")
        .execute(&pool)
        .await
        .unwrap();
    let refused = world.post("/campaigns", &json!({"name": "a", "channel": "email"})).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "suite.refused"));
    assert!(refused.json()["detail"].as_str().unwrap().contains("budget"), "{refused:?}");
}
