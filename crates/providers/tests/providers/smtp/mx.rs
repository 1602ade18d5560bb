//! An SMTP server that does what it is told, command by command, also what no well-behaved server would. It speaks the standard by
//! itself and knows nothing of the adapter's types.

use std::{
    fmt,
    sync::{Arc, LazyLock, Mutex},
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};
use url::Url;

/// What the server does instead of being content.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    Say(&'static str),
    /// Closes the connection.
    Close,
    /// Says nothing for as long as the other side waits.
    Hang,
}

/// What the server was told.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    /// Which connection, from 0.
    pub(crate) connection: usize,
    /// The command, without what follows; `HELLO` for the connection itself, `.` for a content.
    pub(crate) verb: String,
    pub(crate) line: String,
    /// How many contents the connection has brought before.
    pub(crate) before: usize,
}

/// A message, as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) content: Vec<u8>,
    pub(crate) encrypted: bool,
    /// Whether the commands of the next message came with it.
    pub(crate) with_next: bool,
}

type Script = Box<dyn Fn(&Heard) -> Option<Act> + Send + Sync>;

/// How the server is.
pub(crate) struct Manner {
    pub(crate) offers: &'static [&'static str],
    /// Whether TLS begins with the first byte.
    pub(crate) tls: bool,
    pub(crate) script: Script,
}

impl Manner {
    pub(crate) fn doing(script: impl Fn(&Heard) -> Option<Act> + Send + Sync + 'static) -> Self {
        Self { offers: &["PIPELINING", "8BITMIME", "AUTH LOGIN PLAIN"], tls: false, script: Box::new(script) }
    }
}

#[derive(Default)]
struct Notes {
    heard: Vec<Heard>,
    mails: Vec<Mail>,
}

/// The server; it stops when it is dropped.
pub(crate) struct Mx {
    port: u16,
    notes: Arc<Mutex<Notes>>,
    task: JoinHandle<()>,
}

static IDENTITY: LazyLock<CertifiedKey<rcgen::KeyPair>> =
    LazyLock::new(|| generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap());

/// What a caller has to trust.
pub(crate) fn certificate() -> String {
    IDENTITY.cert.pem()
}

fn acceptor() -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(IDENTITY.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![IDENTITY.cert.der().clone()], key).unwrap()))
}

impl Mx {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let notes = Arc::new(Mutex::default());
        let (manner, shared) = (Arc::new(manner), Arc::clone(&notes));
        let task = tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let visit = Visit { connection, manner: Arc::clone(&manner), notes: Arc::clone(&shared) };
                // The caller may be gone: that is its business.
                tokio::spawn(async move { visit.serve(stream).await.ok() });
            }
        });
        Self { port, notes, task }
    }

    pub(crate) fn url(&self, form: &str) -> Url {
        Url::parse(&form.replace("{}", &format!("localhost:{}", self.port))).unwrap()
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.notes.lock().unwrap().mails.clone()
    }

    /// The commands that were heard, in order, but those of contents.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.notes.lock().unwrap().heard.clone()
    }

    pub(crate) fn verbs(&self) -> Vec<String> {
        self.heard().into_iter().map(|heard| heard.verb).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.heard().iter().filter(|heard| heard.verb == "HELLO").count()
    }
}

