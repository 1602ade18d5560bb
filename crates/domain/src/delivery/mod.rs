//! A delivery: one message to one person, and where it stands (words.md "Delivery states").
//!
//! What is known of a delivery is a pair of lattices, a [`Standing`]: a rank that only rises and a set of marks that only
//! grows. Both joins are commutative, associative and idempotent, so that events may come late, twice and in any order. What ended
//! where no provider took it for sure ([`DeadEnd`]) begins anew only by a decision.

mod backoff;
mod end;
mod marks;
mod standing;
mod state;

pub use backoff::{ATTEMPTS_MAX, backoff};
pub use end::{DeadEnd, EndDecision};
pub use marks::{Mark, Marks};
pub use standing::{Contribution, Standing, contribution};
pub use state::DeliveryState;
