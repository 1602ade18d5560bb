//! The three switches.

use content::token::Kind;
use reqwest::{Method, StatusCode};
use sqlx::PgPool;

use crate::{
    letters::{Letters, TRACKED},
    people::ledger,
    world::{Answer, World},
};

const READER: &str = "a@exemple.fr";

async fn save(world: &World, letters: &Letters, on: &[&str]) -> Answer {
    let switches: String = on.iter().map(|purpose| format!("&{purpose}=on")).collect();
    let body = format!("form=preferences{switches}");
    let path = letters.path(1, TRACKED, Kind::Preferences);
    world
        .send(Method::POST, &path, &[("content-type", "application/x-www-form-urlencoded")], Some(&body))
        .await
}

fn is_on(page: &Answer, purpose: &str) -> bool {
    page.text.contains(&format!("name=\"{purpose}\" value=\"on\" checked"))
}

#[sqlx::test(migrations = false)]
async fn the_page_shows_how_each_switch_stands_and_since_when(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    letters.grant(&world, READER, &["open_tracking"]).await;
    let page = world.send(Method::GET, &letters.path(1, TRACKED, Kind::Preferences), &[], None).await;
    assert_eq!(page.status, StatusCode::OK);
    let on = ["marketing", "open_tracking", "click_tracking"].map(|purpose| is_on(&page, purpose));
    assert_eq!(on, [true, true, false]);
    assert!(page.text.contains("Oui, depuis le 1er janvier 2026"), "{}", page.text);
    assert!(page.text.contains("Aucun choix n’est enregistré."), "{}", page.text);
}

#[sqlx::test(migrations = false)]
async fn only_the_switches_that_were_turned_are_recorded(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    let page = save(&world, &letters, &["marketing", "click_tracking"]).await;
    assert!(
        page.text.contains("Vos choix sont enregistrés.") && is_on(&page, "click_tracking"),
        "{}",
        page.text
    );
    save(&world, &letters, &["marketing", "click_tracking"]).await;
    save(&world, &letters, &["click_tracking"]).await;
    save(&world, &letters, &["marketing", "click_tracking"]).await;
    let entry = |purpose: &str, decision: &str| (purpose.into(), decision.into(), "preferences_page".into());
    let expected: [(String, String, String); 3] =
        [entry("click_tracking", "granted"), entry("marketing", "withdrawn"), entry("marketing", "granted")];
    assert_eq!(ledger(&world, READER).await, expected);
}

#[sqlx::test(migrations = false)]
async fn a_form_that_is_not_ours_changes_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    let path = letters.path(1, TRACKED, Kind::Preferences);
    for body in ["", "open_tracking=on", "List-Unsubscribe=One-Click"] {
        assert_eq!(world.send(Method::POST, &path, &[], Some(body)).await.status, StatusCode::OK);
    }
    assert_eq!(ledger(&world, READER).await, []);
}

#[sqlx::test(migrations = false)]
async fn taking_tracking_back_silences_the_links_of_messages_already_sent(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    letters.grant(&world, READER, &["open_tracking", "click_tracking"]).await;
    let follow = async || {
        for kind in [Kind::Click(1), Kind::Open] {
            let answer = world
                .send(Method::GET, &letters.path(1, TRACKED, kind), &[("user-agent", "Firefox")], None)
                .await;
            assert!([StatusCode::FOUND, StatusCode::OK].contains(&answer.status), "{answer:?}");
        }
    };
    follow().await;
    save(&world, &letters, &["marketing", "open_tracking"]).await;
    follow().await;
    save(&world, &letters, &["marketing"]).await;
    follow().await;
    let personal: Vec<bool> = letters.hits().await.into_iter().map(|hit| hit.3).collect();
    assert_eq!(personal, [true, true, false, true, false, false]);
}
