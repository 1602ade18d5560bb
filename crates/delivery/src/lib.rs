#![doc = include_str!("../README.md")]

mod canary;
mod carrier;
mod directory;
mod dispatcher;
mod errands;
mod failover;
mod failpoint;
mod follow;
mod janitor;
mod normaliser;
mod planner;
mod projector;
mod quiet;
mod reconciler;
mod rollup;
mod run;
mod sealer;
mod templates;
mod wake;
mod whatsapp;

pub use canary::CanaryWatch;
pub use carrier::Carrier;
pub use directory::Directory;
pub use dispatcher::{Dispatcher, Load, Recorded};
pub use errands::Errands;
pub use failover::{Failover, PATIENCE};
pub use janitor::{ERRAND_LIFETIME, HIT_DETAILS_LIFETIME, Janitor, RECEIPT_LIFETIME};
pub use normaliser::Normaliser;
pub use planner::{OVERDUE_AFTER, Planner, PlannerSettings};
pub use projector::Projector;
pub use reconciler::Reconciler;
pub use rollup::Rollup;
pub use run::{Stage, Step, run};
pub use sealer::Sealer;
pub use templates::Templates;
pub use wake::{Bell, Bells};
