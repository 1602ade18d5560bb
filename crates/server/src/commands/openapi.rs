//! `openapi`.

use std::io::{Write, stdout};

/// Prints the document, as `openapi/openapi.json` keeps it.
pub(crate) fn print() -> anyhow::Result<()> {
    let document = api::document().to_pretty_json()?;
    writeln!(stdout(), "{document}")?;
    Ok(())
}
