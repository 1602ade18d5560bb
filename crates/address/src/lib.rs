#![doc = include_str!("../README.md")]

mod clock;
mod country;
mod email;
mod phone;

pub use clock::{clock, clocks};
pub use country::region;
pub use email::{Email, EmailError};
pub use phone::{Phone, PhoneError};
