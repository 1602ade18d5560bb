//! Exports: what leaves the house as a file.

mod recipients;
mod sheet;

pub(crate) use recipients::{RecipientsExport, stream};
