//! The way out.

use content::token::Kind;
use reqwest::{Method, StatusCode};
use sqlx::PgPool;

use crate::{
    letters::{Letters, TRACKED},
    people::ledger,
    world::{Answer, World},
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn post(world: &World, path: &str, kind: &str, body: &str) -> Answer {
    world.send(Method::POST, path, &[("content-type", kind)], Some(body)).await
}

fn withdrawn(source: &str) -> Vec<(String, String, String)> {
    vec![("marketing".into(), "withdrawn".into(), source.into())]
}

#[sqlx::test(migrations = false)]
async fn one_click_unsubscribes_in_both_encodings_without_a_cookie_or_a_redirect(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    let multipart =
        "--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let bodies = [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", multipart),
    ];
    for (number, (kind, body)) in (1..).zip(bodies) {
        let answer = post(&world, &letters.path(number, TRACKED, Kind::Unsubscribe), kind, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.header("set-cookie"), None);
    }
    for address in ["a@exemple.fr", "b@exemple.fr"] {
        assert_eq!(ledger(&world, address).await, withdrawn("one_click"));
    }
}

#[sqlx::test(migrations = false)]
async fn the_page_asks_and_its_button_unsubscribes(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["camille@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Unsubscribe);
    let page = world.send(Method::GET, &path, &[], None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("<form method=\"post\">") && page.text.contains("Me désinscrire"),
        "{}",
        page.text
    );
    assert!(page.text.contains("c•••@exemple.fr") && !page.text.contains("camille@"), "{}", page.text);
    assert_eq!(ledger(&world, "camille@exemple.fr").await, []);

    let done = world.send(Method::POST, &path, &[FORM, ("accept-language", "en")], Some("")).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text.contains("You are unsubscribed"), "{}", done.text);
    assert_eq!(ledger(&world, "camille@exemple.fr").await, withdrawn("unsubscribe_page"));
    let evidence: serde_json::Value =
        sqlx::query_scalar("select evidence from marketing_consent_evidence").fetch_one(&pool).await.unwrap();
    assert_eq!(evidence["token"], path.rsplit('/').next().unwrap());
    assert_eq!(evidence["network"], "127.0.0.0/24");
}

#[sqlx::test(migrations = false)]
async fn where_a_visit_comes_from_is_told_by_trusted_proxies_only(pool: PgPool) {
    let stranger = World::new(pool.clone()).await;
    let api = crate::world::api(pool.clone());
    let proxy = World::of(api::Api { trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()], ..api }).await;
    let letters = Letters::new(&stranger, &pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    let headers = [("x-forwarded-for", "1.1.1.1, 198.51.100.7"), ("forwarded", "for=9.9.9.9")];
    for (number, world) in [(1, &stranger), (2, &proxy)] {
        let path = letters.path(number, TRACKED, Kind::Unsubscribe);
        let answer = world.send(Method::POST, &path, &headers, Some("")).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
    let networks: Vec<String> = sqlx::query_scalar(
        "select evidence->>'network' from marketing_consent_evidence
         join marketing_consent_entries on id = entry_id order by address",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(networks, ["127.0.0.0/24", "198.51.100.0/24"]);
}

#[sqlx::test(migrations = false)]
async fn however_often_it_comes_it_is_one_unsubscription(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Unsubscribe);
    for _ in 0..3 {
        let answer = post(&world, &path, FORM.1, "List-Unsubscribe=One-Click").await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    assert_eq!(ledger(&world, "a@exemple.fr").await, withdrawn("one_click"));
    let events: Vec<(i32, String)> =
        sqlx::query_as("select number, kind from marketing_events").fetch_all(&pool).await.unwrap();
    assert_eq!(events, [(1, "unsubscribed".to_owned())]);
}

#[sqlx::test(migrations = false)]
async fn a_scanner_that_follows_every_link_unsubscribes_nobody(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    letters.grant(&world, "a@exemple.fr", &["open_tracking", "click_tracking"]).await;
    let before = ledger(&world, "a@exemple.fr").await;
    let kinds =
        [Kind::Open, Kind::Click(1), Kind::Click(2), Kind::Unsubscribe, Kind::Preferences, Kind::WebVersion];
    for kind in kinds {
        for method in [Method::HEAD, Method::GET, Method::GET] {
            let answer = world.send(method, &letters.path(1, TRACKED, kind), &[], None).await;
            assert!(answer.status.is_success() || answer.status.is_redirection(), "{kind:?} {answer:?}");
        }
    }
    assert_eq!(ledger(&world, "a@exemple.fr").await, before);
}

#[sqlx::test(migrations = false)]
async fn an_address_that_is_not_ours_unsubscribes_nobody(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let open = letters.path(1, TRACKED, Kind::Open);
    let token = open.rsplit('/').next().unwrap().trim_end_matches(".gif");
    for path in [format!("/u/{token}"), "/u/nonsense".to_owned(), letters.path(7, TRACKED, Kind::Unsubscribe)]
    {
        let answer = post(&world, &path, FORM.1, "List-Unsubscribe=One-Click").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let entries: i64 =
        sqlx::query_scalar("select count(*) from marketing_consent_entries").fetch_one(&pool).await.unwrap();
    assert_eq!(entries, 0);
}
