//! The store against a real PostgreSQL: a database per test, on the server that `DATABASE_URL` names.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may fail as loudly as the test itself"
)]

mod accounts;
mod campaigns;
mod consent;
mod dashboard;
mod directory;
mod errands;
mod figures;
mod idempotency;
mod legacy;
mod load;
mod migrations;
mod paging;
mod plans;
mod receipts;
mod recipients;
mod support;
mod suppressions;
mod tickets;
mod whatsapp_templates;
