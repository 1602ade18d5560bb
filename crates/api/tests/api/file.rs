//! What stands behind the address of the file above a text, over HTTP: told before anybody would get it.

use std::net::{SocketAddr, TcpListener};

use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, web};
use providers::{Accounts, Timeouts};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    costs::{draft, people},
    world::{self, World},
};

/// A server of files; it stops when it is dropped.
struct Files {
    address: SocketAddr,
    server: ServerHandle,
}

impl Files {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = HttpServer::new(|| App::new().route("/{name}", web::get().to(answer)));
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { address, server: handle }
    }

    fn at(&self, name: &str) -> String {
        format!("http://{}/{name}", self.address)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn answer(name: web::Path<String>) -> HttpResponse {
    match name.as_str() {
        "soldes.png" => HttpResponse::Ok().content_type("image/png").body("PNG"),
        "page" => HttpResponse::Ok().content_type("text/html; charset=utf-8").body("<p>"),
        "heavy" => HttpResponse::Ok().content_type("image/jpeg").body(vec![0_u8; (5 << 20) + 1]),
        "locked" => HttpResponse::Forbidden().finish(),
        _ => HttpResponse::NotFound().finish(),
    }
}

/// A world whose number is played at this address, and a draft by a template with a picture above its text.
async fn pictured(pool: &PgPool, files: &Files) -> (World, String) {
    let number = world::number(files.at("meta").parse().ok());
    let accounts = Accounts::open(vec![number], Timeouts::default()).unwrap();
    let world = World::of(api::Api { accounts, ..world::api(pool.clone()) }).await;
    people(pool).await;
    let path = draft(&world, pool, Value::Null).await;
    let header =
        json!({"header": {"kind": "media", "media": "image", "example_url": "https://exemple.fr/a.jpg"}});
    let change = "update marketing_whatsapp_templates set content = content || $1";
    sqlx::query(change).bind(&header).execute(pool).await.unwrap();
    (world, path)
}

/// The picture is there from now on: also where no draft may say it, on this very machine.
async fn put(pool: &PgPool, url: &str) {
    let change =
        "update prospecting_campaigns set marketing_whatsapp = jsonb_build_object('media_url', $1::text)";
    sqlx::query(change).bind(url).execute(pool).await.unwrap();
}

#[sqlx::test(migrations = false)]
async fn a_file_that_meta_would_take_from_nobody_blocks_and_one_that_is_not_seen_deserves_a_look(
    pool: PgPool,
) {
    let files = Files::start();
    let (world, path) = pictured(&pool, &files).await;
    for (url, found) in [
        (files.at("soldes.png"), None),
        (files.at("locked"), Some(["warning", "media.unreachable", "403"])),
        ("https://127.0.0.1/a.png".to_owned(), Some(["warning", "media.unreachable", ""])),
        (files.at("nothing"), Some(["blocking", "media.unreachable", "404"])),
        (files.at("page"), Some(["blocking", "media.type", "text/html"])),
        (files.at("heavy"), Some(["blocking", "media.too_heavy", "5"])),
    ] {
        put(&pool, &url).await;
        let review = world.get(&format!("{path}/review")).await.json();
        let mut checks = review["checks"].as_array().unwrap().iter();
        let told = checks.find(|check| check["code"].as_str().unwrap().starts_with("media."));
        let told = told.map(|check| ["severity", "code", "about"].map(|part| check[part].as_str().unwrap()));
        assert_eq!(told, found, "{url}");
    }
}

#[sqlx::test(migrations = false)]
async fn a_launch_asks_for_the_file_too(pool: PgPool) {
    let files = Files::start();
    let (world, path) = pictured(&pool, &files).await;
    let launch = async || {
        let tag = format!("\"{}\"", world.get(&path).await.json()["version"]);
        let path = format!("{path}/launch");
        world.ask(Method::POST, &path, &[("if-match", &tag)], Some(&json!({}))).await
    };
    for (name, reason) in [("nothing", "unreachable"), ("page", "format"), ("heavy", "weight")] {
        put(&pool, &files.at(name)).await;
        let wrong = [("/whatsapp/media_url".to_owned(), format!("field.{reason}"))];
        assert_eq!(launch().await.wrong(), wrong, "{name}");
    }
    put(&pool, &files.at("soldes.png")).await;
    assert_eq!(launch().await.status, StatusCode::OK);
}
