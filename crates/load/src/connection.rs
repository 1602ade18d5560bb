//! A connection that is kept.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const HEADERS_MAX: usize = 64;
const CHUNK: usize = 64 * 1024;

/// A connection, and what of an answer has come so far.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Where an answer's head ends, what it says, and how long its body is.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    length: usize,
    status: u16,
    body: usize,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("cannot reach {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(CHUNK) })
    }

    /// Asks, waits for the whole answer, and tells its status.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.stream.write_all(request).await?;
        loop {
            if let Some(head) = head(&self.buffer)? {
                self.skip(head.length + head.body).await?;
                return Ok(head.status);
            }
            self.read().await?;
        }
    }

    async fn skip(&mut self, mut bytes: usize) -> anyhow::Result<()> {
        while bytes > self.buffer.len() {
            bytes -= self.buffer.len();
            self.buffer.clear();
            self.read().await?;
        }
        self.buffer.drain(..bytes);
        Ok(())
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed within an answer");
        }
        Ok(())
    }
}

/// None where not all of it has come.
fn head(bytes: &[u8]) -> anyhow::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = answer.parse(bytes)? else { return Ok(None) };
    let named = |name: &str| answer.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    if named("transfer-encoding").is_some() {
        bail!("an answer came in chunks, which are not read");
    }
    let body = match named("content-length") {
        Some(header) => std::str::from_utf8(header.value)?.trim().parse().context("an impossible length")?,
        None => 0,
    };
    Ok(Some(Head { length, status: answer.code.unwrap_or_default(), body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_far_as_it_has_come() {
        let bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc";
        assert_eq!(head(&bytes[..20]).unwrap(), None);
        assert_eq!(head(bytes).unwrap(), Some(Head { length: 38, status: 200, body: 3 }));
    }

    #[test]
    fn an_answer_in_chunks_is_not_mistaken_for_an_empty_one() {
        assert!(head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
    }
}
