//! Previews and tests over HTTP.

use domain::Permission;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::{customers, whole},
    world::{Answer, World, at, token_with},
};

async fn open(world: &World, preview: &Value) -> Answer {
    world.send(Method::GET, preview["html_path"].as_str().unwrap(), &[], None).await
}

#[sqlx::test(migrations = false)]
async fn a_preview_walks_through_the_people_of_the_audience(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    customers(&pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    world.put(&path, 1, &whole("Soldes")).await;
    let first = world.post(&format!("{path}/preview"), &json!({})).await.json();
    assert_eq!((&first["previous"], first["next"].is_string()), (&Value::Null, true), "{first}");
    let page = open(&world, &first).await;
    assert!(
        page.text.contains(&format!("Bonjour {}", first["sample"]["name"].as_str().unwrap())),
        "{}",
        page.text
    );

    let second = world.post(&format!("{path}/preview"), &json!({"person": first["next"]})).await.json();
    assert_eq!((&second["previous"], &second["next"]), (&first["sample"]["person"], &Value::Null));
    assert_ne!(second["sample"]["address"], first["sample"]["address"]);
    let nobody = json!({"person": "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50"});
    assert_eq!(world.post(&format!("{path}/preview"), &nobody).await.code(), "person.not_found");
}

#[sqlx::test(migrations = false)]
async fn a_preview_opens_once_in_a_frame_of_ours_that_runs_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    let html = "<script>alert(1)</script><p>{{ contact.nom }}</p><a href=\"https://exemple.fr/?a=1&amp;b=2\">ici</a>";
    let question = json!({"content": {"subject": "Pour {{ contact.nom }}", "html": html}});
    let preview = world.post(&format!("{path}/preview"), &question).await.json();
    assert_eq!(preview["subject"], "Pour Camille Martin");
    let page = open(&world, &preview).await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("sandbox ") && !policy.contains("allow-scripts"), "{policy}");
    assert!(
        policy.contains("frame-ancestors 'self'") && page.header("x-frame-options").is_none(),
        "{policy}"
    );
    assert!(page.text.contains("href=\"https://exemple.fr/?a=1&amp;b=2\""), "{}", page.text);
    assert!(!page.text.contains("/t/"), "{}", page.text);
    assert_eq!(open(&world, &preview).await.code(), "ticket.invalid");
}

#[sqlx::test(migrations = false)]
async fn what_cannot_be_rendered_is_told_by_its_place_in_the_body(pool: PgPool) {
    let world = World::new(pool).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    let question = json!({"content": {"subject": "{{ contact.nme }}", "html": "<p>{{ contact.nom </p>"}});
    let refused = world.post(&format!("{path}/preview"), &question).await;
    let pointers: Vec<_> = refused.wrong().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/content/subject", "/content/html"]);
}

#[sqlx::test(migrations = false)]
async fn a_test_is_an_errand_to_a_few_addresses(pool: PgPool) {
    let world = World::new(pool).await;
    let path = format!("{}/test", at("campaigns", &world.campaign("Soldes").await));
    let asked = world.post(&path, &json!({"addresses": ["Claire@Exemple.fr"]})).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{asked:?}");
    assert_eq!(asked.json()["task"]["addresses"], json!(["claire@exemple.fr"]));
    let followed = world.get(&at("errands", &asked.json())).await.json();
    assert_eq!((&followed["state"], &followed["task"]["kind"]), (&json!("waiting"), &json!("test_send")));

    let wrong = world.post(&path, &json!({"addresses": ["claire@exemple.fr", "claire", "@"]})).await;
    let pointers: Vec<_> = wrong.wrong().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/addresses/1", "/addresses/2"]);
    let many: Vec<_> = (0..6).map(|number| format!("a{number}@exemple.fr")).collect();
    assert_eq!(world.post(&path, &json!({"addresses": many})).await.wrong()[0].1, "field.too_many");
}

#[sqlx::test(migrations = false)]
async fn the_addresses_of_a_test_are_shown_to_who_asked_for_it_and_to_who_may_see_people(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let path = format!("{}/test", at("campaigns", &world.campaign("Soldes").await));
    let asked = world.post(&path, &json!({"addresses": ["claire@exemple.fr"]})).await.json();
    let told = json!({"code": "refused", "detail": "claire@exemple.fr is blocked"});
    sqlx::query("update marketing_errands set result = $1").bind(told).execute(&pool).await.unwrap();

    world.token = token_with(&[Permission::CampaignsRead]);
    let other = world.get(&at("errands", &asked)).await;
    assert!(!other.text.contains("claire@"), "{other:?}");
    assert_eq!(other.json()["result"]["code"], "refused");
    world.token = token_with(&[Permission::CampaignsRead, Permission::PeopleRead]);
    assert_eq!(
        world.get(&at("errands", &asked)).await.json()["task"]["addresses"],
        json!(["claire@exemple.fr"])
    );

    world.token = token_with(&[Permission::CampaignsRead, Permission::CampaignsWrite]);
    let own = world.post(&path, &json!({"addresses": ["moi@exemple.fr"]})).await.json();
    assert_eq!(world.get(&at("errands", &own)).await.json()["task"]["addresses"], json!(["moi@exemple.fr"]));
}

#[sqlx::test(migrations = false)]
async fn a_test_with_somebodys_data_takes_the_right_to_see_people(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    customers(&pool, &["a@exemple.fr"]).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    world.put(&path, 1, &whole("Soldes")).await;
    let preview = world.post(&format!("{path}/preview"), &json!({})).await.json();
    let order = json!({"addresses": ["claire@exemple.fr"], "person": preview["sample"]["person"]});

    world.token = token_with(&[Permission::CampaignsWrite]);
    let refused = world.post(&format!("{path}/test"), &order).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "permission.denied"));
    world.token = token_with(&[Permission::CampaignsWrite, Permission::PeopleRead]);
    assert_eq!(world.post(&format!("{path}/test"), &order).await.status, StatusCode::ACCEPTED);
}
