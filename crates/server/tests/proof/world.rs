//! A house with everything in it: database, sandbox, one process that serves and any number that work.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, Method, Response};
use sandbox::{Fault, Settings, Shares};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, PgPool};

use crate::{ledger::Ledger, process::Process};

const SECRET: &str = "a secret of the tests, 32 bytes.";
const WEBHOOK_TOKEN: &str = "a-token-of-the-tests";
/// How long anything may take before a test gives up; what is waited for is a condition, never this.
const PATIENCE: Duration = Duration::from_secs(240);

/// Everything that is running.
pub(crate) struct World {
    pub(crate) pool: PgPool,
    pub(crate) sandbox: sandbox::Running,
    /// The account that campaigns leave by.
    account: &'static str,
    client: Client,
    token: String,
    house: House,
    pub(crate) serving: Process,
    pub(crate) working: Vec<Process>,
}

impl World {
    /// Migrated, serving, with so many workers, and recipients who act by these shares. Campaigns leave by Brevo.
    pub(crate) async fn open(pool: PgPool, workers: usize, shares: Shares, faults: Vec<Fault>) -> Self {
        Self::open_by("brevo", pool, workers, shares, faults).await
    }

    /// The same with another account for campaigns to leave by; all are open.
    pub(crate) async fn open_by(
        account: &'static str,
        pool: PgPool,
        workers: usize,
        shares: Shares,
        faults: Vec<Fault>,
    ) -> Self {
        Self::open_with(account, pool, workers, shares, faults, &[]).await
    }

