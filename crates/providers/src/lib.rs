#![doc = include_str!("../README.md")]

mod answer;
mod bearer;
mod bounce;
mod brevo;
mod capabilities;
mod connection;
mod email;
mod http;
mod name;
mod outcome;
mod payload;
mod plan;
mod registry;
mod route;
mod sendgrid;
mod settings;
mod smtp;
mod told;

pub use brevo::BrevoSettings;
pub use capabilities::{Capabilities, Dialect};
pub use connection::{Connection, Health, Registered, Reply, Window};
pub use email::{EmailBatch, EmailRecipient, Request};
pub use outcome::{Failure, Outcome, Scope};
pub use registry::Accounts;
pub use sendgrid::SendgridSettings;
pub use settings::{AccountSettings, OpenError, ServiceSettings, Timeouts};
pub use smtp::{BounceSettings, DkimSettings, SmtpSettings};
pub use told::{Page, Telling, Told, Unreadable};
