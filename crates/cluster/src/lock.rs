//! File locks: the system lets go of them when a process dies, however it dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::{Result, error::At};

/// A lock that is held until it is dropped.
///
/// Closing the file would not do: between `fork` and `exec` a child that another thread starts has the file too, and
/// keeps the lock for that moment.
#[derive(Debug)]
pub(crate) struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::error!("a file lock was not released: {error}");
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_was_dropped_is_free_though_a_child_still_has_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("owner.lock");
        let held = try_take(&path).unwrap().unwrap();
        let of_a_child = held.0.try_clone().unwrap();
        assert!(try_take(&path).unwrap().is_none());
        drop(held);
        assert!(try_take(&path).unwrap().is_some());
        drop(of_a_child);
    }
}
