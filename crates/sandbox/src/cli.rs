//! The command line.

use std::{fs, path::PathBuf};

use clap::Parser;
use sandbox::{Fault, Pace, Settings, Share, Shares};

/// Speaks Brevo's, SendGrid's, Meta's and Twilio's HTTP dialects on loopback and plays the recipients. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "ebvision-sandbox", version)]
pub(crate) struct Cli {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What recipients do follows from it and from their address.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// How fast they act: a factor on all delays, or `instant`.
    #[arg(long, default_value = "1")]
    pace: Pace,
    /// Leaves the real service's rate limits out.
    #[arg(long)]
    no_limits: bool,
    /// A key that is let in; without any, every key is.
    #[arg(long = "api-key")]
    api_keys: Vec<String>,
    /// An address that SendGrid lets the account send from; without any, every address is.
    #[arg(long = "sendgrid-sender")]
    senders: Vec<String>,
    /// How many do what, in percent: `hard-bounce=1.5`. May be repeated; the README lists the words.
    #[arg(long = "share", value_parser = share)]
    shares: Vec<(Share, f64)>,
    /// Faults from the start: JSON, or a file that holds it.
    #[arg(long, value_parser = faults)]
    faults: Option<std::vec::Vec<Fault>>,
    /// Judges every request by the services' own specifications in this folder (the README names them); a run with a violation, or without a request, fails.
    #[arg(long)]
    specs: Option<PathBuf>,
    /// Writes the ledger to this file, as JSON lines.
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// Megabytes that message bodies may take before the oldest are dropped.
    #[arg(long, default_value_t = 512)]
    memory: usize,
    /// The account honours `contactPixelTrackingConsent`: opens and clicks of others are not reported.
    #[arg(long)]
    tracking_consent: bool,
}

impl Cli {
    pub(crate) fn settings(self) -> Settings {
        let shares =
            self.shares.into_iter().fold(Shares::default(), |all, (share, percent)| all.with(share, percent));
        Settings {
            port: self.port,
            seed: self.seed,
            pace: self.pace,
            limits: !self.no_limits,
            api_keys: self.api_keys,
            senders: self.senders,
            shares,
            faults: self.faults.unwrap_or_default(),
            specs: self.specs,
            ledger: self.ledger,
            memory: self.memory << 20,
            tracking_consent: self.tracking_consent,
        }
    }
}

fn share(text: &str) -> Result<(Share, f64), String> {
    let (word, percent) = text.split_once('=').ok_or("write a share as `hard-bounce=1.5`")?;
    match percent.parse() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok((word.parse()?, percent)),
        _ => Err(format!("`{percent}` is not a number from 0 to 100")),
    }
}

fn faults(text: &str) -> Result<Vec<Fault>, String> {
    if text.trim_start().starts_with(['{', '[']) {
        return sandbox::parse_faults(text);
    }
    let json = fs::read_to_string(text).map_err(|error| format!("{text} cannot be read: {error}"))?;
    sandbox::parse_faults(&json)
}
