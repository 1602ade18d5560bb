//! A running campaign, followed over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::Value;
use sqlx::PgPool;

use crate::{
    letters::Letters,
    world::{Following, World},
};

fn path(letters: &Letters) -> String {
    format!("/campaigns/{}/progress/stream", letters.campaign)
}

async fn set_state(pool: &PgPool, state: &str) {
    sqlx::query("update prospecting_campaigns set marketing_state = $1")
        .bind(state)
        .execute(pool)
        .await
        .unwrap();
}

async fn notify(pool: &PgPool, letters: &Letters) {
    sqlx::query("select pg_notify('marketing_progress', $1)")
        .bind(letters.campaign.to_string())
        .execute(pool)
        .await
        .unwrap();
}

fn member(event: &str, name: &str) -> String {
    let line = event.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {event:?}")).to_owned()
}

fn state(event: &str) -> String {
    let data: Value = serde_json::from_str(&member(event, "data")).unwrap();
    data["state"].as_str().unwrap().to_owned()
}

async fn follow(world: &World, letters: &Letters, seen: Option<&str>) -> Following {
    let headers: Vec<_> = seen.iter().map(|id| ("last-event-id", *id)).collect();
    let following = world.follow(&path(letters), &headers).await;
    assert_eq!(following.status, StatusCode::OK);
    following
}

#[sqlx::test(migrations = false)]
async fn a_viewer_is_told_each_change_and_the_stream_ends_with_the_campaign(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let mut following = follow(&world, &letters, None).await;
    let first = following.event().await.unwrap();
    assert_eq!((member(&first, "event").as_str(), state(&first).as_str()), ("progress", "sending"));
    for next in ["paused", "finished"] {
        set_state(&pool, next).await;
        notify(&pool, &letters).await;
        assert_eq!(state(&following.event().await.unwrap()), next);
    }
    assert_eq!(following.event().await, None);
}

#[sqlx::test(migrations = false)]
async fn whoever_comes_back_is_told_only_what_is_new(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let first = follow(&world, &letters, None).await.event().await.unwrap();
    let seen = member(&first, "id");
    let mut back = follow(&world, &letters, Some(&seen)).await;
    set_state(&pool, "cancelled").await;
    notify(&pool, &letters).await;
    let told = back.event().await.unwrap();
    assert_eq!(state(&told), "cancelled");
    assert_eq!(back.event().await, None);
    // Who has seen the end is told nothing more.
    assert_eq!(follow(&world, &letters, Some(&member(&told, "id"))).await.event().await, None);
}

#[sqlx::test(migrations = false)]
async fn progress_of_an_unknown_campaign_is_not_found(pool: PgPool) {
    let world = World::new(pool).await;
    for end in ["progress", "progress/stream"] {
        let path = format!("/campaigns/01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50/{end}");
        let answer = world.ask(Method::GET, &path, &[], None).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "campaign.not_found"));
    }
}

#[sqlx::test(migrations = false)]
async fn viewers_leave_when_the_server_is_told_to_stop(pool: PgPool) {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let api = crate::world::api(pool.clone());
    let (live, listening) = api::Live::new(api.store.clone(), stopped);
    tokio::spawn(listening.run());
    let world = World::of(api::Api { live, ..api }).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let mut following = follow(&world, &letters, None).await;
    assert!(following.event().await.is_some());
    stop.send_replace(true);
    assert_eq!(following.event().await, None);
}
