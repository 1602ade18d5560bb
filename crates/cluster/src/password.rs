//! The superuser's password: generated, and readable by nobody but its owner.

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use crate::{Error, Result, error::At};

/// Thirty-two hexadecimal digits: they need no escaping in a URL.
pub(crate) fn generate() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Random(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Writes it to a new file that only the owner may read.
pub(crate) fn write(path: &Path, password: &str) -> Result<()> {
    if path.exists() {
        fs::remove_file(path).at("replace", path)?;
    }
    let mut file = File::options().create_new(true).write(true).mode(0o600).open(path).at("create", path)?;
    file.write_all(password.as_bytes()).at("write", path)
}

/// Reads it back.
pub(crate) fn read(path: &Path) -> Result<String> {
    let password = fs::read_to_string(path).at("read", path)?.trim().to_owned();
    if password.is_empty() {
        return Err(Error::Damaged { path: path.to_owned(), why: "it is empty".to_owned() });
    }
    Ok(password)
}