    /// The same with further settings of the product.
    pub(crate) async fn open_with(
        account: &'static str,
        pool: PgPool,
        workers: usize,
        shares: Shares,
        faults: Vec<Fault>,
        further: &[(&'static str, &str)],
    ) -> Self {
        // A client wants a choice of TLS even for plain HTTP; another test may have made it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let specs = std::env::var_os("EBVISION_SPECS_DIR").map(Into::into);
        let settings = Settings { limits: false, shares, faults, specs, ..Settings::default() };
        let sandbox = sandbox::start(settings).await.unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // A connection that rested may be closed by the other side just as a request leaves: none is kept.
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let numbers = if NUMBERS.contains(&account) { numbers(&client, &sandbox).await } else { Vec::new() };
        let further = further.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let house = House { port, database_url: url(&pool), numbers, further };
        assert!(house.start("migrate", &sandbox).wait().unwrap().success());
        let serving = Process::new(house.start("serve", &sandbox));
        let working = (0..workers).map(|_| Process::new(house.start("work", &sandbox))).collect();
        let token = house.mint(&sandbox);
        let world = Self { pool, sandbox, account, client, token, house, serving, working };
        world.until("the API is ready", async || world.is_ready().await).await;
        world.until("the webhooks are registered", async || world.hears().await).await;
        world
    }

    /// Kills a worker as a power cut would, and starts another in its place.
    pub(crate) fn replace_worker(&mut self) {
        self.working.remove(0).kill();
        self.start_worker();
    }

    /// One more worker.
    pub(crate) fn start_worker(&mut self) {
        self.working.push(Process::new(self.house.start("work", &self.sandbox)));
    }

    /// Lets the time pass after which whoever held something and is gone counts as dead.
    pub(crate) async fn let_leases_end(&self) {
        let ended = "update marketing_batches set lease_until = now() where lease_until is not null";
        sqlx::query(ended).execute(&self.pool).await.unwrap();
    }

    /// Lets the time pass for which accounts rest after so many doubts, and for which one that is gone may try alone.
    pub(crate) async fn let_rests_end(&self) {
        let ended = "update marketing_accounts_state
                     set paused_until = least(paused_until, now()), trial_until = least(trial_until, now())
                     where paused_until > now() or trial_until > now()";
        sqlx::query(ended).execute(&self.pool).await.unwrap();
    }

    /// Lets the time pass for which messages wait that were refused for a time.
    pub(crate) async fn let_waits_end(&self) {
        let ended = "update marketing_delivery_state set next_at = now() where next_at > now()";
        sqlx::query(ended).execute(&self.pool).await.unwrap();
    }

    /// Lets the time pass after which nobody waits for events of what is in doubt any more.
    pub(crate) async fn let_doubts_end(&self) {
        // The batches are held first, as everybody does.
        let ended = "with held as (select campaign_id, no from marketing_batches where state = 'in_doubt' for update),
                     looked_at as (update marketing_batches b set lease_until = now()
                                   from held where b.campaign_id = held.campaign_id and b.no = held.no)
                     update marketing_requests r set begun_at = now() - interval '1 day'
                     from held where r.campaign_id = held.campaign_id and r.batch = held.no and r.state = 'in_doubt'";
        sqlx::query(ended).execute(&self.pool).await.unwrap();
    }

    /// How many calls are in a state: `open`, `in_doubt` or `done`.
    pub(crate) async fn calls(&self, state: &str) -> i64 {
        let count = sqlx::query_scalar("select count(*) from marketing_requests where state = $1");
        count.bind(state).fetch_one(&self.pool).await.unwrap()
    }

    /// Calls the API and expects a refusal; its code.
    pub(crate) async fn refused(&self, method: Method, path: &str, body: Value) -> String {
        let url = format!("http://127.0.0.1:{}/api/marketing/v1{path}", self.house.port);
        let request = self.client.request(method, url).bearer_auth(&self.token);
        let request = request.header("content-type", "application/json").body(body.to_string());
        let answer = request.send().await.unwrap();
        assert!(!answer.status().is_success(), "{path}");
        let told: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        told["code"].as_str().unwrap().to_owned()
    }

    /// Calls the API and expects it to be content.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        self.call_under(method, path, body, None).await
    }

    /// The same under a version that was read.
    pub(crate) async fn call_under(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        version: Option<i64>,
    ) -> Value {
        let url = format!("http://127.0.0.1:{}/api/marketing/v1{path}", self.house.port);
        let mut request = self.client.request(method.clone(), url).bearer_auth(&self.token);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let (status, bytes) = (answer.status(), answer.bytes().await.unwrap());
        assert!(status.is_success(), "{method} {path}: {status} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    }

    /// From now on these faults instead of those before.
    pub(crate) async fn set_faults(&self, faults: &'static str) {
        let url = format!("{}/_sandbox/faults", self.sandbox.url());
        assert!(self.client.delete(&url).send().await.unwrap().status().is_success());
        self.tell_sandbox("/_sandbox/faults", faults.to_owned()).await;
    }

    /// Tells the sandbox something, which it takes.
    pub(crate) async fn tell_sandbox(&self, path: &str, told: String) {
        let url = format!("{}{path}", self.sandbox.url());
        assert!(self.client.post(url).body(told).send().await.unwrap().status().is_success(), "{path}");
    }

    /// Asks the product without expecting anything; a POST bears the token that webhooks come with.
    pub(crate) async fn ask(&self, method: Method, path: &str) -> Response {
        let token = if method == Method::POST { WEBHOOK_TOKEN } else { &self.token };
        let request = self.client.request(method, format!("http://127.0.0.1:{}{path}", self.house.port));
        request.bearer_auth(token).body("{}").send().await.unwrap()
    }

    /// A campaign to everybody, launched.
    pub(crate) async fn launch(&self, name: &str) -> String {
        self.launch_with(name, json!({})).await
    }

    /// The same with further members of its content.
    pub(crate) async fn launch_with(&self, name: &str, further: Value) -> String {
        let made =
            self.call(Method::POST, "/campaigns", Some(json!({"name": name, "channel": "email"}))).await;
        let id = made["id"].as_str().unwrap().to_owned();
        let mut content = json!({
            "name": name,
            "subject": "Bonjour {{ contact.nom }}",
            "html": "<p>Bonjour {{ contact.nom | default('Madame, Monsieur') }}, voici <a href=\"https://exemple.fr/offre?a=1&amp;b=2#ici\">notre offre</a> et <a href=\"https://exemple.fr/contact\">nos adresses</a>.</p>",
            "audience": {"all": []},
            "sender": {"email": "bonjour@exemple.fr", "name": "Exemple SAS"},
            "account": self.account,
            "tags": [],
        });
        content.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        let path = format!("/campaigns/{id}");
        let edited = self.call_under(Method::PUT, &path, Some(content), made["version"].as_i64()).await;
        let version = edited["version"].as_i64();
        self.call_under(Method::POST, &format!("{path}/launch"), Some(json!({})), version).await;
        id
    }

    /// Until a campaign is over, its recipients and webhooks are done, and every event is counted.
    pub(crate) async fn until_settled(&self, campaign: &str) {
        self.until("the campaign is finished", async || self.state(campaign).await == "finished").await;
        self.until_heard().await;
    }

    /// Until recipients and webhooks are done, and every event is counted.
    pub(crate) async fn until_heard(&self) {
        self.until("the recipients are done", async || self.is_quiet().await).await;
        self.until_counted().await;
    }

    /// Until everything that was told so far is in the figures.
    pub(crate) async fn until_counted(&self) {
        self.until("every event is counted", async || self.is_counted().await).await;
    }

    /// Where a campaign stands.
    pub(crate) async fn state(&self, campaign: &str) -> String {
        let read = self.call(Method::GET, &format!("/campaigns/{campaign}"), None).await;
        read["state"].as_str().unwrap().to_owned()
    }

    /// The figures of its report.
    pub(crate) async fn figures(&self, campaign: &str) -> Value {
        self.call(Method::GET, &format!("/campaigns/{campaign}/report"), None).await["figures"].take()
    }

    /// How many messages of a campaign the sandbox has taken so far.
    pub(crate) async fn accepted(&self, campaign: &str) -> i64 {
        self.ledger(campaign).await.total("accepted")
    }

    /// What the sandbox's own log says of a campaign; of WhatsApp's people where it leaves by a number.
    pub(crate) async fn ledger(&self, campaign: &str) -> Ledger {
        let mut ledger = self.ask_sandbox(&format!("/_sandbox/ledger?tag={campaign}")).await;
        if NUMBERS.contains(&self.account) {
            for member in ["totals", "recipients"] {
                ledger[member] = ledger["whatsapp"][member].take();
            }
        }
        Ledger(ledger)
    }

    /// Asks until the answer is yes.
    pub(crate) async fn until(&self, what: &str, ask: impl AsyncFn() -> bool) {
        let begun = Instant::now();
        while !ask().await {
            assert!(begun.elapsed() < PATIENCE, "gave up waiting until {what}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Whether the product says that it can serve.
    pub(crate) async fn is_ready(&self) -> bool {
        let url = format!("http://127.0.0.1:{}/health/ready", self.house.port);
        self.client.get(url).send().await.is_ok_and(|answer| answer.status() == 200)
    }

    async fn hears(&self) -> bool {
        let registered = "select count(*) from marketing_errands where task ->> 'kind' = 'ensure_webhook' and state = 'done'";
        sqlx::query_scalar::<_, i64>(registered).fetch_one(&self.pool).await.unwrap()
            == if self.house.numbers.is_empty() { 2 } else { 4 }
    }

    async fn is_quiet(&self) -> bool {
        self.ask_sandbox("/_sandbox/quiet").await["quiet"] == true
    }

    /// Nothing waits between the door and the figures.
    async fn is_counted(&self) -> bool {
        let waiting = "select (select count(*) from marketing_receipts where state = 'new')
                            + (select count(*) from marketing_hits where not judged)
                            + (select count(*) from marketing_events where not projected)
                            + (select count(*) from marketing_figure_deltas)
                            + (select count(*) from marketing_charge_deltas)";
        sqlx::query_scalar::<_, i64>(waiting).fetch_one(&self.pool).await.unwrap() == 0
    }

    /// Tells the mail server of the sandbox where its reports go.
    pub(crate) async fn take_reports(&self) {
        let hook = format!("http://127.0.0.1:{}/hooks/smtp/smtp", self.house.port);
        self.tell_sandbox("/_sandbox/smtp", json!({"hook": hook, "token": WEBHOOK_TOKEN}).to_string()).await;
    }

    pub(crate) async fn ask_sandbox(&self, path: &str) -> Value {
        let answer = self.client.get(format!("{}{path}", self.sandbox.url())).send().await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}

/// The accounts of WhatsApp, which are open only where a test is about them.
const NUMBERS: [&str; 2] = ["meta", "twilio"];
/// What the sandbox tells of them: the setting, the service, and the member.
const FACTS: [(&str, &str, &str); 10] = [
    ("EBVISION_META_PHONE_NUMBER_ID", "meta", "phoneNumberId"),
    ("EBVISION_META_PHONE", "meta", "phone"),
    ("EBVISION_META_WABA_ID", "meta", "wabaId"),
    ("EBVISION_META_APP_ID", "meta", "appId"),
    ("EBVISION_META_APP_SECRET", "meta", "appSecret"),
    ("EBVISION_META_VERIFY_TOKEN", "meta", "verifyToken"),
    ("EBVISION_TWILIO_ACCOUNT_SID", "twilio", "accountSid"),
    ("EBVISION_TWILIO_AUTH_TOKEN", "twilio", "authToken"),
    ("EBVISION_TWILIO_WEBHOOK_KEYS", "twilio", "webhookKey"),
    ("EBVISION_TWILIO_PHONE", "twilio", "phone"),
];

async fn numbers(client: &Client, sandbox: &sandbox::Running) -> Vec<(&'static str, String)> {
    let mut settings =
        vec![("EBVISION_META_TOKEN", "a-token".to_owned()), ("EBVISION_TWILIO_PER_SECOND", "400".to_owned())];
    for (setting, place) in [
        ("EBVISION_META_BASE_URL", "meta"),
        ("EBVISION_TWILIO_BASE_URL", "twilio"),
        ("EBVISION_TWILIO_CONTENT_BASE_URL", "twilio-content"),
    ] {
        settings.push((setting, format!("{}/{place}", sandbox.url())));
    }
    for (setting, service, member) in FACTS {
        let answer = client.get(format!("{}/_sandbox/{service}", sandbox.url())).send().await.unwrap();
        let facts: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        settings.push((setting, facts[member].as_str().unwrap().to_owned()));
    }
    settings
}

/// What every program of the house is started with.
struct House {
    port: u16,
    database_url: String,
    numbers: Vec<(&'static str, String)>,
    further: Vec<(&'static str, String)>,
}

impl House {
    fn command(&self, what: &[&str], sandbox: &sandbox::Running) -> Command {
        let Self { port, database_url, numbers, further } = self;
        let mut command = Command::new(env!("CARGO_BIN_EXE_ebvision-marketing"));
        command.env_clear().args(what).stdin(Stdio::null());
        command.env("EBVISION_ENVIRONMENT", "development").env("EBVISION_JWT_SECRET", SECRET);
        command.env("DATABASE_URL", database_url).env("EBVISION_HTTP_BIND", format!("127.0.0.1:{port}"));
        command
            .env("EBVISION_BREVO_KEY", "xkeysib-1")
            .env("EBVISION_BREVO_BASE_URL", format!("{}/v3", sandbox.url()));
        command.env("EBVISION_BREVO_WEBHOOK_TOKEN", WEBHOOK_TOKEN);
        command.env("EBVISION_BREVO_SENDERS", "Exemple SAS <bonjour@exemple.fr>");
        command
            .env("EBVISION_SENDGRID_KEY", "SG.1")
            .env("EBVISION_SENDGRID_BASE_URL", format!("{}/sendgrid/v3", sandbox.url()));
        command.env("EBVISION_SENDGRID_WEBHOOK_KEY", sandbox.sendgrid_webhook_key());
        command.env("EBVISION_SENDGRID_SENDERS", "Exemple SAS <bonjour@exemple.fr>");
        command
            .env("EBVISION_SMTP_URL", format!("{}?tls=none", sandbox.smtp_url()))
            .env("EBVISION_SMTP_CONNECTIONS", "4");
        command
            .env("EBVISION_SMTP_BOUNCE_DOMAIN", "bounce.exemple.fr")
            .env("EBVISION_SMTP_HOOK_TOKEN", WEBHOOK_TOKEN);
        command.env("EBVISION_SMTP_SENDERS", "Exemple SAS <bonjour@exemple.fr>");
        // Many small batches, so that much is on its way when something breaks.
        command.env("EBVISION_SENDING_BATCH", "100");
        command.envs(numbers.iter().chain(further).map(|(name, value)| (name, value)));
        command.env("EBVISION_LOG_FORMAT", "text").env("EBVISION_LOG_FILTER", "error");
        command
    }

    fn start(&self, what: &str, sandbox: &sandbox::Running) -> Child {
        self.command(&[what], sandbox).stderr(Stdio::inherit()).spawn().unwrap()
    }

    fn mint(&self, sandbox: &sandbox::Running) -> String {
        let minted = self.command(&["token", "--role", "admin"], sandbox).output().unwrap();
        String::from_utf8(minted.stdout).unwrap().trim().to_owned()
    }
}

/// The URL of a test's own database.
fn url(pool: &PgPool) -> String {
    pool.connect_options().to_url_lossy().to_string()
}
