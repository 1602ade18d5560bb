//! What a first visit downloads, compressed as the server sends it.

use std::{
    collections::HashMap,
    ffi::OsStr,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::{finish::LIST, say, workspace::Workspace};

const LIMIT: usize = 450 * 1024;
/// The part of the page that a visit begins with.
const HOME: &str = "home";
/// What is loaded without being named by the page: itself, and what the program's script imports.
const IMPORTED: [&str; 3] = ["index.html", "parts.js", "load.js"];

/// Shows each file, and fails over the limit.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    for (path, bytes) in &first_load(&workspace.path("dist"))? {
        say::line(&format!("{:>9}  {}", kilobytes(*bytes), workspace.show(path)));
    }
    hold(workspace)
}

/// Fails over the limit.
pub(crate) fn hold(workspace: &Workspace) -> anyhow::Result<()> {
    let total: usize = first_load(&workspace.path("dist"))?.iter().map(|(_, bytes)| bytes).sum();
    say::line(&format!("{:>9}  a first visit, gzipped; the limit is {}", kilobytes(total), kilobytes(LIMIT)));
    ensure!(total <= LIMIT, "a first visit is over the limit: `cargo xtask size` shows what it is made of");
    Ok(())
}

/// The files of the first load with their compressed sizes, largest first.
fn first_load(dist: &Path) -> anyhow::Result<Vec<(PathBuf, usize)>> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let page = fs::read_to_string(dist.join("index.html"))
        .context("dist/ holds no SPA: run `cargo xtask spa` first")?;
    let files: Vec<PathBuf> = walkdir::WalkDir::new(dist)
        .into_iter()
        .map(|entry| Ok(entry.context("cannot read dist/")?.into_path()))
        .collect::<anyhow::Result<_>>()?;
    let list = files.iter().find(|path| path.ends_with(LIST)).context("dist/ holds no list of parts")?;
    let parts: HashMap<String, Vec<String>> =
        serde_json::from_slice(&read(list)?).with_context(|| format!("{LIST} is no list of parts"))?;
    let home = parts.get(HOME).with_context(|| format!("there is no part {HOME}"))?;
    let mut sizes = Vec::new();
    for path in files.into_iter().filter(|path| path.is_file() && counts(path, &page, home)) {
        let bytes = compressed(&read(&path)?)?;
        sizes.push((path, bytes));
    }
    sizes.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(sizes)
}

/// What the page names, what the main part imports, and the home page's part.
fn counts(path: &Path, page: &str, home: &[String]) -> bool {
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (name, stem) = (text(path.file_name()), text(path.file_stem()));
    page.contains(&name) || IMPORTED.contains(&&*name) || home.contains(&stem)
}

/// As the server does it, once for each file.
fn compressed(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
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
    fn a_part_counts_when_the_first_page_is_made_of_it_and_a_font_when_the_page_asks_for_it() {
        let dist = tempfile::tempdir().unwrap();
        let files = [
            ("index.html", r#"<link rel="preload" href="/used.woff2"><script src="/app.js">"#),
            ("used.woff2", "a"),
            ("later.woff2", "b"),
            ("app.js", "c"),
            ("parts.js", "d"),
            ("parts.json", r#"{"home": ["chunk_1", "split_home"], "help": ["split_help"]}"#),
            ("chunk_1.wasm", "e"),
            ("split_home.wasm", "f"),
            ("split_help.wasm", "g"),
        ];
        for (name, text) in files {
            fs::write(dist.path().join(name), text).unwrap();
        }
        let files = first_load(dist.path()).unwrap();
        let mut names: Vec<_> = files.iter().filter_map(|(path, _)| path.file_name()?.to_str()).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["app.js", "chunk_1.wasm", "index.html", "parts.js", "split_home.wasm", "used.woff2"]
        );
    }

    #[test]
    fn sizes_are_those_after_compression() {
        assert!(super::compressed(&[b'a'; 10_000]).unwrap() < 100);
    }
}
