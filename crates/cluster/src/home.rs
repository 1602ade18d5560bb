//! The cluster's folder: what is kept where.

use std::{
    fs,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::{Error, Options, Result, account::Account, error::At};

/// The files of a cluster.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    folder: PathBuf,
    refuge: PathBuf,
}

impl Home {
    /// Creates the folder where it is missing. Its path is made absolute: PostgreSQL's programs run elsewhere.
    pub(crate) fn open(options: &Options) -> Result<Self> {
        fs::create_dir_all(&options.home).at("create", &options.home)?;
        let folder = fs::canonicalize(&options.home).at("resolve", &options.home)?;
        Ok(Self { folder, refuge: options.refuge.clone() })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Held for as long as one process looks or changes: two that start at once take turns.
    pub(crate) fn turn(&self) -> PathBuf {
        self.folder.join("turn.lock")
    }

    /// Held for as long as its owner lives; the system lets go of it when the owner is killed.
    pub(crate) fn owner(&self) -> PathBuf {
        self.folder.join("owner.lock")
    }

    /// Written last, so that an interrupted creation is recognised.
    pub(crate) fn created(&self) -> PathBuf {
        self.folder.join("created")
    }

    pub(crate) fn password(&self) -> PathBuf {
        self.folder.join("password")
    }

    pub(crate) fn port(&self) -> PathBuf {
        self.folder.join("port")
    }

    /// PostgreSQL's data folder: ours, or the refuge when the account cannot reach ours.
    pub(crate) fn data(&self) -> Result<PathBuf> {
        let near = self.folder.join("data");
        if near.exists() || Account::choose(&near)?.reaches(&self.folder) {
            return Ok(near);
        }
        Ok(self.far()?.join("data"))
    }

    /// The refuge is named by the home's path, so that every clone has its own.
    fn far(&self) -> Result<PathBuf> {
        let digest = Sha256::digest(self.folder.as_os_str().as_encoded_bytes());
        let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let far = self.refuge.join(name);
        fs::create_dir_all(&far).at("create", &far)?;
        for folder in [&self.refuge, &far] {
            // The umask of root may have closed what the account has to pass.
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).at("open", folder)?;
        }
        tracing::info!(
            "PostgreSQL does not run as root and its account cannot enter {}: the data is in {}",
            self.folder.display(),
            far.display()
        );
        Ok(far)
    }
}

/// An empty folder that only `account` may enter.
pub(crate) fn private_folder(folder: &Path, account: Account) -> Result<()> {
    fs::DirBuilder::new().mode(0o700).create(folder).at("create", folder)?;
    account.give(folder)
}

/// The main version that wrote a data folder, if it was ever written.
pub(crate) fn written_by(data: &Path) -> Result<Option<u32>> {
    let file = data.join("PG_VERSION");
    if !file.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&file).at("read", &file)?;
    let major = text.trim().parse().map_err(|_| Error::Damaged { path: file, why: format!("{text:?}") })?;
    Ok(Some(major))
}
