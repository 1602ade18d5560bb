//! One connection.

use std::{io, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::{GREETING, ROUTE, arrival, command::Command};
use crate::{
    faults::{FaultKind, Moment},
    people::Landing,
    sandbox::Sandbox,
};

/// Largest message, in bytes.
const SIZE_MAX: usize = 32 << 20;
/// How long an answer hangs at most: longer than any caller waits.
const HANG_MAX: Duration = Duration::from_secs(600);

const OFFERS: &str = "250-sandbox.localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SIZE 33554432\r\n250-AUTH PLAIN\r\n250-ENHANCEDSTATUSCODES\r\n250 HELP\r\n";

/// Whether a connection goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    On,
    Over,
}

/// A connection and the message that is being brought.
pub(super) struct Session {
    sandbox: Arc<Sandbox>,
    stream: BufReader<TcpStream>,
    /// Answers that are still to be written: those to commands that came together leave together.
    out: Vec<u8>,
    from: Option<String>,
    to: Vec<String>,
    /// What goes wrong with this message.
    fault: Option<FaultKind>,
}

impl Session {
    pub(super) fn new(sandbox: Arc<Sandbox>, stream: TcpStream) -> Self {
        sandbox.smtp.with(|account| account.connections += 1);
        let stream = BufReader::with_capacity(64 << 10, stream);
        Self { sandbox, stream, out: Vec::new(), from: None, to: Vec::new(), fault: None }
    }

    /// Answers until the other side leaves, or is sent away.
    pub(super) async fn serve(mut self) -> io::Result<()> {
        self.stream.get_ref().set_nodelay(true)?;
        if self.is_turned_away() {
            self.say("421 4.3.2 too many are here, closing\r\n");
            return self.write().await;
        }
        self.say("220 sandbox.localhost ESMTP\r\n");
        let mut line = Vec::new();
        loop {
            self.flush().await?;
            line.clear();
            if (&mut self.stream).take(4_096).read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let text = String::from_utf8_lossy(&line).into_owned();
            if self.answer(Command::read(text.trim_end())).await? == Then::Over {
                return self.write().await;
            }
        }
    }

    fn is_turned_away(&self) -> bool {
        let fault = self.sandbox.faults.with(|faults| faults.strike(GREETING));
        matches!(fault, Some(FaultKind::RateLimit { .. }))
    }

    async fn answer(&mut self, command: Command<'_>) -> io::Result<Then> {
        match command {
            Command::Hello => self.say(OFFERS),
            Command::Auth => self.say("235 2.7.0 welcome\r\n"),
            Command::Mail(from) => return Ok(self.mail(from)),
            Command::Recipient(to) => return Ok(self.recipient(to)),
            Command::Data if self.to.is_empty() => self.say("554 5.5.1 no valid recipients\r\n"),
            Command::Data => return self.data().await,
            Command::Reset => {
                self.forget();
                self.say("250 2.0.0 forgotten\r\n");
            }
            Command::Nothing => self.say("250 2.0.0 nothing done\r\n"),
            Command::Quit => {
                self.say("221 2.0.0 goodbye\r\n");
                return Ok(Then::Over);
            }
            Command::Unknown => self.say("500 5.5.2 what?\r\n"),
        }
        Ok(Then::On)
    }

    fn mail(&mut self, from: &str) -> Then {
        self.forget();
        self.fault = self.sandbox.faults.with(|faults| faults.strike(ROUTE));
        if let Some(then) = self.refuse(Moment::Sender) {
            return then;
        }
        match self.fault {
            Some(FaultKind::RateLimit { .. }) => {
                self.say("421 4.7.0 too much at once, closing\r\n");
                return Then::Over;
            }
            Some(FaultKind::Unauthorized) => self.say("530 5.7.0 sign in first\r\n"),
            _ => {
                self.from = Some(from.to_owned());
                self.say("250 2.1.0 ok\r\n");
            }
        }
        Then::On
    }

    /// Says no to what came, where the message's fault is that; tells whether the connection goes on.
    fn refuse(&mut self, moment: Moment) -> Option<Then> {
        let Some(FaultKind::Reply { at, reply }) = self.fault else { return None };
        if at != moment {
            return None;
        }
        self.sandbox.smtp.with(|account| account.refuse(reply.status()));
        self.forget();
        self.say(&format!("{} refused on demand\r\n", String::from(reply)));
        Some(if reply.closes() { Then::Over } else { Then::On })
    }

