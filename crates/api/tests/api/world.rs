//! What every test stands on: a migrated database, a server on a socket, tokens.

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};

use actix_web::{HttpServer, dev::ServerHandle};
use api::{Api, Collector, Keyring, Limits, Live, TokenPolicy, VerifyKey};
use chrono::{DateTime, Utc};
use content::{token::TokenKey, urls::PublicUrls};
use domain::{
    Language, Permission, Role,
    provider::{AccountId, Sender},
};
use jsonwebtoken::{EncodingKey, Header, encode};
use providers::{AccountSettings, Accounts, BrevoSettings, MetaSettings, ServiceSettings, Timeouts};
use reqwest::{Client, Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::Store;
use url::Url;
use uuid::Uuid;

/// The shared secret of the tests.
pub(crate) const SECRET: &[u8] = b"a secret of the tests, 32 bytes.";
/// Where the links of the tests' messages lead; the paths behind it are served by each test's own server.
pub(crate) const PUBLIC: &str = "https://mail.example.org";
/// What Brevo calls our webhook with.
pub(crate) const WEBHOOK_TOKEN: &str = "a-webhook-token-of-the-tests";

/// What Meta shows when it asks whether our webhook is ours.
pub(crate) const VERIFY_TOKEN: &str = "a-verify-token-of-the-tests";

/// A server with its database.
pub(crate) struct World {
    address: SocketAddr,
    server: ServerHandle,
    client: Client,
    pub(crate) token: String,
}

/// A stream of server-sent events.
pub(crate) struct Following {
    pub(crate) status: StatusCode,
    response: reqwest::Response,
    read: String,
}

impl Following {
    /// The next event; comments are passed over. None at the end of the stream.
    pub(crate) async fn event(&mut self) -> Option<String> {
        loop {
            while let Some((block, rest)) = self.read.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.read = rest;
                if !block.starts_with(':') {
                    return Some(block);
                }
            }
            let piece = self.response.chunk().await.unwrap()?;
            self.read.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_else(|| panic!("no problem: {self:?}")).to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The pointers of the wrong fields with their reasons.
    pub(crate) fn wrong(&self) -> Vec<(String, String)> {
        let told = |error: &Value, member: &str| error[member].as_str().unwrap().to_owned();
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (told(error, "pointer"), told(error, "code"))).collect()
    }
}

#[allow(clippy::disallowed_methods, reason = "tests tell the time")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

#[allow(clippy::disallowed_methods, reason = "tests make ids")]
fn id() -> Uuid {
    Uuid::now_v7()
}

/// An API over a database, as the tests want it.
pub(crate) fn api(pool: PgPool) -> Api {
    let many = NonZeroU32::new(10_000).unwrap();
    let closing = pool.close_event();
    let store = Store::new(pool);
    let (collector, collecting) = Collector::new(store.clone());
    tokio::spawn(collecting.run());
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let (live, listening) = Live::new(store.clone(), stopped);
    tokio::spawn(async move {
        // Whoever listened on would keep the test's database from being dropped.
        tokio::select! {
            () = listening.run() => {}
            () = closing => {}
        }
        drop(stop);
    });
    Api {
        store,
        secrets,
        accounts: accounts(),
        urls: Arc::new(urls()),
        collector,
        live,
        zone: chrono_tz::Europe::Paris,
        language: Language::Fr,
        keyring: Arc::new(Keyring::fixed(vec![VerifyKey::secret(SECRET).unwrap()], TokenPolicy::default())),
        limits: Arc::new(Limits::new(many, many)),
        clock: now,
        ids: id,
        patience: Duration::from_secs(10),
        body_max: 64 * 1024,
        origins: Vec::new(),
        trusted_proxies: Vec::new(),
        metrics: Arc::new(|| "a_metric 1".to_owned()),
        scrape_token: None,
        spa: None,
    }
}

/// 32 bytes that nobody guesses.
#[allow(clippy::disallowed_methods, reason = "tests make secrets")]
fn secrets() -> [u8; 32] {
    let halves = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    halves.try_into().unwrap()
}

/// The addresses in messages.
pub(crate) fn urls() -> PublicUrls {
    PublicUrls::new(PUBLIC, TokenKey::new(&[[7; 32]]).unwrap()).unwrap()
}

/// One account with Brevo, that nobody calls.
fn accounts() -> Accounts {
    // Another test of this process may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let service = ServiceSettings::Brevo(BrevoSettings {
        key: "xkeysib-test".to_owned().into(),
        webhook_token: WEBHOOK_TOKEN.to_owned().into(),
        base_url: None,
        idempotency_header: None,
    });
    let senders = vec![Sender { email: "news@exemple.fr".into(), name: "Exemple SAS".into() }];
    let brevo = AccountSettings { id: AccountId("brevo".into()), senders, service };
    Accounts::open(vec![brevo, number(None)], Timeouts::default()).unwrap()
}

