//! A server that does what it is told, call by call, also what no well-behaved server would.

use std::{collections::BTreeMap, time::Duration};

use providers::Timeouts;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
};
use url::Url;

/// What the server does with one call, after it has read all of it.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// Answers the head and half of the body, then closes.
    Half { status: u16, body: String },
    /// Closes without a word.
    Close,
    /// Resets the connection without a word.
    Reset,
    /// Says nothing for as long as the caller waits.
    Hang,
    /// Speaks no HTTP.
    Babble,
}

impl Act {
    pub(crate) fn answer(status: u16, body: impl ToString) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.to_string() }
    }

    /// What a test waits for it with.
    pub(crate) fn timeouts(&self) -> Timeouts {
        if matches!(self, Self::Hang) { HASTY } else { PATIENT }
    }

    pub(crate) fn with(status: u16, header: (&'static str, &str), body: impl ToString) -> Self {
        Self::Answer { status, headers: vec![(header.0, header.1.to_owned())], body: body.to_string() }
    }
}

/// A call, as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// The server; it stops when it is dropped.
pub(crate) struct Server {
    pub(crate) url: Url,
    received: UnboundedReceiver<Received>,
    task: JoinHandle<()>,
}

impl Server {
    /// Does the acts in turn, and answers 500 ever after.
    pub(crate) async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/v3", listener.local_addr().unwrap())).unwrap();
        let (sender, received) = unbounded_channel();
        let acts: Vec<_> = acts.into_iter().collect();
        let task = tokio::spawn(async move {
            let mut acts = acts.into_iter();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let act = acts.next().unwrap_or(Act::answer(500, "one call too many"));
                serve(stream, act, &sender).await;
            }
        });
        Self { url, received, task }
    }

    /// What has arrived since it was last asked.
    pub(crate) fn received(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An address where nobody listens.
pub(crate) async fn nobody() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Url::parse(&format!("http://{}/v3", listener.local_addr().unwrap())).unwrap()
}

/// An address where somebody listens who knows no TLS.
pub(crate) async fn without_tls() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}/v3", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"220 not your kind of server\r\n").await.unwrap();
    });
    url
}

/// An address whose host cannot have a name: no resolver is asked.
pub(crate) fn nameless() -> Url {
    Url::parse(&format!("https://{}.invalid/v3", "x".repeat(64))).unwrap()
}

/// For calls that are answered, however slow the machine.
pub(crate) const PATIENT: Timeouts =
    Timeouts { connect: Duration::from_secs(30), whole: Duration::from_secs(60) };

/// For calls that are not.
pub(crate) const HASTY: Timeouts =
    Timeouts { connect: Duration::from_secs(30), whole: Duration::from_millis(800) };

async fn serve(mut stream: TcpStream, act: Act, sender: &UnboundedSender<Received>) {
    let Some(received) = read(&mut stream).await else { return };
    sender.send(received).unwrap();
    // The caller may be gone: that is its business.
    let _ = perform(stream, act).await;
}

async fn perform(mut stream: TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Answer { status, headers, body } => {
            let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            stream.write_all(head(status, body.len(), &more).as_bytes()).await?;
            stream.write_all(body.as_bytes()).await
        }
        Act::Half { status, body } => {
            stream.write_all(head(status, body.len(), "").as_bytes()).await?;
            stream.write_all(&body.as_bytes()[..body.len() / 2]).await
        }
        Act::Close => Ok(()),
        Act::Reset => stream.set_zero_linger(),
        Act::Hang => stream.read_to_end(&mut Vec::new()).await.map(drop),
        Act::Babble => stream.write_all(b"\x16\x03 what?\r\n\r\n").await,
    }
}

fn head(status: u16, length: usize, more: &str) -> String {
    format!("HTTP/1.1 {status} -\r\ncontent-length: {length}\r\nconnection: close\r\n{more}\r\n")
}

/// A whole call; none where the caller leaves before its end.
async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers: BTreeMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received { line, headers, body: bytes[end..].to_vec() })
}