    /// Mailboxes that do not exist, or take nothing, are told at the door.
    fn recipient(&mut self, to: &str) -> Then {
        if self.from.is_none() {
            self.say("503 5.5.1 MAIL first\r\n");
            return Then::On;
        }
        if let Some(then) = self.refuse(Moment::Recipient) {
            return then;
        }
        match self.objection(to) {
            Some((status, words)) => {
                self.sandbox.smtp.with(|account| account.refuse(status.to_owned()));
                self.say(words);
            }
            None => {
                self.to.push(to.to_owned());
                self.say("250 2.1.5 ok\r\n");
            }
        }
        Then::On
    }

    /// What speaks against a recipient: the status, and what is said.
    fn objection(&self, to: &str) -> Option<(&'static str, &'static str)> {
        match self.sandbox.temper(to).landing {
            Landing::Invalid => Some(("5.1.1", "550 5.1.1 no such user\r\n")),
            Landing::Blocked(_) => Some(("5.2.2", "552 5.2.2 mailbox full\r\n")),
            _ if matches!(self.fault, Some(FaultKind::Greylist))
                && self.sandbox.smtp.with(|account| account.is_new(to)) =>
            {
                Some(("4.7.1", "450 4.7.1 greylisted, come again\r\n"))
            }
            _ => None,
        }
    }

    async fn data(&mut self) -> io::Result<Then> {
        if let Some(then) = self.refuse(Moment::Data) {
            return Ok(then);
        }
        self.say("354 go on\r\n");
        self.write().await?;
        if matches!(self.fault, Some(FaultKind::ResetAfterBody { processed: false })) {
            // Some of it has come, the final dot is never read.
            self.stream.fill_buf().await?;
            return self.reset();
        }
        let Some(message) = self.message().await? else { return Ok(Then::Over) };
        self.take(&message).await
    }

    /// The message, without the dots that were doubled; none where the other side leaves before its end.
    async fn message(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut message = Vec::with_capacity(16 << 10);
        loop {
            let start = message.len();
            if self.stream.read_until(b'\n', &mut message).await? == 0 || message.len() > SIZE_MAX {
                return Ok(None);
            }
            if message[start..] == *b".\r\n" {
                message.truncate(start);
                return Ok(Some(message));
            }
            if message[start] == b'.' {
                message.remove(start);
            }
        }
    }

    async fn take(&mut self, message: &[u8]) -> io::Result<Then> {
        if let Some(then) = self.refuse(Moment::Dot) {
            return Ok(then);
        }
        if matches!(self.fault, Some(FaultKind::ServerError)) {
            self.say("451 4.3.0 later\r\n");
            self.forget();
            return Ok(Then::On);
        }
        let from = self.from.take().unwrap_or_default();
        for to in std::mem::take(&mut self.to) {
            arrival::take_in(&self.sandbox, &from, &to, message);
        }
        match self.fault.take() {
            Some(FaultKind::ResetAfterBody { .. }) => return self.reset(),
            Some(FaultKind::HangAfterAccept) => {
                self.pause(HANG_MAX).await;
                return Ok(Then::Over);
            }
            Some(FaultKind::Slow { ms }) => self.pause(Duration::from_millis(ms)).await,
            _ => {}
        }
        self.say("250 2.0.0 taken\r\n");
        Ok(Then::On)
    }

    /// Waits, unless the program is told to stop.
    async fn pause(&self, time: Duration) {
        let mut stopping = self.sandbox.stopping.clone();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    }

    fn reset(&self) -> io::Result<Then> {
        self.stream.get_ref().set_zero_linger()?;
        Ok(Then::Over)
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
        self.fault = None;
    }

    fn say(&mut self, words: &str) {
        self.out.extend_from_slice(words.as_bytes());
    }

    /// Writes answers once nothing more has come that wants one.
    async fn flush(&mut self) -> io::Result<()> {
        if self.stream.buffer().is_empty() { self.write().await } else { Ok(()) }
    }

    async fn write(&mut self) -> io::Result<()> {
        let written = self.stream.get_mut().write_all(&self.out).await;
        self.out.clear();
        written
    }
}
