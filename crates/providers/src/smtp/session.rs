//! A session: one message after another over one connection.
//!
//! Where the server offers PIPELINING (RFC 2920), the envelope of a message travels with the content of the one before it, so that a
//! message costs one round trip. Its content never leaves before the server has asked for it: at any time at most one message
//! of a session may have been taken without our knowing.

use std::time::Duration;

use tokio::time::timeout;

use super::{
    call::Call,
    reply::Reply,
    verdict::{Ended, Phase},
    wire::{Lost, Wire},
};
use crate::{Outcome, Timeouts};

/// The most messages over one connection: many servers close one after a thousand, some after a hundred, and say 421.
const SERVED_MAX: u32 = 500;

/// How long an answer may take that commits to nothing. With the wait for the final one it stays below the lease of a batch.
pub(super) fn patience(timeouts: Timeouts) -> Duration {
    timeouts.whole / 2
}

/// An open session.
#[derive(Debug)]
pub(super) struct Session {
    wire: Wire,
    pipelining: bool,
    timeouts: Timeouts,
    served: u32,
    /// Whether the connection is still good for anything.
    alive: bool,
    /// What is to be written next.
    out: Vec<u8>,
    /// The commands of the message that is to come.
    envelope: Envelope,
}

/// `MAIL FROM`, `RCPT TO` and `DATA` of one message.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    commands: Vec<u8>,
    ends: [usize; 3],
}

impl Envelope {
    /// Writes the three commands anew.
    pub(super) fn write(&mut self, from: &str, to: &str) {
        self.commands.clear();
        let commands = [["MAIL FROM:<", from, ">\r\n"], ["RCPT TO:<", to, ">\r\n"], ["DATA", "\r\n", ""]];
        for (words, end) in commands.iter().zip(&mut self.ends) {
            words.iter().for_each(|word| self.commands.extend_from_slice(word.as_bytes()));
            *end = self.commands.len();
        }
    }

    fn step(&self, step: usize) -> &[u8] {
        let start = if step == 0 { 0 } else { self.ends[step - 1] };
        &self.commands[start..self.ends[step]]
    }
}

const STEPS: [Phase; 3] = [Phase::Sender, Phase::Recipient, Phase::Data];

impl Session {
    pub(super) fn new(wire: Wire, pipelining: bool, timeouts: Timeouts) -> Self {
        let (out, envelope) = (Vec::with_capacity(32 << 10), Envelope::default());
        Self { wire, pipelining, timeouts, served: 0, alive: true, out, envelope }
    }

    /// Whether it can carry more.
    pub(super) const fn is_good(&self) -> bool {
        self.alive && self.served < SERVED_MAX
    }

    /// Carries the messages of a call, from this one on, for as long as there are more and the connection holds. Tells the one that
    /// was taken up and not begun, if the connection did not.
    pub(super) async fn carry(
        &mut self,
        call: &Call<'_>,
        first: usize,
        told: &mut Vec<(usize, Outcome)>,
    ) -> Option<usize> {
        self.out.clear();
        self.announce(call, first);
        let mut current = Some(first);
        while let Some(member) = current {
            current = match self.invite().await {
                Ok(()) => self.deliver(call, member, told).await,
                Err(ended) if self.served > 0 && ended.is_of_connection() => {
                    self.alive = false;
                    return Some(member);
                }
                Err(ended) => {
                    call.tell(member, ended, told);
                    self.begin_anew(call).await
                }
            };
            // The envelope of a message may be on its way when the call ends: its content stays here, and with the connection the
            // server forgets it.
            self.alive &= current.is_none() || !call.is_over();
            if !self.alive {
                return current;
            }
        }
        None
    }

    /// Makes the commands of a message; they leave with whatever is written next, where they may.
    fn announce(&mut self, call: &Call<'_>, member: usize) {
        call.address(member, &mut self.envelope);
        if self.pipelining {
            self.out.extend_from_slice(&self.envelope.commands);
        }
    }

    /// Has the server ask for the content.
    async fn invite(&mut self) -> Result<(), Ended> {
        let limit = patience(self.timeouts);
        let invited = timeout(limit, self.introduce()).await.unwrap_or_else(|_| Err(Lost::late()));
        self.out.clear();
        match invited {
            Ok(None) => Ok(()),
            Ok(Some((phase, reply))) => {
                self.alive &= reply.code != 421;
                Err(Ended::Said(phase, reply))
            }
            Err(lost) => {
                self.alive = false;
                Err(Ended::LostBefore(lost))
            }
        }
    }

    /// The three commands, and the first no to one of them.
    async fn introduce(&mut self) -> Result<Option<(Phase, Reply)>, Lost> {
        self.wire.write(&self.out, &mut 0).await?;
        let mut no = None;
        for (step, phase) in STEPS.into_iter().enumerate() {
            if !self.pipelining {
                self.wire.write(self.envelope.step(step), &mut 0).await?;
            }
            let reply = self.wire.reply().await?;
            let wanted = if phase == Phase::Data { reply.code == 354 } else { reply.is_yes() };
            if wanted && phase == Phase::Data && no.is_some() {
                // Asked for content that is for nobody: it gets none (RFC 2920 §3.1).
                self.wire.ask(".\r\n").await?;
            }
            if !wanted && reply.code < 400 {
                return Err(Lost::broken(format!("an answer that makes no sense: {}", reply.words())));
            }
            let is_last = !self.pipelining || reply.code == 421;
            if !wanted {
                no.get_or_insert((phase, reply));
                if is_last {
                    break;
                }
            }
        }
        Ok(no)
    }

    /// Hands the content over, with the envelope of the next message. Tells the next one.
    async fn deliver(
        &mut self,
        call: &Call<'_>,
        member: usize,
        told: &mut Vec<(usize, Outcome)>,
    ) -> Option<usize> {
        call.content(member, &mut self.out);
        let dot = self.out.len();
        self.served += 1;
        let next = if self.is_good() { call.next() } else { None };
        if let Some(next) = next {
            self.announce(call, next);
        }
        let mut written = 0;
        let handed = timeout(self.timeouts.whole, self.hand_over(&mut written)).await;
        self.out.clear();
        let ended = match handed.unwrap_or_else(|_| Err(Lost::late())) {
            Ok(reply) => {
                self.alive = (200..=299).contains(&reply.code) || (reply.code >= 400 && reply.code != 421);
                Ended::Said(Phase::Dot, reply)
            }
            Err(lost) => {
                self.alive = false;
                if written < dot { Ended::LostWithin(lost) } else { Ended::LostAfter(lost) }
            }
        };
        call.tell(member, ended, told);
        next
    }

    async fn hand_over(&mut self, written: &mut usize) -> Result<Reply, Lost> {
        self.wire.write(&self.out, written).await?;
        self.wire.reply().await
    }

    /// Forgets a message that was not wanted, and takes up the next.
    async fn begin_anew(&mut self, call: &Call<'_>) -> Option<usize> {
        self.alive &= self.alive && self.says_yes("RSET\r\n").await;
        let next = if self.alive { call.next() } else { None };
        if let Some(next) = next {
            self.announce(call, next);
        }
        next
    }

    /// Whether the server answers a command that changes nothing with a yes.
    pub(super) async fn says_yes(&mut self, command: &str) -> bool {
        let asked = timeout(patience(self.timeouts), self.wire.ask(command)).await;
        matches!(asked, Ok(Ok(reply)) if reply.is_yes())
    }

    /// Takes leave. Whether the server answers is its own business.
    pub(super) async fn quit(mut self) {
        if self.alive {
            self.says_yes("QUIT\r\n").await;
        }
    }
}
