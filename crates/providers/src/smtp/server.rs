//! Opening a connection: TCP, TLS or STARTTLS, the greeting, what the server can do, and who we are.

use std::{fmt, sync::Arc};

use secrecy::SecretString;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};

use super::{
    auth,
    reply::Reply,
    session::{self, Session},
    settings::Security,
    wire::{Lost, Wire},
};
use crate::{Failure, Timeouts};

/// Where to connect, and how.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) name: ServerName<'static>,
    pub(super) tls: TlsConnector,
    pub(super) credentials: Option<Arc<(String, SecretString)>>,
    pub(super) timeouts: Timeouts,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({}:{}, {:?})", self.host, self.port, self.security)
    }
}

/// What the server says that it can do (RFC 5321 §4.1.1.1): keywords in capitals.
#[derive(Debug)]
struct Offers(Vec<String>);

impl Offers {
    fn of(reply: &Reply) -> Self {
        Self(reply.lines.iter().skip(1).map(|line| line.to_ascii_uppercase()).collect())
    }

    fn has(&self, keyword: &str) -> bool {
        self.words(keyword).is_some()
    }

    /// What stands behind a keyword; `AUTH=LOGIN` is how old servers write it.
    fn words(&self, keyword: &str) -> Option<Vec<&str>> {
        let mut lines = self.0.iter().map(|line| line.split([' ', '=']));
        lines.find_map(|mut words| (words.next() == Some(keyword)).then(|| words.collect()))
    }
}

impl Server {
    /// A session that may send.
    pub(super) async fn open(&self) -> Result<Session, Failure> {
        let limit = session::patience(self.timeouts);
        timeout(limit, self.connect()).await.unwrap_or_else(|_| Err(unreachable("no session in time")))
    }

    async fn connect(&self) -> Result<Session, Failure> {
        let (mut wire, address) = self.reach().await?;
        if self.security == Security::Tls {
            wire = self.encrypt(wire).await?;
        }
        yes(wire.reply().await)?;
        let mut offers = hello(&mut wire, &address).await?;
        if self.security == Security::StartTls {
            wire = self.start_tls(wire, &offers).await?;
            offers = hello(&mut wire, &address).await?;
        }
        if let Some(credentials) = &self.credentials {
            auth::sign_in(&mut wire, credentials, &offers.words("AUTH").unwrap_or_default()).await?;
        }
        Ok(Session::new(wire, offers.has("PIPELINING"), self.timeouts))
    }

    async fn reach(&self) -> Result<(Wire, String), Failure> {
        let connected = timeout(self.timeouts.connect, TcpStream::connect((&*self.host, self.port))).await;
        let stream = match connected {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(unreachable(format!("no connection: {error}"))),
            Err(_) => return Err(unreachable("no connection in time")),
        };
        stream.set_nodelay(true).map_err(|error| unreachable(error.to_string()))?;
        let address = stream.local_addr().map_err(|error| unreachable(error.to_string()))?.ip();
        // An address literal is a name that needs no setting and is never wrong (RFC 5321 §4.1.3).
        let literal = if address.is_ipv6() { format!("[IPv6:{address}]") } else { format!("[{address}]") };
        Ok((Wire::new(stream), literal))
    }

    async fn encrypt(&self, wire: Wire) -> Result<Wire, Failure> {
        let stream = wire.into_stream().ok_or_else(|| unreachable("words before TLS"))?;
        let secured = self.tls.connect(self.name.clone(), stream).await;
        secured.map(Wire::new).map_err(|error| unreachable(format!("no TLS: {error}")))
    }

    async fn start_tls(&self, mut wire: Wire, offers: &Offers) -> Result<Wire, Failure> {
        if !offers.has("STARTTLS") {
            let detail = "the server offers no STARTTLS: write smtps:// if it speaks TLS from the start";
            return Err(Failure::Refused { code: "tls_not_offered".into(), detail: detail.into() });
        }
        yes(wire.ask("STARTTLS\r\n").await)?;
        self.encrypt(wire).await
    }
}

async fn hello(wire: &mut Wire, address: &str) -> Result<Offers, Failure> {
    yes(wire.ask(&format!("EHLO {address}\r\n")).await).map(|reply| Offers::of(&reply))
}

/// A yes. Anything else ends a session before it could send anything.
pub(super) fn yes(reply: Result<Reply, Lost>) -> Result<Reply, Failure> {
    let reply = reply.map_err(|lost| unreachable(lost.why))?;
    match reply.code {
        200..=399 => Ok(reply),
        400..=499 => Err(Failure::Retry { after: None, code: "unavailable".into(), detail: reply.words() }),
        _ => Err(Failure::Refused { code: reply.word(), detail: reply.words() }),
    }
}

fn unreachable(detail: impl Into<String>) -> Failure {
    Failure::Retry { after: None, code: "unreachable".into(), detail: detail.into() }
}
