//! PostgreSQL refuses to run as root; root lends its programs an unprivileged account.

use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use crate::{Error, Result, error::At};

/// Who runs PostgreSQL's programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {
    /// The user who runs us.
    Own,
    /// Somebody without rights, because we are root.
    Lent { uid: u32, gid: u32 },
}

impl Account {
    /// The one for a data folder: its owner where it exists, else `postgres`, else `nobody`.
    pub(crate) fn choose(data: &Path) -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let owner = fs::metadata(data).ok().map(|found| (found.uid(), found.gid()));
        owner
            .filter(|(uid, _)| *uid != 0)
            .or_else(|| named("postgres"))
            .or_else(|| named("nobody"))
            .map(|(uid, gid)| Self::Lent { uid, gid })
            .ok_or(Error::NoAccount)
    }

    /// A command that runs as this account, from a folder that every account may enter.
    pub(crate) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null());
        if let Self::Lent { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Whether this account can enter `folder`, through all of its parents.
    pub(crate) fn reaches(self, folder: &Path) -> bool {
        let mut command = self.command(Path::new("/bin/sh"));
        command.args(["-c", "cd \"$1\"", "sh"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
        self == Self::Own || command.status().is_ok_and(|status| status.success())
    }

    /// Hands a file or folder over to this account.
    pub(crate) fn give(self, path: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Lent { uid, gid } => {
                std::os::unix::fs::chown(path, Some(uid), Some(gid)).at("hand over", path)
            }
        }
    }
}

/// The numbers of an account by name. `id` knows every directory service, reading `/etc/passwd` would not.
fn named(name: &str) -> Option<(u32, u32)> {
    Some((number("-u", name)?, number("-g", name)?))
}

fn number(which: &str, name: &str) -> Option<u32> {
    let output = Command::new("id").args([which, name]).stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
