use std::{env, path::PathBuf};

const PRODUCT: &str = "ebvision-marketing";

/// The product's folder in the user's cache: `$XDG_CACHE_HOME`, else `~/.cache`.
#[must_use]
pub fn cache_folder() -> PathBuf {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(env::temp_dir)
        .join(PRODUCT)
}

/// Where fetched PostgreSQL programs are kept, one folder per version.
///
/// Root's home is closed to the unprivileged account that has to run them, so root keeps them under `/var/cache`.
#[must_use]
pub fn postgres_cache() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        return PathBuf::from("/var/cache").join(PRODUCT).join("postgres");
    }
    cache_folder().join("postgres")
}
