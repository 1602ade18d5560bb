//! Compiles the store anew when a migration changes: `sqlx::migrate!` reads them, and Cargo does not know.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    writeln!(io::stdout(), "cargo::rerun-if-changed=../../migrations")
}
