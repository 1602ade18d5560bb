//! A provider in Brevo's dialect that counts what it took. It shares no type with the adapter.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// How the next send is answered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// 429, to be tried again after so many seconds; nothing is taken.
    RateLimited(u32),
    /// 401; nothing is taken.
    Unauthorized,
    /// Takes the messages, and closes the connection without a word.
    TakesAndHangsUp,
    /// Closes the connection without a word, and takes nothing.
    HangsUp,
}

#[derive(Debug, Default)]
struct Book {
    taken: BTreeMap<String, u32>,
    keys: BTreeSet<String>,
    said: Vec<Value>,
    faults: VecDeque<Fault>,
    refused: BTreeSet<String>,
    past: Vec<Value>,
}

/// The provider.
#[derive(Debug, Clone)]
pub(crate) struct FakeProvider {
    pub(crate) url: String,
    book: Arc<Mutex<Book>>,
}

impl FakeProvider {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v3", listener.local_addr().unwrap());
        let book = Arc::new(Mutex::new(Book::default()));
        let served = Arc::clone(&book);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&served)));
            }
        });
        Self { url, book }
    }

    /// How many messages each address got.
    pub(crate) fn taken(&self) -> BTreeMap<String, u32> {
        self.book.lock().unwrap().taken.clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.book.lock().unwrap().said.len()
    }

    /// What it was told by each call.
    pub(crate) fn said(&self) -> Vec<Value> {
        self.book.lock().unwrap().said.clone()
    }

    pub(crate) fn fails(&self, faults: impl IntoIterator<Item = Fault>) {
        self.book.lock().unwrap().faults.extend(faults);
    }

    /// Any request with this address in it is refused.
    pub(crate) fn refuses(&self, address: &str) {
        self.book.lock().unwrap().refused.insert(address.to_owned());
    }

    /// What the provider tells when it is asked for past events.
    pub(crate) fn remembers(&self, events: impl IntoIterator<Item = Value>) {
        self.book.lock().unwrap().past.extend(events);
    }
}

async fn serve(mut stream: TcpStream, book: Arc<Mutex<Book>>) {
    let Some((head, body)) = read(&mut stream).await else { return };
    let answer = if head.starts_with("POST /v3/smtp/email ") {
        let body: Value = serde_json::from_slice(&body).unwrap();
        book.lock().unwrap().send(&body)
    } else {
        Some((200, json!({"events": book.lock().unwrap().past.clone()}), None))
    };
    let Some((status, body, wait)) = answer else { return };
    let body = body.to_string();
    let wait = wait.map(|seconds| format!("x-sib-ratelimit-reset: {seconds}\r\n")).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{wait}connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
}

async fn read(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
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
    let length = head
        .to_lowercase()
        .split("content-length: ")
        .nth(1)
        .map_or(0, |rest| rest.split("\r\n").next().unwrap().parse::<usize>().unwrap());
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some((head, bytes[end..].to_vec()))
}

type Answer = Option<(u16, Value, Option<u32>)>;

impl Book {
    fn send(&mut self, body: &Value) -> Answer {
        self.said.push(body.clone());
        let error = |status, code: &str, wait| Some((status, json!({"code": code, "message": code}), wait));
        let fault = self.faults.pop_front();
        match fault {
            Some(Fault::RateLimited(seconds)) => return error(429, "too_many_requests", Some(seconds)),
            Some(Fault::Unauthorized) => return error(401, "unauthorized", None),
            Some(Fault::HangsUp) => return None,
            Some(Fault::TakesAndHangsUp) | None => {}
        }
        let to = addresses(body);
        if to.iter().any(|address| self.refused.contains(address)) {
            return error(400, "invalid_parameter", None);
        }
        if !self.keys.insert(body["headers"]["idempotencyKey"].as_str().unwrap().to_owned()) {
            return error(400, "duplicate_parameter", None);
        }
        to.iter().for_each(|address| *self.taken.entry(address.clone()).or_default() += 1);
        let ids: Vec<_> = to.iter().map(|address| format!("<{address}-{}@relay>", self.said.len())).collect();
        let told = if body.get("messageVersions").is_some() {
            json!({"messageIds": ids})
        } else {
            json!({"messageId": ids[0]})
        };
        fault.is_none().then_some((201, told, None))
    }
}

fn addresses(body: &Value) -> Vec<String> {
    let one = |version: &Value| version["to"][0]["email"].as_str().unwrap().to_owned();
    match body.get("messageVersions").and_then(Value::as_array) {
        Some(versions) => versions.iter().map(one).collect(),
        None => vec![one(body)],
    }
}
