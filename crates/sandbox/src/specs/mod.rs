//! The judge: requests and answers are held against the services' own specifications.

mod judge;
mod load;
mod openapi;
mod operation;
mod overlay;
mod swagger;

pub(crate) use judge::Specs;
