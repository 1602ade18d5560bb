//! The runs: each measures some figures, and leaves nothing running.

pub(super) mod calls;
pub(super) mod dialects;
pub(super) mod figures;
pub(super) mod hits;
pub(super) mod idle;
pub(super) mod launch;
pub(super) mod million;
pub(super) mod sending;
mod statuses;
pub(super) mod whatsapp;
