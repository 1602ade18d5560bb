//! The flight deck over HTTP: what is found among those who would be written to, counted.

use reqwest::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    costs::{draft, people},
    people::fold,
    world::{World, at},
};

/// Nobody is written to from 20:00 to 8:00.
fn nights() -> Value {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    json!({"zone": "Europe/Paris", "windows": [{"from": "20:00", "to": "08:00", "days": days}]})
}

async fn lives_in(pool: &PgPool, phone: &str, country: &str) {
    sqlx::query("update clients set pays = $2 where telephone = $1")
        .bind(phone)
        .bind(country)
        .execute(pool)
        .await
        .unwrap();
}

/// The review of the campaign for a wall time of Paris.
async fn reviewed(world: &World, path: &str, wall: &str) -> Value {
    let campaign = world.get(path).await.json();
    let edit = json!({"name": campaign["name"], "audience": campaign["audience"], "template_id": campaign["template_id"], "tags": [],
        "whatsapp": campaign["whatsapp"], "schedule": {"wall": wall, "zone": "Europe/Paris"}});
    let saved = world.put(path, campaign["version"].as_i64().unwrap(), &edit).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    world.get(&format!("{path}/review")).await.json()
}

fn about<'r>(review: &'r Value, code: &str) -> Option<(&'r str, &'r str)> {
    let mut checks = review["checks"].as_array().unwrap().iter();
    let check = checks.find(|check| check["code"] == code)?;
    Some((check["severity"].as_str().unwrap(), check["about"].as_str().unwrap()))
}

#[sqlx::test(migrations = false)]
async fn american_numbers_and_those_who_sleep_when_it_leaves_are_counted_by_their_own_clocks(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    people(&pool).await;
    lives_in(&pool, "+221771234567", "Sénégal").await;
    lives_in(&pool, "+33612345678", "Île Maurice").await;
    fold(&pool).await;
    let path = draft(&world, &pool, Value::Null).await;

    let review = reviewed(&world, &path, "2031-03-03T19:30:00").await;
    assert_eq!((&review["whatsapp"]["quiet"], &review["whatsapp"]["asleep"]), (&json!(false), &json!(0)));
    assert_eq!(about(&review, "audience.asleep"), None, "no hour is quiet");
    assert_eq!(about(&review, "audience.american"), Some(("warning", "1")));

    assert_eq!(world.put("/settings/quiet-hours", 0, &nights()).await.status, StatusCode::OK);
    let review = reviewed(&world, &path, "2031-03-03T19:30:00").await;
    assert_eq!(about(&review, "audience.asleep"), Some(("info", "1")), "it is 22:30 in Mauritius");
    let review = reviewed(&world, &path, "2031-03-03T20:30:00").await;
    assert_eq!(about(&review, "audience.asleep"), Some(("info", "4")), "it is 19:30 in Senegal alone");
    assert_eq!(review["whatsapp"]["asleep"], 4);
}

#[sqlx::test(migrations = false)]
async fn who_has_no_template_yet_is_not_told_that_an_account_is_missing_too(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let campaign = world.post("/campaigns", &json!({"name": "Soldes", "channel": "whatsapp"})).await.json();
    let review = world.get(&format!("{}/review", at("campaigns", &campaign))).await.json();
    assert_eq!(about(&review, "template.missing"), Some(("blocking", "")));
    assert_eq!(about(&review, "account.missing"), None, "the template brings it");
}
