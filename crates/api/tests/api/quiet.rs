//! Quiet hours over HTTP.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::World;

const PATH: &str = "/settings/quiet-hours";

fn night(zone: &str) -> Value {
    json!({"zone": zone, "windows": [{"from": "20:00", "to": "08:00", "days": ["monday", "tuesday"]}]})
}

#[sqlx::test(migrations = false)]
async fn quiet_hours_are_set_under_the_version_that_was_read(pool: PgPool) {
    let world = World::new(pool).await;
    assert_eq!(world.get(PATH).await.json()["value"]["windows"], json!([]));
    let set = world.put(PATH, 0, &night("Indian/Mauritius")).await;
    assert_eq!(set.header("etag"), Some("\"1\""), "{set:?}");
    assert_eq!(world.put(PATH, 0, &night("Europe/Paris")).await.code(), "version.stale");
    assert_eq!(world.get(PATH).await.json()["value"]["windows"][0]["from"], "20:00:00");
}

#[sqlx::test(migrations = false)]
async fn a_zone_that_nobody_lives_in_is_refused_of_the_organisation_and_of_a_campaign(pool: PgPool) {
    let world = World::new(pool).await;
    let refused = |pointer: &str| vec![(pointer.to_owned(), "field.zone".to_owned())];
    assert_eq!(world.put(PATH, 0, &night("Europe/Lutèce")).await.wrong(), refused("/zone"));
    let campaign = world.campaign("Nuits").await;
    let path = format!("/campaigns/{}", campaign["id"].as_str().unwrap());
    let edit = |zone| json!({"name": "Nuits", "quiet_hours": night(zone)});
    let answer = world.put(&path, 1, &edit("Europe/Lutèce")).await;
    assert_eq!(answer.wrong(), refused("/quiet_hours/zone"), "{answer:?}");
    let kept = world.put(&path, 1, &edit("Europe/Paris")).await.json();
    assert_eq!(kept["quiet_hours"]["zone"], "Europe/Paris");
}
