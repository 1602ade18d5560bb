//! The binary, as its user meets it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use sqlx::PgPool;

const SECRET: &str = "a secret of the tests, 32 bytes.";

/// The binary with nothing in its environment but what the test says.
fn binary(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ebvision-marketing"));
    command.env_clear().args(arguments).envs(variables.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    binary(arguments, variables).output().unwrap()
}

fn complaint(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The URL of a test's own database.
fn url(pool: &PgPool) -> String {
    let options = pool.connect_options();
    let server = std::env::var("DATABASE_URL").unwrap();
    let (front, _) = server.rsplit_once('/').unwrap();
    format!("{front}/{}", options.get_database().unwrap())
}

/// A server that is stopped with the test.
struct Running {
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        // The child may have ended by itself, which is what some tests want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    async fn start(variables: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let bind = format!("127.0.0.1:{port}");
        let mut all = vec![("EBVISION_HTTP_BIND", bind.as_str())];
        all.extend_from_slice(variables);
        let child = binary(&["all"], &all).stderr(Stdio::inherit()).spawn().unwrap();
        let running = Self { child, port };
        // A client wants a choice of TLS even for plain HTTP; another test may have made it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        running.wait_until_live().await;
        running
    }

    async fn wait_until_live(&self) {
        for _ in 0..300 {
            if reqwest::get(self.url("/health/live")).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server never became live");
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    async fn status(&self, token: &str) -> u16 {
        let request = reqwest::Client::new().get(self.url("/api/marketing/v1/me")).bearer_auth(token);
        request.send().await.unwrap().status().as_u16()
    }
}

#[test]
fn development_tokens_are_refused_where_nothing_is_said_about_the_environment() {
    let told = complaint(&run(&["token", "--role", "admin"], &[("EBVISION_JWT_SECRET", SECRET)]));
    assert!(told.contains("refused in production"), "{told}");
    let told = complaint(&run(&["seed"], &[("DATABASE_URL", "postgres://127.0.0.1:1/nowhere")]));
    assert!(told.contains("refused in production"), "{told}");
}

#[test]
fn a_wrong_setting_stops_the_start_and_all_of_them_are_listed() {
    let wrong =
        [("EBVISION_HTTP_BIND", "here"), ("EBVISION_LOG_FORMAT", "xml"), ("EBVISION_JWT_SECRET", "short")];
    let told = complaint(&run(&["serve"], &wrong));
    assert!(wrong.iter().all(|(name, _)| told.contains(name)), "{told}");
}

#[test]
fn the_document_is_printed_without_any_setting() {
    let output = run(&["openapi"], &[]);
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("{\n  \"openapi\": \"3.1.0\""));
}

#[sqlx::test(migrations = false)]
async fn told_to_stop_it_drains_and_ends_well(pool: PgPool) {
    let url = url(&pool);
    let variables = [
        ("DATABASE_URL", url.as_str()),
        ("EBVISION_JWT_SECRET", SECRET),
        ("EBVISION_ENVIRONMENT", "development"),
    ];
    assert!(run(&["migrate"], &variables).status.success());
    assert!(run(&["migrate"], &variables).status.success(), "a second run changes nothing");
    let mut running = Running::start(&variables).await;
    let minted = run(&["token", "--role", "viewer"], &variables);
    let token = String::from_utf8(minted.stdout).unwrap();
    assert_eq!(running.status(token.trim()).await, 200);
    assert_eq!(running.status("another").await, 401);

    let told = Command::new("kill").arg("-TERM").arg(running.child.id().to_string()).status().unwrap();
    assert!(told.success());
    let ended = tokio::task::spawn_blocking(move || running.child.wait().unwrap()).await.unwrap();
    assert!(ended.success(), "{ended:?}");
}

#[sqlx::test(migrations = false)]
async fn seeding_fills_an_empty_database_once(pool: PgPool) {
    let url = url(&pool);
    let variables = [("DATABASE_URL", url.as_str()), ("EBVISION_ENVIRONMENT", "development")];
    assert!(run(&["migrate"], &variables).status.success());
    let seed = ["seed", "--clients", "30", "--companies", "40"];
    let first = run(&seed, &variables);
    assert!(first.status.success(), "{first:?}");
    let told = complaint(&run(&seed, &variables));
    assert!(told.contains("empty database only"), "{told}");
    assert!(run(&["seed", "--if-empty"], &variables).status.success());
    let held: (i64, i64) =
        sqlx::query_as("select (select count(*) from clients), (select count(*) from companies)")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(held, (30, 40));
    let proofless: i64 = sqlx::query_scalar(
        "select count(*) from marketing_consent_entries e
         where not exists (select from marketing_consent_evidence v where v.entry_id = e.id)",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    let consents: i64 =
        sqlx::query_scalar("select count(*) from marketing_consent_entries").fetch_one(&pool).await.unwrap();
    assert!(consents > 0 && proofless == 0, "{consents} consents, {proofless} without proof");
}

/// Serves a body by HTTP until the process ends: the suite's JWK Set.
fn publish(body: &Arc<Mutex<String>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let body = Arc::clone(body);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let body = body.lock().unwrap().clone();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
        }
    });
    port
}

#[sqlx::test(migrations = false)]
async fn a_set_of_keys_is_fetched_from_its_url(pool: PgPool) {
    let key = jsonwebtoken::EncodingKey::from_ed_pem(include_bytes!("../../api/tests/keys/ed.pem")).unwrap();
    let mut jwk = jsonwebtoken::jwk::Jwk::from_encoding_key(&key, jsonwebtoken::Algorithm::EdDSA).unwrap();
    jwk.common.key_id = Some("one".to_owned());
    let set = serde_json::json!({ "keys": [jwk] }).to_string();
    let port = publish(&Arc::new(Mutex::new(set)));

    let (url, jwks) = (url(&pool), format!("http://127.0.0.1:{port}/jwks.json"));
    let links = "the secret of links of the tests: 32 bytes.";
    let running = Running::start(&[
        ("DATABASE_URL", &url),
        ("EBVISION_JWT_JWKS_URL", &jwks),
        ("EBVISION_LINK_SECRET", links),
        ("EBVISION_PUBLIC_URL", "https://mail.example.org"),
    ])
    .await;
    let header = jsonwebtoken::Header {
        kid: Some("one".to_owned()),
        ..jsonwebtoken::Header::new(jsonwebtoken::Algorithm::EdDSA)
    };
    let claims = serde_json::json!({"sub": "7", "role": "viewer", "exp": 32_503_680_000_i64});
    assert_eq!(running.status(&jsonwebtoken::encode(&header, &claims, &key).unwrap()).await, 200);
}
