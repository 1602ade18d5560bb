//! Every setting there is, once: its key, its default, what it does. The README's table is made from this list.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec {
    /// `group.name`: the place in the file. In the environment it is `EBVISION_GROUP_NAME`.
    pub(crate) key: &'static str,
    /// What counts when neither the file nor the environment says anything; empty for nothing.
    pub(crate) default: &'static str,
    /// What it does, with its unit.
    pub(crate) about: &'static str,
}

impl Spec {
    /// The variable of the environment. The database's goes by the name that every PostgreSQL tool knows.
    pub(crate) fn variable(&self) -> String {
        match self.key {
            "database.url" => "DATABASE_URL".to_owned(),
            key => format!("EBVISION_{}", key.replace('.', "_").to_uppercase()),
        }
    }
}

const fn spec(key: &'static str, default: &'static str, about: &'static str) -> Spec {
    Spec { key, default, about }
}

/// The settings, in the order of the README's table.
pub(crate) const SETTINGS: &[Spec] = &[
    spec("environment", "production", "`production`, or `development`: mints tokens and invents data"),
    spec("data.folder", ".data", "where the embedded PostgreSQL lives when no database is named"),
    spec("database.url", "", "`postgres://…`, PostgreSQL 14 or newer; empty for the embedded one"),
    spec("database.max_connections", "20", "most connections of this process"),
    spec("http.bind", "127.0.0.1:8080", "address and port to listen on"),
    spec("http.workers", "2", "threads that answer requests"),
    spec("http.body_max", "4194304", "largest request body, in bytes"),
    spec("http.timeout", "30s", "how long a body may take to arrive, and each statement of the database"),
    spec("http.drain", "8s", "how long requests may still take once the process is told to stop"),
    spec(
        "http.origins",
        "",
        "other origins that browsers may call from, separated by commas; empty for none",
    ),
    spec(
        "http.trusted_proxies",
        "",
        "proxies that are believed about who called them (`X-Forwarded-For`): networks or addresses, separated by commas",
    ),
    spec("http.rate_per_second", "50", "requests per second and caller, on average"),
    spec("http.rate_burst", "200", "requests at once per caller"),
    spec("spa.dir", "", "the folder of the built SPA; empty to serve none"),
    spec("spa.sign_in_url", "", "the suite's sign-in page, which sends people back with `#token=…`"),
    spec("jwt.secret", "", "secret: the suite's shared secret for HS256, at least 32 bytes"),
    spec("jwt.jwks_file", "", "a JWK Set with RS256, ES256 or EdDSA keys"),
    spec("jwt.jwks_url", "", "the same, fetched by HTTPS and kept fresh"),
    spec("jwt.jwks_refresh", "5min", "how often the JWK Set is read again"),
    spec("jwt.issuer", "", "`iss` that every token must carry; empty for any"),
    spec("jwt.audience", "", "`aud` that every token must carry; empty for any"),
    spec("jwt.leeway", "30s", "by how much clocks may differ"),
    spec("jwt.claim_id", "sub,id,userId", "claims that may hold the person's id, most preferred first"),
    spec("jwt.claim_name", "name,nom,email", "claims that may hold the name to show"),
    spec("jwt.claim_permissions", "permissions", "claims that hold permissions"),
    spec("jwt.claim_roles", "role,roles", "claims that hold roles"),
    spec("jwt.roles", "", "the suite's role names: `COMMERCIAL=marketer,DIRECTION=admin`"),
    spec("public.url", "", "the address that readers and providers reach us by; required in production"),
    spec(
        "link.secret",
        "",
        "secret, required in production: at least 32 random bytes that sign links; several separated by commas: the first signs, all are good",
    ),
    spec("organisation.time_zone", "Europe/Paris", "the IANA zone that cuts days in reports"),
    spec("organisation.language", "fr", "`fr` or `en`: the language of what is added to messages"),
    spec("sending.batch", "500", "messages per batch, 1 to 1000"),
    spec(
        "sending.failover",
        "",
        "accounts that carry for each other what none of them has begun, in this order, when one is stopped or rests for more than a minute: `brevo,sendgrid,smtp`; empty for none",
    ),
    spec("sending.dispatchers", "4", "batches on their way at once, per process, 1 to 32"),
    spec(
        "sending.patience",
        "15min",
        "how long events are waited for that could tell what became of a call without an answer, once it may not be repeated any more; afterwards it is listed as unknown, and known again if they come later",
    ),
    spec(
        "sending.silence",
        "25h",
        "how long after such a call SendGrid, which tells of each message that it takes and repeats its webhooks for 24 hours, may still tell of it; where it told of everything around and of nothing of the call, its messages never arrived: they can be sent again without risk",
    ),
    spec("brevo.key", "", "secret: the API key of the account `brevo`; empty for no such account"),
    spec("brevo.senders", "", "who it may send as: `Exemple SAS <news@exemple.fr>`, separated by commas"),
    spec(
        "brevo.webhook_token",
        "",
        "secret: what Brevo calls our webhook with, at least 16 characters of our choice",
    ),
    spec("brevo.base_url", "", "another address of the API than https://api.brevo.com/v3"),
    spec(
        "brevo.idempotency_header",
        "",
        "another spelling of the member that holds the idempotency key than `idempotencyKey`",
    ),
    spec("sendgrid.key", "", "secret: the API key of the account `sendgrid`; empty for no such account"),
    spec("sendgrid.senders", "", "who it may send as: `Exemple SAS <news@exemple.fr>`, separated by commas"),
    spec("sendgrid.region", "global", "`global`, or `eu` for a regional subuser in the EU"),
    spec(
        "sendgrid.webhook_key",
        "",
        "the public key that SendGrid signs webhooks with, as its console shows it; the registration of the webhook at the start tells it, and until it is set no webhook is believed",
    ),
    spec(
        "sendgrid.base_url",
        "",
        "another address of the API than the region's, https://api.sendgrid.com/v3",
    ),
    spec("sendgrid.on_behalf_of", "", "the subuser that the key of a parent account acts for"),
    spec(
        "smtp.url",
        "",
        "an SMTP server, the account `smtp`: `smtp://host:587` (STARTTLS), `smtps://host:465` (TLS) or `smtp://host:25?tls=none` (in the open); empty for no such account",
    ),
    spec("smtp.user", "", "who we are to that server; empty where it does not ask"),
    spec("smtp.password", "", "secret: the password of that user"),
    spec("smtp.senders", "", "who it may send as: `Exemple SAS <news@exemple.fr>`, separated by commas"),
    spec("smtp.connections", "8", "connections at once, per process, 1 to 100"),
    spec(
        "smtp.bounce_domain",
        "",
        "a domain of its own for return paths, whose mail is handed to `/hooks/smtp/smtp` (docs/running.md); empty leaves bounces to the sender's mailbox",
    ),
    spec(
        "smtp.hook_token",
        "",
        "secret: what that hook is called with, at least 16 characters of our choice; return paths already sent rest on it",
    ),
    spec("smtp.dkim_domain", "", "the domain that signs messages (DKIM)"),
    spec("smtp.dkim_selector", "", "which of its keys: what stands in front of `._domainkey`"),
    spec(
        "smtp.dkim_key_file",
        "",
        "the private key, RSA or Ed25519, in PEM; empty leaves signing to the server",
    ),
    spec("smtp.ca_file", "", "further certificates to trust than the machine does, in PEM"),
    spec(
        "meta.token",
        "",
        "secret: the access token of a system user, for the account `meta`, a number at WhatsApp's Cloud API; empty for no such account",
    ),
    spec("meta.phone_number_id", "", "Meta's id of that number"),
    spec("meta.phone", "", "the number itself: `+33612345678`"),
    spec("meta.waba_id", "", "the id of the WhatsApp Business Account that it belongs to"),
    spec("meta.app_secret", "", "secret: the app's secret, which Meta signs webhooks with"),
    spec(
        "meta.verify_token",
        "",
        "secret: what Meta shows when it asks whether our webhook is ours, at least 16 characters of our choice",
    ),
    spec("meta.graph_version", "v25.0", "the version of the Graph API"),
    spec("meta.base_url", "", "another address of the API than https://graph.facebook.com"),
    spec(
        "meta.app_id",
        "",
        "the app's id: examples of pictures, films and documents in templates are uploaded to it; empty refuses such templates",
    ),
    spec("meta.calls", "20", "messages of a batch on their way at once, 1 to 100"),
    spec(
        "twilio.account_sid",
        "",
        "the SID of an account at Twilio, `AC…`, for the account `twilio`, a number of WhatsApp there; empty for no such account",
    ),
    spec("twilio.auth_token", "", "secret: the account's token, which Twilio signs webhooks with"),
    spec(
        "twilio.api_key",
        "",
        "the SID of an API key, `SK…`, to make calls with; empty makes them with the token",
    ),
    spec("twilio.api_secret", "", "secret: the secret of that key"),
    spec("twilio.phone", "", "the number itself: `+33612345678`"),
    spec(
        "twilio.messaging_service_sid",
        "",
        "the messaging service that the number belongs to, `MG…`; empty where it belongs to none",
    ),
    spec(
        "twilio.webhook_keys",
        "",
        "secret: shared keys that Twilio may sign webhooks with instead of the token (HMAC-SHA256): `name=secret`, separated by commas",
    ),
    spec("twilio.calls", "20", "messages of a batch on their way at once, 1 to 100"),
    spec(
        "twilio.per_second",
        "80",
        "messages a second that the number may send, 1 to 400: Twilio tells it nowhere, and raises it on request",
    ),
    spec("twilio.base_url", "", "another address of the API than https://api.twilio.com"),
    spec(
        "twilio.content_base_url",
        "",
        "another address of the API of templates than https://content.twilio.com; `twilio.base_url` where that alone is given",
    ),
    spec(
        "twilio.messaging_base_url",
        "",
        "another address of the API of numbers than https://messaging.twilio.com; `twilio.base_url` where that alone is given",
    ),
    spec("log.format", "json", "`json`, or `text` for people"),
    spec(
        "log.filter",
        "info,actix_server=warn,sqlx=warn",
        "what is logged, in the words of tracing: levels by place",
    ),
    spec("metrics.token", "", "secret: a token that Prometheus may read `/metrics` with"),
];
