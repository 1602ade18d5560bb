//! The judge: requests and answers are held against the provider's own specification.

mod judge;
mod operation;
mod overlay;
mod swagger;

pub(crate) use judge::Specs;
