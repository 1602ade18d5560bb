#![doc = include_str!("../README.md")]

mod brevo;
mod capabilities;
mod connection;
mod email;
mod http;
mod outcome;
mod registry;
mod settings;
mod told;

pub use brevo::BrevoSettings;
pub use capabilities::{Capabilities, Dialect};
pub use connection::{Connection, Health, Registered, Reply, Window};
pub use email::{EmailBatch, EmailRecipient, Request};
pub use outcome::{Failure, Outcome, Scope};
pub use registry::Accounts;
pub use settings::{AccountSettings, OpenError, ServiceSettings, Timeouts};
pub use told::{Page, Telling, Told, Unreadable};
