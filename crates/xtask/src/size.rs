//! What a first visit downloads, compressed as the server sends it.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::{say, workspace::Workspace};

const LIMIT: usize = 450 * 1024;
/// What a page of ours loads by itself; a font counts when the page asks for it in advance.
const LOADED: [&str; 4] = ["html", "css", "js", "wasm"];
const FONTS: [&str; 2] = ["woff2", "woff"];

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let files = first_load(&workspace.path("dist"))?;
    for (path, bytes) in &files {
        say::line(&format!("{:>9}  {}", kilobytes(*bytes), workspace.show(path)));
    }
    let total: usize = files.iter().map(|(_, bytes)| bytes).sum();
    say::line(&format!("{:>9}  in all, gzipped; the limit is {}", kilobytes(total), kilobytes(LIMIT)));
    ensure!(total <= LIMIT, "the first load is over the limit");
    Ok(())
}

/// The files of the first load with their compressed sizes, largest first.
fn first_load(dist: &Path) -> anyhow::Result<Vec<(PathBuf, usize)>> {
    let page = fs::read_to_string(dist.join("index.html"))
        .context("dist/ holds no SPA: run `cargo xtask spa` first")?;
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(dist) {
        let path = entry.context("cannot read dist/")?.into_path();
        if path.is_file() && counts(&path, &page) {
            let bytes =
                compressed(&fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?)?;
            files.push((path, bytes));
        }
    }
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(files)
}

fn counts(path: &Path, page: &str) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let named = || path.file_name().is_some_and(|name| page.contains(&*name.to_string_lossy()));
    LOADED.contains(&&*extension) || (FONTS.contains(&&*extension) && named())
}

fn compressed(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::first_load;

    #[test]
    fn a_font_counts_only_when_the_page_asks_for_it() {
        let dist = tempfile::tempdir().unwrap();
        let page = r#"<link rel="preload" href="/used.woff2">"#;
        for (name, text) in
            [("index.html", page), ("used.woff2", "a"), ("later.woff2", "b"), ("app.wasm", "c")]
        {
            fs::write(dist.path().join(name), text).unwrap();
        }
        let files = first_load(dist.path()).unwrap();
        let mut names: Vec<_> = files.iter().filter_map(|(path, _)| path.file_name()?.to_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["app.wasm", "index.html", "used.woff2"]);
    }

    #[test]
    fn sizes_are_those_after_compression() {
        assert!(super::compressed(&[b'a'; 10_000]).unwrap() < 100);
    }
}
