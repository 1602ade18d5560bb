#![doc = include_str!("../README.md")]

mod directory;
mod janitor;
mod planner;
mod rollup;
mod run;
mod sealer;
mod wake;

pub use directory::Directory;
pub use janitor::Janitor;
pub use planner::{OVERDUE_AFTER, Planner, PlannerSettings};
pub use rollup::Rollup;
pub use run::{Stage, Step, run};
pub use sealer::Sealer;
pub use wake::{Bell, Bells};
