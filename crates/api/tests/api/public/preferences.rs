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

async fn open(world: &World, letters: &Letters) -> Answer {
    world.send(Method::GET, &letters.path(1, TRACKED, Kind::Preferences), &[], None).await
}

/// Sends the form of a page that was opened, with these switches on.
async fn send(world: &World, letters: &Letters, page: &Answer, on: &[&str]) -> Answer {
    let switches: String = on.iter().map(|purpose| format!("&{purpose}=on")).collect();
    let body = format!("form=preferences{}{switches}", hidden(page));
    let path = letters.path(1, TRACKED, Kind::Preferences);
    world
        .send(Method::POST, &path, &[("content-type", "application/x-www-form-urlencoded")], Some(&body))
        .await
}

/// What the page brings back of what it showed.
fn hidden(page: &Answer) -> String {
    let field = |purpose: &str| {
        let (_, rest) = page.text.split_once(&format!("name=\"{purpose}_shown\" value=\""))?;
        let (id, _) = rest.split_once('"')?;
        Some(format!("&{purpose}_shown={id}"))
    };
    ["marketing", "open_tracking", "click_tracking"].into_iter().filter_map(field).collect()
}

async fn save(world: &World, letters: &Letters, on: &[&str]) -> Answer {
    let page = open(world, letters).await;
    send(world, letters, &page, on).await
}

fn is_on(page: &Answer, purpose: &str) -> bool {
    page.text.contains(&format!("name=\"{purpose}\" value=\"on\" checked"))
}

#[sqlx::test(migrations = false)]
async fn the_page_shows_how_each_switch_stands_and_since_when(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    letters.grant(&world, READER, &["open_tracking"]).await;
    let page = open(&world, &letters).await;
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
async fn a_page_that_was_left_open_undoes_no_withdrawal(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    let old = open(&world, &letters).await;
    save(&world, &letters, &["click_tracking"]).await;
    save(&world, &letters, &[]).await;
    let before = ledger(&world, READER).await;

    // What the old page shows as on is left on; or another switch is turned on, that was turned on and off since.
    for on in [&["marketing"][..], &["click_tracking"]] {
        let page = send(&world, &letters, &old, on).await;
        assert!(page.text.contains("Un choix a changé"), "{}", page.text);
        let now = (is_on(&page, "marketing"), is_on(&page, "click_tracking"));
        assert_eq!((now, ledger(&world, READER).await), ((false, false), before.clone()));
    }
    let page = open(&world, &letters).await;
    let page = send(&world, &letters, &page, &["marketing"]).await;
    assert!(is_on(&page, "marketing") && page.text.contains("Vos choix sont enregistrés."), "{}", page.text);
}

#[sqlx::test(migrations = false)]
async fn a_page_that_was_left_open_withdraws_what_was_granted_since(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    letters.grant(&world, READER, &["open_tracking"]).await;
    let old = open(&world, &letters).await;
    save(&world, &letters, &["marketing"]).await;
    save(&world, &letters, &["marketing", "open_tracking"]).await;
    let page = send(&world, &letters, &old, &["marketing"]).await;
    assert!(!is_on(&page, "open_tracking"), "{}", page.text);
}

#[sqlx::test(migrations = false)]
async fn a_form_that_is_not_ours_changes_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &[READER]).await;
    let path = letters.path(1, TRACKED, Kind::Preferences);
    for body in ["", "open_tracking=on", "List-Unsubscribe=One-Click", "form=preferences&open_tracking=on"] {
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
