#![doc = include_str!("../README.md")]

mod answer;
mod batch;
mod bearer;
mod blocked;
mod bounce;
mod brevo;
mod capabilities;
mod cause;
mod connection;
mod correlation;
mod each;
mod email;
mod gate;
mod http;
mod media;
mod meta;
mod meter;
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
mod twilio;
mod values;
mod web;
mod whatsapp;

pub use batch::{Batch, Request};
pub use blocked::{Blocked, BlockedPage};
pub use brevo::BrevoSettings;
pub use capabilities::{Capabilities, Dialect, Windowed};
pub use connection::{Connection, Health, Hook, Registered, Reply, Window};
pub use email::{EmailBatch, EmailRecipient};
pub use gate::Gate;
pub use media::{MEDIA_FOREIGN, MEDIA_GONE, MEDIA_MAX, MEDIA_TOO_LARGE, MediaFile};
pub use meta::MetaSettings;
pub use meter::Meter;
pub use outcome::{Failure, Outcome, Scope};
pub use registry::Accounts;
pub use sendgrid::SendgridSettings;
pub use settings::{AccountSettings, OpenError, ServiceSettings, Timeouts};
pub use smtp::{BounceSettings, DkimSettings, SmtpSettings};
pub use told::{Page, Telling, Told, Unreadable};
pub use twilio::TwilioSettings;
pub use whatsapp::{
    Answer, ApprovedTemplate, Form, KnownTemplate, Place, Submission, Submitted, TemplatePage, Whatsapp,
    WhatsappBatch, WhatsappRecipient,
};
