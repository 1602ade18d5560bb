//! Settings: environment over file over defaults, parsed once into types.

mod jwt;
mod meta;
mod reader;
mod sending;
mod smtp;
mod spec;
#[cfg(test)]
mod tests;
mod twilio;

use std::{
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::bail;
use api::{Environment, SpaSettings};
use ipnet::IpNet;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

pub(crate) use jwt::{JwksSource, JwtSettings};
use reader::Reader;
pub(crate) use sending::{Organisation, SendingSettings};

/// Everything that can be set.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) environment: Environment,
    pub(crate) data_folder: PathBuf,
    pub(crate) database: DatabaseSettings,
    pub(crate) http: HttpSettings,
    pub(crate) spa: Option<SpaSettings>,
    pub(crate) jwt: JwtSettings,
    pub(crate) sending: SendingSettings,
    pub(crate) organisation: Organisation,
    pub(crate) log: LogSettings,
    pub(crate) metrics_token: Option<SecretString>,
}

/// The database.
#[derive(Debug)]
pub(crate) struct DatabaseSettings {
    /// None for the embedded one.
    pub(crate) url: Option<SecretString>,
    pub(crate) max_connections: NonZeroU32,
}

/// The HTTP server.
#[derive(Debug)]
pub(crate) struct HttpSettings {
    pub(crate) bind: SocketAddr,
    pub(crate) workers: NonZeroUsize,
    pub(crate) body_max: usize,
    pub(crate) timeout: Duration,
    pub(crate) drain: Duration,
    pub(crate) origins: Vec<String>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) rate_per_second: NonZeroU32,
    pub(crate) rate_burst: NonZeroU32,
}

/// The log.
#[derive(Debug)]
pub(crate) struct LogSettings {
    pub(crate) json: bool,
    pub(crate) filter: EnvFilter,
}

impl Settings {
    /// Reads everything.
    ///
    /// # Errors
    /// All that is wrong, a line each.
    pub(crate) fn read(config: Option<&Path>) -> anyhow::Result<Self> {
        Self::from_reader(Reader::open(config))
    }

    fn from_reader(mut reader: Reader) -> anyhow::Result<Self> {
        let settings = Self::collect(&mut reader);
        let problems = reader.problems();
        if problems.is_empty() {
            return Ok(settings);
        }
        bail!("the settings need a correction:\n  - {}", problems.join("\n  - "))
    }

    fn collect(reader: &mut Reader) -> Self {
        let environment = reader.parsed("environment", Environment::Production, parse_environment);
        Self {
            environment,
            data_folder: reader.text("data.folder").unwrap_or_else(|| ".data".to_owned()).into(),
            database: database(reader),
            http: http(reader),
            spa: spa(reader, environment),
            jwt: JwtSettings::collect(reader),
            sending: SendingSettings::collect(reader),
            organisation: Organisation::collect(reader),
            log: LogSettings {
                json: reader.parsed("log.format", true, parse_log_format),
                filter: reader.parsed("log.filter", EnvFilter::default(), |text| EnvFilter::try_new(text)),
            },
            metrics_token: reader.text("metrics.token").map(SecretString::from),
        }
    }
}

fn database(reader: &mut Reader) -> DatabaseSettings {
    let url = reader.text("database.url");
    if let Some(url) = &url
        && !(url.starts_with("postgres://") || url.starts_with("postgresql://"))
    {
        reader.refuse("database.url", "give it the form postgres://user:password@host:port/database");
    }
    DatabaseSettings {
        url: url.map(SecretString::from),
        max_connections: reader.value("database.max_connections", NonZeroU32::MIN),
    }
}

fn http(reader: &mut Reader) -> HttpSettings {
    HttpSettings {
        bind: reader.value("http.bind", SocketAddr::from(([127, 0, 0, 1], 8080))),
        workers: reader.value("http.workers", NonZeroUsize::MIN),
        body_max: reader.value("http.body_max", 0),
        timeout: reader.seconds("http.timeout"),
        drain: reader.seconds("http.drain"),
        origins: origins(reader),
        trusted_proxies: trusted_proxies(reader),
        rate_per_second: reader.value("http.rate_per_second", NonZeroU32::MIN),
        rate_burst: reader.value("http.rate_burst", NonZeroU32::MIN),
    }
}

/// An origin has a scheme, a host and nothing behind; `*` would open the API to every page of the web.
fn origins(reader: &mut Reader) -> Vec<String> {
    let origins = reader.list("http.origins");
    for origin in &origins {
        let is_origin =
            url::Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == *origin);
        if !is_origin {
            reader.refuse(
                "http.origins",
                format!("{origin:?} is no origin; write for instance https://suite.example"),
            );
        }
    }
    origins
}

/// Networks, or single addresses.
fn trusted_proxies(reader: &mut Reader) -> Vec<IpNet> {
    let mut networks = Vec::new();
    for text in reader.list("http.trusted_proxies") {
        match text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)) {
            Ok(network) => networks.push(network),
            Err(_) => reader.refuse(
                "http.trusted_proxies",
                format!("{text:?} is no network; write for instance 10.0.0.0/8 or 127.0.0.1"),
            ),
        }
    }
    networks
}

fn spa(reader: &mut Reader, environment: Environment) -> Option<SpaSettings> {
    let sign_in_url = reader.text("spa.sign_in_url");
    if sign_in_url.as_deref().is_some_and(|url| !is_web_address(url)) {
        reader.refuse("spa.sign_in_url", "give it the form https://suite.example/sign-in");
    }
    let folder = PathBuf::from(reader.text("spa.dir")?);
    if !folder.join("index.html").is_file() {
        reader.refuse(
            "spa.dir",
            format!("{} holds no index.html; build the SPA with trunk first", folder.display()),
        );
    }
    Some(SpaSettings { folder, environment, sign_in_url })
}

fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn parse_environment(word: &str) -> Result<Environment, &'static str> {
    match word {
        "production" => Ok(Environment::Production),
        "development" => Ok(Environment::Development),
        _ => Err("choose production or development"),
    }
}

fn parse_log_format(word: &str) -> Result<bool, &'static str> {
    match word {
        "json" => Ok(true),
        "text" => Ok(false),
        _ => Err("choose json or text"),
    }
}
