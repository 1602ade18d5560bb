//! File locks: the system lets go of them when a process dies, however it dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::{Result, error::At};

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(crate) struct Held(#[expect(dead_code, reason = "closing the file releases the lock")] File);

/// Waits for the lock.
pub(crate) fn wait(path: &Path) -> Result<Held> {
    let file = open(path)?;
    file.lock().at("lock", path)?;
    Ok(Held(file))
}

/// Takes the lock unless somebody has it.
pub(crate) fn try_take(path: &Path) -> Result<Option<Held>> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Held(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).at("lock", path),
    }
}

fn open(path: &Path) -> Result<File> {
    File::options().create(true).truncate(false).write(true).open(path).at("open", path)
}
