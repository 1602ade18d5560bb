//! What the program is told when it starts.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use crate::{faults::Fault, people::Shares};

/// Everything that may be chosen.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Recipients' behaviour follows from it and from their address alone.
    pub seed: u64,
    /// How fast recipients act and webhooks come.
    pub pace: Pace,
    /// Whether the real service's rate limits hold.
    pub limits: bool,
    /// Keys that are let in; none lets every non-empty key in.
    pub api_keys: Vec<String>,
    /// Addresses that SendGrid lets the account send from; none for any.
    pub senders: Vec<String>,
    /// How many of the recipients do what.
    pub shares: Shares,
    /// Faults that are set from the start.
    pub faults: Vec<Fault>,
    /// Folder with the services' own specifications; given it, every request is judged.
    pub specs: Option<PathBuf>,
    /// File that the ledger is written to, as JSON lines.
    pub ledger: Option<PathBuf>,
    /// Bytes that bodies and parameters may take before the oldest are dropped.
    pub memory: usize,
    /// Whether the account honours `contactPixelTrackingConsent`.
    pub tracking_consent: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 42,
            pace: Pace::default(),
            limits: true,
            api_keys: Vec::new(),
            senders: Vec::new(),
            shares: Shares::default(),
            faults: Vec::new(),
            specs: None,
            ledger: None,
            memory: 512 << 20,
            tracking_consent: false,
        }
    }
}

/// A factor on every delay; 1 is the demo's pace, 0 makes everything due at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace(f64);

impl Pace {
    /// Everything at once, in the order of its causes.
    pub const INSTANT: Self = Self(0.0);

    pub(crate) fn scale(self, millis: u64) -> Duration {
        Duration::from_millis(millis).mul_f64(self.0)
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self(1.0)
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "instant" {
            return Ok(Self::INSTANT);
        }
        match text.parse() {
            Ok(factor) if (0.0..=10_000.0).contains(&factor) => Ok(Self(factor)),
            _ => Err("write `instant`, or a factor on all delays such as 1, 0.5 or 10".to_owned()),
        }
    }
}
