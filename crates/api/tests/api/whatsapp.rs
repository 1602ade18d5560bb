//! Templates of WhatsApp over HTTP.

use domain::provider::AccountId;
use providers::{AccountSettings, Accounts, MetaSettings, ServiceSettings, Timeouts};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::{self, Answer, World};

/// A server whose only account is a number with Meta, that nobody calls.
async fn world(pool: PgPool) -> World {
    // Another test of this process may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let service = ServiceSettings::Meta(Box::new(MetaSettings {
        token: "a-token-of-the-tests".to_owned().into(),
        phone_number_id: "106540000000001".into(),
        phone: "+33700000000".into(),
        waba_id: "102290000000001".into(),
        app_secret: "a-secret-of-the-tests".to_owned().into(),
        verify_token: "a-word-of-the-tests".to_owned().into(),
        graph_version: "v25.0".into(),
        base_url: None,
        app_id: None,
        calls: 10,
    }));
    let number = AccountSettings { id: AccountId("meta".into()), senders: Vec::new(), service };
    let accounts = Accounts::open(vec![number], Timeouts::default()).unwrap();
    World::of(api::Api { accounts, ..world::api(pool) }).await
}

fn content(name: &str) -> Value {
    json!({"name": name, "language": "fr", "category": "marketing",
        "body": "Bonjour {{prenom}}, nos offres du mois sont là. Répondez STOP pour arrêter.",
        "examples": {"prenom": "Awa"}})
}

async fn made(world: &World, content: &Value) -> Answer {
    world.post("/whatsapp/templates", &json!({"account": "meta", "content": content})).await
}

fn path(template: &Value) -> String {
    format!("/whatsapp/templates/{}", template["id"].as_str().unwrap())
}

async fn under(world: &World, method: Method, path: &str, version: i64) -> Answer {
    world.ask(method, path, &[("if-match", &format!("\"{version}\""))], None).await
}

#[sqlx::test(migrations = false)]
async fn a_draft_may_be_incomplete_and_is_handed_in_only_once_it_is_right(pool: PgPool) {
    let world = world(pool).await;
    let template =
        made(&world, &json!({"name": "promo", "language": "fr", "category": "marketing", "body": ""})).await;
    assert_eq!(template.status, StatusCode::CREATED, "{template:?}");
    let path = path(&template.json());
    let submit = format!("{path}/submit");
    let refused = under(&world, Method::POST, &submit, 1).await;
    assert_eq!((refused.code().as_str(), refused.status), ("template.not_ready", StatusCode::CONFLICT));
    assert!(refused.json()["detail"].as_str().unwrap().contains("body.missing (/body)"), "{refused:?}");

    let edited = world.put(&path, 1, &content("promo")).await.json();
    assert_eq!((&edited["status"], &edited["version"]), (&json!("draft"), &json!(2)));
    let errand = under(&world, Method::POST, &submit, 2).await;
    assert_eq!(
        (errand.status, &errand.json()["task"]["kind"]),
        (StatusCode::ACCEPTED, &json!("submit_template"))
    );
    assert_eq!(world.get(&path).await.json()["status"], "pending");
    assert_eq!(world.put(&path, 3, &content("promo")).await.code(), "template.not_editable");
    assert_eq!(under(&world, Method::POST, &submit, 2).await.code(), "version.stale");
    let history = world.get(&format!("{path}/history")).await.json();
    let steps: Vec<_> =
        history.as_array().unwrap().iter().map(|step| step["status"].as_str().unwrap()).collect();
    assert_eq!(steps, ["draft", "pending"]);
}

#[sqlx::test(migrations = false)]
async fn a_name_is_one_templates_in_each_language_and_a_new_version_is_a_draft(pool: PgPool) {
    let world = world(pool).await;
    let template = made(&world, &content("promo")).await.json();
    assert_eq!(made(&world, &content("promo")).await.code(), "template.name_taken");
    let wrong = made(&world, &content("Promo d’été")).await;
    assert_eq!(wrong.wrong(), [("/content/name".to_owned(), "field.name".to_owned())]);
    let unknown = json!({"account": "brevo", "content": content("promo")});
    assert_eq!(world.post("/whatsapp/templates", &unknown).await.code(), "account.not_found");

    let duplicate = format!("{}/duplicate", path(&template));
    assert_eq!(
        world.post(&duplicate, &json!({"name": "promo", "language": "fr"})).await.code(),
        "template.name_taken"
    );
    for (name, language) in [("promo_v2", "fr"), ("promo", "en_US")] {
        let copy = world.post(&duplicate, &json!({"name": name, "language": language})).await.json();
        assert_eq!((&copy["content"]["language"], &copy["status"]), (&json!(language), &json!("draft")));
    }
    let listed = world.get("/whatsapp/templates?sort=name").await.json();
    let names: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["promo", "promo", "promo_v2"]);
}

