//! Who is who, who may be written to, and the plan that follows, against a real PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may fail as loudly as the test itself"
)]

mod audience;
mod badly;
mod both;
mod combined;
mod directory;
mod leave;
mod merging;
mod parts;
mod planner;
mod planning;
mod random;
mod reference;
mod sealer;
mod slices;
mod taker;
mod waking;
mod world;
