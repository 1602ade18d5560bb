//! A connection: bytes out, replies in, and how much of what was written may have left. Whoever speaks sets the time for it.

use std::fmt;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::reply::Reply;

/// What a connection is made of: TCP, or TLS over it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Why a connection is good for nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) why: String,
    /// Whether the server was waited for in vain.
    pub(super) late: bool,
}

impl Lost {
    pub(super) fn broken(why: impl Into<String>) -> Self {
        Self { why: why.into(), late: false }
    }

    pub(super) fn late() -> Self {
        Self { why: "no answer in time".into(), late: true }
    }
}

impl From<std::io::Error> for Lost {
    fn from(error: std::io::Error) -> Self {
        Self::broken(format!("the connection broke: {error}"))
    }
}

/// An open connection.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    /// What has come in, from `read` on not yet taken.
    inbox: Vec<u8>,
    read: usize,
}

impl Wire {
    pub(super) fn new(stream: impl Stream + 'static) -> Self {
        Self { stream: Box::new(stream), inbox: Vec::with_capacity(4 << 10), read: 0 }
    }

    /// The connection underneath, to speak TLS over it. None where the server has said something unasked: whoever stands between us
    /// could have put it there, to have it believed afterwards (RFC 3207 §6).
    pub(super) fn into_stream(self) -> Option<Box<dyn Stream>> {
        (self.read == self.inbox.len()).then_some(self.stream)
    }

    /// Writes all of it. `written` counts the bytes that may have left while it goes on: those behind never did.
    pub(super) async fn write(&mut self, bytes: &[u8], written: &mut usize) -> Result<(), Lost> {
        while *written < bytes.len() {
            match self.stream.write(&bytes[*written..]).await? {
                0 => return Err(Lost::broken("the connection takes nothing more")),
                count => *written += count,
            }
        }
        Ok(self.stream.flush().await?)
    }

    /// The next reply.
    pub(super) async fn reply(&mut self) -> Result<Reply, Lost> {
        loop {
            if let Some(reply) = self.taken()? {
                return Ok(reply);
            }
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                return Err(Lost::broken("the server closed the connection"));
            }
        }
    }

    /// One command and its reply.
    pub(super) async fn ask(&mut self, command: &str) -> Result<Reply, Lost> {
        self.write(command.as_bytes(), &mut 0).await?;
        self.reply().await
    }

    fn taken(&mut self) -> Result<Option<Reply>, Lost> {
        let Some((reply, length)) = Reply::take(&self.inbox[self.read..]).map_err(Lost::broken)? else {
            return Ok(None);
        };
        self.read += length;
        if self.read == self.inbox.len() {
            self.inbox.clear();
            self.read = 0;
        }
        Ok(Some(reply))
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}