#[sqlx::test(migrations = false)]
async fn the_same_text_is_not_handed_in_twice(pool: PgPool) {
    let world = world(pool).await;
    let first = path(&made(&world, &content("promo")).await.json());
    under(&world, Method::POST, &format!("{first}/submit"), 1).await;
    let twin = path(&made(&world, &content("promo_2")).await.json());
    let refused = under(&world, Method::POST, &format!("{twin}/submit"), 1).await;
    assert_eq!(refused.json()["detail"], "template.duplicate: promo");
    assert_eq!(world.get(&twin).await.json()["status"], "draft");
    let check = json!({"account": "meta", "content": content("promo_2")});
    let found = world.post("/whatsapp/templates/check", &check).await.json();
    assert_eq!((&found[0]["code"], &found[0]["about"]), (&json!("template.duplicate"), &json!("promo")));
}

#[sqlx::test(migrations = false)]
async fn a_draft_is_deleted_at_once_and_the_common_route_does_not_touch_it(pool: PgPool) {
    let world = world(pool).await;
    let template = made(&world, &content("promo")).await.json();
    let common = format!("/templates/{}", template["id"].as_str().unwrap());
    let edit = world.put(&common, 1, &json!({"name": "x", "text": "y"})).await;
    assert_eq!(edit.code(), "template.not_editable");
    let gone = under(&world, Method::DELETE, &path(&template), 1).await.json();
    assert_eq!(gone["status"], "deleted");
    assert_eq!(world.get("/whatsapp/templates").await.json()["items"], json!([]));
    assert_eq!(made(&world, &content("promo")).await.status, StatusCode::CREATED);
}

#[sqlx::test(migrations = false)]
async fn a_number_is_shown_with_what_is_known_of_it(pool: PgPool) {
    let world = world(pool.clone()).await;
    let unknown = world.get("/whatsapp/senders/meta").await.json();
    assert_eq!(
        (&unknown["quality"], &unknown["tier"], &unknown["used"]),
        (&json!("unknown"), &Value::Null, &json!(0))
    );
    sqlx::query("insert into marketing_whatsapp_senders (account, quality, is_limited, daily_limit, synced_at) values ('meta', 'yellow', true, 2000, now())")
        .execute(&pool)
        .await
        .unwrap();
    let known = world.get("/whatsapp/senders/meta").await.json();
    assert_eq!(
        (&known["quality"], &known["tier"], &known["phone"]),
        (&json!("yellow"), &json!(2000), &json!("+33700000000"))
    );
    assert_eq!(world.get("/whatsapp/senders/brevo").await.code(), "account.not_found");
    let errand = world.ask(Method::POST, "/whatsapp/senders/meta/sync", &[], None).await;
    assert_eq!(errand.json()["task"], json!({"kind": "sync_templates", "account": "meta"}));
}

#[sqlx::test(migrations = false)]
async fn a_campaign_goes_on_only_while_its_template_is_approved_and_its_account_works(pool: PgPool) {
    let world = world(pool.clone()).await;
    let template = made(&world, &content("promo")).await.json();
    let campaign = world.post("/campaigns", &json!({"name": "Promo", "channel": "whatsapp"})).await.json();
    let path = world::at("campaigns", &campaign);
    let stopped = format!(
        "update prospecting_campaigns set marketing_state = 'paused', marketing_state_reason = 'template_paused',
             marketing_template_id = '{}';
         update marketing_whatsapp_templates set status = 'paused'",
        template["id"].as_str().unwrap()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(stopped)).execute(&pool).await.unwrap();
    let resume = async || world.ask(Method::POST, &format!("{path}/resume"), &[], None).await;
    let refused = resume().await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "template.not_approved"));
    let stands = world.get(&path).await.json();
    assert_eq!((&stands["state"], &stands["state_reason"]), (&json!("paused"), &json!("template_paused")));
    let mended = "update marketing_whatsapp_templates set status = 'approved';
                  insert into marketing_accounts_state (account, paused_code, paused_at) values ('meta', '131031', now())";
    sqlx::raw_sql(mended).execute(&pool).await.unwrap();
    let refused = resume().await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "account.stopped"));
    assert_eq!(world.ask(Method::POST, "/accounts/meta/resume", &[], None).await.status, StatusCode::OK);
    assert_eq!(resume().await.json()["state"], "sending");
}
