//! What every public page is: calm, private, and in the reader's language.

use content::token::Kind;
use reqwest::{Method, StatusCode};
use sqlx::PgPool;

use crate::{
    letters::{LINKS, Letters, TRACKED},
    world::World,
};

#[sqlx::test(migrations = false)]
async fn a_public_page_runs_nothing_tells_nobody_and_is_kept_nowhere(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    for path in [
        letters.path(1, TRACKED, Kind::Unsubscribe),
        letters.path(1, TRACKED, Kind::Preferences),
        letters.path(1, TRACKED, Kind::WebVersion),
        "/u/unknown".to_owned(),
    ] {
        let page = world.send(Method::GET, &path, &[], None).await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!page.text.contains("<script"), "{path}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"), "{path}");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
    }
}

#[sqlx::test(migrations = false)]
async fn pages_speak_the_readers_language_french_first(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Unsubscribe);
    for (asked, language, title) in [("en-GB", "en", "Unsubscribe"), ("de", "fr", "Se désinscrire")] {
        let page = world.send(Method::GET, &path, &[("accept-language", asked)], None).await;
        assert_eq!(page.header("content-language"), Some(language));
        assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{}", page.text);
        assert!(page.text.contains(title), "{}", page.text);
    }
}

#[sqlx::test(migrations = false)]
async fn the_web_version_is_the_readers_own_message_without_its_pixel(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    let page = world.send(Method::GET, &letters.path(2, TRACKED, Kind::WebVersion), &[], None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Bonjour Lectrice 2"), "{}", page.text);
    assert!(page.text.contains(&letters.path(2, TRACKED, Kind::Click(1))), "{}", page.text);
    assert!(!page.text.contains(LINKS[1]) && !page.text.contains("/t/o/"), "{}", page.text);
    assert!(page.header("content-security-policy").unwrap().starts_with("sandbox allow-popups"));
}

#[sqlx::test(migrations = false)]
async fn a_token_in_a_path_is_no_business_of_the_share_of_a_caller(pool: PgPool) {
    let one = std::num::NonZeroU32::MIN;
    let limits = std::sync::Arc::new(api::Limits::new(one, one));
    let world = World::of(api::Api { limits, ..crate::world::api(pool) }).await;
    let bearer = format!("Bearer {}", world.token);
    for _ in 0..5 {
        let page = world.send(Method::GET, "/u/unknown", &[("authorization", &bearer)], None).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}
