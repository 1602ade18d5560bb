//! Messages leave and events come in, against a real PostgreSQL and a small provider on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may fail as loudly as the test itself"
)]

mod after_stop;
mod answers;
mod at_the_door;
mod canary;
mod capped;
mod charges;
mod circuit;
mod days;
mod dispatcher;
mod ends;
mod failover;
mod hits;
mod killed;
mod number;
mod odd;
mod pace;
mod partitions;
mod provider;
mod quiet;
mod receipts;
mod reconciler;
mod restricted;
mod scripted;
mod shuffled;
mod taken_away;
mod talk;
mod templates;
mod test_sends;
mod turns;
mod unheard;
mod user_ids;
mod whatsapp_tests;
mod withheld;
mod world;
