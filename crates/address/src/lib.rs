#![doc = include_str!("../README.md")]

mod email;
mod phone;

pub use email::{Email, EmailError};
pub use phone::{Phone, PhoneError};
