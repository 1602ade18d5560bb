//! Pixels and links.

use std::time::Duration;

use content::token::Kind;
use reqwest::{Method, StatusCode};
use sqlx::PgPool;

use crate::{
    letters::{LINKS, Letters, TRACKED, UNTRACKED},
    world::World,
};

const BROWSER: (&str, &str) =
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0");

#[sqlx::test(migrations = false)]
async fn a_link_leads_where_its_author_pointed_it_once_the_hit_is_stored(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    letters.grant(&world, "a@exemple.fr", &["click_tracking"]).await;
    for (number, url) in (1..).zip(LINKS) {
        let path = letters.path(1, TRACKED, Kind::Click(number));
        let answer = world.send(Method::GET, &path, &[BROWSER], None).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, Some(url)), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let hit = |link| ("click".to_owned(), Some(1), Some(link), true);
    assert_eq!(letters.hits().await, [hit(1), hit(2)]);
}

#[sqlx::test(migrations = false)]
async fn the_pixel_is_a_pixel_and_counts_an_open(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    letters.grant(&world, "a@exemple.fr", &["open_tracking"]).await;
    let answer = world.send(Method::GET, &letters.path(1, TRACKED, Kind::Open), &[BROWSER], None).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, Some("image/gif")));
    // Mail programs on the web show it on pages of their own.
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(letters.hits().await, [("open".to_owned(), Some(1), None, true)]);
}

#[sqlx::test(migrations = false)]
async fn a_reader_who_never_granted_tracking_is_counted_and_not_told_by(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    // The address says who, as one from before a change of mind does; the ledger says nothing.
    for path in [letters.path(1, TRACKED, Kind::Click(1)), letters.path(1, UNTRACKED, Kind::Click(1))] {
        assert_eq!(world.send(Method::GET, &path, &[BROWSER], None).await.status, StatusCode::FOUND);
    }
    let hit = ("click".to_owned(), None, Some(1), false);
    assert_eq!(letters.hits().await, [hit.clone(), hit]);
}

#[sqlx::test(migrations = false)]
async fn asking_for_the_head_leads_there_too_and_is_kept_as_what_it_is(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Click(2));
    let answer = world.send(Method::HEAD, &path, &[BROWSER], None).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, Some(LINKS[1])));
    let heads: Vec<bool> =
        sqlx::query_scalar("select head_request from marketing_hits").fetch_all(&pool).await.unwrap();
    assert_eq!(heads, [true]);
}

#[sqlx::test(migrations = false)]
async fn only_a_link_that_we_signed_leads_anywhere(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let click = letters.path(1, TRACKED, Kind::Click(1));
    let token = click.rsplit('/').next().unwrap();
    let strange = [
        format!("{}x", click),
        "/t/c/https:%2F%2Fevil.example".to_owned(),
        format!("/t/o/{token}.gif"),
        format!("/u/{token}"),
        letters.path(1, TRACKED, Kind::Click(9)),
        letters.path(1, TRACKED, Kind::Open).replace("/t/o/", "/t/c/").replace(".gif", ""),
    ];
    for path in strange {
        let answer = world.send(Method::GET, &path, &[BROWSER, ("accept-language", "en")], None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("location"), None);
        assert!(answer.text.contains("Unknown link"), "{path}: {}", answer.text);
    }
    assert_eq!(letters.hits().await, []);
}

#[sqlx::test(migrations = false)]
async fn hits_that_come_together_are_all_stored(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Click(1));
    let clicks = (0..100).map(|_| world.send(Method::GET, &path, &[BROWSER], None));
    for answer in futures_util::future::join_all(clicks).await {
        assert_eq!(answer.status, StatusCode::FOUND);
    }
    assert_eq!(letters.hits().await.len(), 100);
}

#[sqlx::test(migrations = false)]
async fn a_reader_is_sent_on_while_the_database_is_away_and_the_hit_is_stored_once_it_is_back(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let letters = Letters::new(&world, &pool, &["a@exemple.fr"]).await;
    let path = letters.path(1, TRACKED, Kind::Click(1));
    assert_eq!(world.send(Method::GET, &path, &[BROWSER], None).await.status, StatusCode::FOUND);
    // Hits cannot be written while another holds their table.
    let mut holder = pool.begin().await.unwrap();
    sqlx::query("lock table marketing_hits in access exclusive mode").execute(&mut *holder).await.unwrap();
    let answer = world.send(Method::GET, &path, &[BROWSER], None).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, Some(LINKS[0])));
    holder.commit().await.unwrap();
    assert_eq!(world.send(Method::GET, &path, &[BROWSER], None).await.status, StatusCode::FOUND);
    // Two transactions store at once: the later hit may be there before the one that waited.
    let all = async { while letters.hits().await.len() < 3 {} };
    tokio::time::timeout(Duration::from_secs(30), all).await.unwrap();
    assert_eq!(letters.hits().await.len(), 3);
}