/// A number at Meta, of nobody; its API is at another address where one is given.
pub(crate) fn number(base_url: Option<Url>) -> AccountSettings {
    let service = ServiceSettings::Meta(Box::new(MetaSettings {
        token: "EAAinvented".to_owned().into(),
        phone_number_id: "106540000000001".into(),
        phone: "+33700000000".into(),
        waba_id: "102290000000001".into(),
        app_secret: "a-secret-of-the-app".to_owned().into(),
        verify_token: VERIFY_TOKEN.to_owned().into(),
        graph_version: "v25.0".into(),
        base_url,
        app_id: None,
        calls: 20,
    }));
    AccountSettings { id: AccountId("meta".into()), senders: Vec::new(), service }
}

/// Signs claims with the shared secret.
pub(crate) fn sign(claims: &Value) -> String {
    encode(&Header::default(), claims, &EncodingKey::from_secret(SECRET)).unwrap()
}

/// An hour from now, in seconds.
pub(crate) fn soon() -> i64 {
    now().timestamp() + 3600
}

pub(crate) fn token_of(role: Role) -> String {
    sign(&json!({"sub": role.as_str(), "name": "Claire", "roles": [role], "exp": soon()}))
}

pub(crate) fn token_with(permissions: &[Permission]) -> String {
    sign(&json!({"sub": "7", "permissions": permissions, "exp": soon()}))
}

/// The workspace leaves the choice of TLS to its programs, and a client wants it even for plain HTTP.
fn client() -> Client {
    // Another test of this process may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

impl Drop for World {
    fn drop(&mut self) {
        // The command is on its way as soon as it is made; nobody waits for the end of a test's server.
        drop(self.server.stop(false));
    }
}

impl World {
    /// A server over a migrated database; the token is an administrator's.
    pub(crate) async fn new(pool: PgPool) -> Self {
        Self::of(api(pool)).await
    }

    pub(crate) async fn of(api: Api) -> Self {
        api.store.migrate().await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = HttpServer::new(move || api::app(api.clone())).workers(1).disable_signals();
        let server = server.listen(listener).unwrap().run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { address, server: handle, client: client(), token: token_of(Role::Admin) }
    }

    /// Sends a request with exactly these headers.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let url = format!("http://{}{path}", self.address);
        let mut request = self.client.request(method, url).timeout(Duration::from_secs(30));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// Sends a request with the world's token and a JSON body.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", bearer.as_str()), ("accept-language", "en")];
        all.extend_from_slice(headers);
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        let text = body.map(Value::to_string);
        self.send(method, &format!("{}{path}", api::BASE), &all, text.as_deref()).await
    }

    /// Opens a stream with the world's token; it is given up after half a minute.
    pub(crate) async fn follow(&self, path: &str, headers: &[(&str, &str)]) -> Following {
        let url = format!("http://{}{}{path}", self.address, api::BASE);
        let mut request = self.client.get(url).timeout(Duration::from_secs(30)).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        Following { status: response.status(), response, read: String::new() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, &[], Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, version: i64, body: &Value) -> Answer {
        let tag = format!("\"{version}\"");
        self.ask(Method::PUT, path, &[("if-match", &tag)], Some(body)).await
    }

    /// Makes a campaign and gives it as the API showed it.
    pub(crate) async fn campaign(&self, name: &str) -> Value {
        let made = self.post("/campaigns", &json!({"name": name, "channel": "email"})).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        made.json()
    }

    /// Makes a template and gives it as the API showed it.
    pub(crate) async fn template(&self, name: &str, channel: &str) -> Value {
        let made =
            self.post("/templates", &json!({"name": name, "channel": channel, "text": "Bonjour"})).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        made.json()
    }
}

/// The address of an object.
pub(crate) fn at(kind: &str, object: &Value) -> String {
    format!("/{kind}/{}", object["id"].as_str().unwrap())
}
