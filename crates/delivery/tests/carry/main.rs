//! Messages leave and events come in, against a real PostgreSQL and a small provider on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may fail as loudly as the test itself"
)]

mod after_stop;
mod answers;
mod at_the_door;
mod begun;
mod blocked;
mod canary;
mod capped;
mod charges;
mod circuit;
mod days;
mod dispatcher;
mod ends;
mod failover;
mod haste;
mod hits;
mod killed;
mod lanes;
mod leaving;
mod listed;
mod number;
mod odd;
mod pace;
mod partitions;
mod provider;
mod quiet;
mod receipts;
mod reconciler;
mod repeats;
mod restricted;
mod scripted;
mod shuffled;
mod silent;
mod taken_away;
mod talk;
mod templates;
mod test_sends;
mod told_later;
mod turns;
mod unheard;
mod user_ids;
mod warned;
mod whatsapp_tests;
mod window;
mod withheld;
mod world;
