#![doc = include_str!("../README.md")]

pub mod audience;
pub mod campaign;
pub mod channel;
pub mod check;
pub mod consent;
pub mod consequence;
pub mod delivery;
mod duplicate;
pub mod errand;
pub mod event;
pub mod hit;
pub mod ids;
pub mod language;
pub mod limits;
pub mod list;
pub mod pace;
pub mod permission;
pub mod problem;
pub mod provider;
pub mod quiet;
pub mod report;
mod rules;
pub mod setting;
pub mod sources;
pub mod suite;
pub mod suppression;
pub mod template;
mod text;
pub mod variables;
pub mod whatsapp;

pub use channel::Channel;
pub use duplicate::Duplicate;
pub use ids::{CampaignId, ConsentEntryId, ConversationId, ErrandId, MessageId, PersonId, TemplateId};
pub use language::Language;
pub use permission::{Permission, Permissions, Role};
pub use problem::{FieldError, FieldReason, Problem, ProblemCode};