impl Drop for Mx {
    fn drop(&mut self) {
        self.task.abort();
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// One connection.
struct Visit {
    connection: usize,
    manner: Arc<Manner>,
    notes: Arc<Mutex<Notes>>,
}

/// What a connection is about.
struct Talk {
    stream: Box<dyn Stream>,
    inbox: Vec<u8>,
    encrypted: bool,
    from: String,
    to: Vec<String>,
    brought: usize,
}

impl Visit {
    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let stream: Box<dyn Stream> =
            if self.manner.tls { Box::new(acceptor().accept(stream).await?) } else { Box::new(stream) };
        let encrypted = self.manner.tls;
        let mut talk =
            Talk { stream, inbox: Vec::new(), encrypted, from: String::new(), to: Vec::new(), brought: 0 };
        if !self.act(&mut talk, "HELLO", "", "220 mx.example ESMTP\r\n").await? {
            return Ok(());
        }
        while let Some(line) = talk.until(b"\r\n").await? {
            let line = String::from_utf8(line).unwrap();
            let verb = line.split([' ', ':']).next().unwrap().to_uppercase();
            let go_on = match verb.as_str() {
                "STARTTLS" => {
                    let go_on = self.act(&mut talk, &verb, &line, "220 go\r\n").await?;
                    if go_on {
                        talk.stream = Box::new(acceptor().accept(talk.stream).await?);
                        talk.encrypted = true;
                    }
                    go_on
                }
                "DATA" => self.data(&mut talk, &line).await?,
                "RCPT" => {
                    let asked = (self.manner.script)(&self.heard(&talk, &verb, &line));
                    talk.to.extend(asked.is_none().then(|| inside(&line)));
                    self.perform(&mut talk, asked, "250 2.1.5 ok\r\n").await?
                }
                _ => {
                    let answer = self.answer(&mut talk, &verb, &line);
                    self.act(&mut talk, &verb, &line, &answer).await?
                }
            };
            if !go_on {
                return Ok(());
            }
        }
        Ok(())
    }

    fn answer(&self, talk: &mut Talk, verb: &str, line: &str) -> String {
        match verb {
            "EHLO" => {
                let offers = self.manner.offers.iter().map(|offer| format!("250-{offer}\r\n"));
                format!("250-mx.example\r\n{}250 HELP\r\n", offers.collect::<String>())
            }
            "MAIL" => {
                talk.from = inside(line);
                talk.to.clear();
                "250 2.1.0 ok\r\n".into()
            }
            "AUTH" => "235 2.7.0 welcome\r\n".into(),
            "QUIT" => "221 2.0.0 bye\r\n".into(),
            "RSET" | "NOOP" => "250 2.0.0 ok\r\n".into(),
            _ => "500 5.5.1 what?\r\n".into(),
        }
    }

    async fn data(&self, talk: &mut Talk, line: &str) -> std::io::Result<bool> {
        let ready = if talk.to.is_empty() { "554 5.5.1 nobody\r\n" } else { "354 go\r\n" };
        let heard = self.heard(talk, "DATA", line);
        let asked = (self.manner.script)(&heard);
        if !self.perform(talk, asked, ready).await? {
            return Ok(false);
        }
        if matches!(asked, Some(Act::Say(words)) if !words.starts_with("354"))
            || talk.to.is_empty() && asked.is_none()
        {
            return Ok(true);
        }
        let Some(content) = talk.content().await? else { return Ok(false) };
        let heard = self.heard(talk, ".", "");
        let asked = (self.manner.script)(&heard);
        talk.brought += 1;
        if !matches!(asked, Some(Act::Say(words)) if !words.starts_with('2')) {
            self.keep(talk, content);
        }
        self.perform(talk, asked, "250 2.0.0 queued as 4F3B2\r\n").await
    }

    fn keep(&self, talk: &mut Talk, stuffed: Vec<u8>) {
        let lines = stuffed.split_inclusive(|byte| *byte == b'\n');
        let content: Vec<u8> =
            lines.flat_map(|line| line.strip_prefix(b".").unwrap_or(line)).copied().collect();
        let mails = talk.to.drain(..).map(|to| Mail {
            from: talk.from.clone(),
            to,
            content: content.clone(),
            encrypted: talk.encrypted,
            with_next: !talk.inbox.is_empty(),
        });
        self.notes.lock().unwrap().mails.extend(mails);
    }

    fn heard(&self, talk: &Talk, verb: &str, line: &str) -> Heard {
        let heard =
            Heard { connection: self.connection, verb: verb.into(), line: line.into(), before: talk.brought };
        self.notes.lock().unwrap().heard.push(heard.clone());
        heard
    }

    /// Tells whether the connection goes on.
    async fn act(&self, talk: &mut Talk, verb: &str, line: &str, answer: &str) -> std::io::Result<bool> {
        let asked = (self.manner.script)(&self.heard(talk, verb, line));
        self.perform(talk, asked, answer).await
    }

    async fn perform(&self, talk: &mut Talk, asked: Option<Act>, answer: &str) -> std::io::Result<bool> {
        match asked {
            None => talk.say(answer).await.map(|()| !answer.starts_with("221")),
            Some(Act::Say(words)) => {
                talk.say(&format!("{words}\r\n")).await.map(|()| !words.starts_with("421"))
            }
            Some(Act::Close) => Ok(false),
            Some(Act::Hang) => {
                while talk.stream.read_buf(&mut talk.inbox).await? > 0 {}
                Ok(false)
            }
        }
    }
}

/// The address of a command.
fn inside(line: &str) -> String {
    line.split_once('<').unwrap().1.split_once('>').unwrap().0.to_owned()
}

impl Talk {
    /// A content, up to the final dot: an empty one has nothing before it.
    async fn content(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut content = Vec::new();
        while let Some(line) = self.until(b"\r\n").await? {
            if line == b"." {
                return Ok(Some(content));
            }
            content.extend_from_slice(&line);
            content.extend_from_slice(b"\r\n");
        }
        Ok(None)
    }

    /// All before an end; none where the other side closes.
    async fn until(&mut self, end: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(at) = self.inbox.windows(end.len()).position(|window| window == end) {
                let bytes = self.inbox[..at].to_vec();
                self.inbox.drain(..at + end.len());
                return Ok(Some(bytes));
            }
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                return Ok(None);
            }
        }
    }

    async fn say(&mut self, words: &str) -> std::io::Result<()> {
        self.stream.write_all(words.as_bytes()).await?;
        self.stream.flush().await
    }
}

impl fmt::Debug for Mx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mx({})", self.port)
    }
}
