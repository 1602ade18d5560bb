//! The program in parts: the first visit brings the frame, each group of pages comes when it is first asked for.
//!
//! `#[wasm_split]` in the SPA names the parts; they are cut out of the module as it was linked, before wasm-bindgen binds what is
//! left. All files of a build stand in one folder that is named by what they hold, so that a browser may keep them for ever and
//! never mixes the parts of two releases.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, anyhow, ensure};
use sha2::{Digest as _, Sha256};
use wasm_split_cli_support::{Options, transform};

use super::Build;
use crate::{
    cargo::{SPA, target_folder},
    shell,
    workspace::Workspace,
};

/// The name of the program's files.
const NAME: &str = "app";
/// Which files each part is made of.
pub(crate) const LIST: &str = "parts.json";
/// Where wasm-bindgen puts the scripts that the program imports.
const SNIPPETS: &str = "snippets";
/// What Trunk copied for the parts to find beside them.
const BESIDE: [&str; 1] = ["chart.js"];
/// What Rust's compiler makes use of, and browsers have had since 2022.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Puts the parts in place of the one module that Trunk bound.
pub(super) fn cut(workspace: &Workspace, build: &Build) -> anyhow::Result<()> {
    let whole = Whole::find(&build.staging)?;
    let folder = build.staging.join("parts");
    fs::create_dir_all(&folder).context("cannot create a folder for the parts")?;
    split(&linked(workspace, build)?, &folder)?;
    bind(workspace, &folder)?;
    if build.release {
        shrink(workspace, &folder)?;
    }
    for name in BESIDE {
        fs::rename(build.staging.join(name), folder.join(name))
            .with_context(|| format!("Trunk copied no {name}"))?;
    }
    let name = format!("{NAME}-{}", digest(&folder)?);
    fs::rename(&folder, build.staging.join(&name)).context("cannot name the parts")?;
    whole.replace(build, &name)
}

/// The module as it was linked, with what tells where its functions are.
fn linked(workspace: &Workspace, build: &Build) -> anyhow::Result<PathBuf> {
    let profile = if build.release { "wasm" } else { "debug" };
    let folder = target_folder(workspace)?.join("wasm32-unknown-unknown").join(profile);
    Ok(folder.join(SPA).with_extension("wasm"))
}

fn split(module: &Path, folder: &Path) -> anyhow::Result<()> {
    let module = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let (main, script) = (folder.join("main.wasm"), format!("./{NAME}.js"));
    let mut options = Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = "./parts.js";
    let parts =
        transform(options).map_err(|error| anyhow!("cannot cut the program into parts: {error:#}"))?;
    let list = serde_json::to_vec(&BTreeMap::from_iter(parts.prefetch_map))?;
    fs::write(folder.join(LIST), list).context("cannot list the parts")
}

/// Binds the main part; the others use what it exports, by their own names.
fn bind(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    let main = folder.join("main.wasm");
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args([
        "--target=web",
        "--keep-lld-exports",
        "--no-demangle",
        "--no-typescript",
        "--remove-name-section",
    ]);
    shell::run(bindgen.arg(format!("--out-name={NAME}")).arg("--out-dir").arg(folder).arg(&main))?;
    fs::remove_file(main).context("cannot remove what was bound")
}

fn shrink(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    for file in files(folder)? {
        match file.extension().and_then(OsStr::to_str) {
            Some("wasm") => optimise(workspace, &file)?,
            Some("js") => tighten(workspace, &file)?,
            _ => {}
        }
    }
    Ok(())
}

fn optimise(workspace: &Workspace, file: &Path) -> anyhow::Result<()> {
    let mut optimise = workspace.command("wasm-opt");
    optimise.args(FEATURES).args(["-Oz", "--strip-debug", "--strip-producers"]);
    quietly(optimise.arg(file).arg("-o").arg(file))
}

/// wasm-bindgen writes for readers; what the parts ask for keeps its name.
fn tighten(workspace: &Workspace, file: &Path) -> anyhow::Result<()> {
    let mut tighten = workspace.command("esbuild");
    tighten.arg(file).args(["--minify", "--format=esm", "--target=es2022", "--allow-overwrite"]);
    quietly(tighten.arg(format!("--outfile={}", file.display())))
}

/// The tools wonder at much; what they say is only shown when they fail.
fn quietly(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    ensure!(output.status.success(), "{name} failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Of all files, with their names.
fn digest(folder: &Path) -> anyhow::Result<String> {
    let mut digest = Sha256::new();
    for file in files(folder)? {
        digest.update(file.strip_prefix(folder)?.as_os_str().as_encoded_bytes());
        digest.update(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.context("cannot read the parts")?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The names that Trunk gave to the script and the module in one piece.
struct Whole {
    script: String,
    module: String,
}

impl Whole {
    fn find(staging: &Path) -> anyhow::Result<Self> {
        let names = fs::read_dir(staging).context("cannot read Trunk's folder")?;
        let names: Vec<String> =
            names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        let module =
            names.into_iter().find(|name| name.ends_with("_bg.wasm")).context("Trunk built no module")?;
        Ok(Self { script: module.replace("_bg.wasm", ".js"), module })
    }

    /// Removes them and what they import, and lets the page name the parts instead.
    fn replace(&self, build: &Build, folder: &str) -> anyhow::Result<()> {
        let path = build.staging.join("index.html");
        let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let page = page.replace(&self.script, &format!("{folder}/{NAME}.js"));
        let page = page.replace(&self.module, &format!("{folder}/{NAME}_bg.wasm"));
        let page = page.replace(
            &format!("{}{SNIPPETS}/", build.public),
            &format!("{}{folder}/{SNIPPETS}/", build.public),
        );
        fs::write(&path, page).context("cannot write the page")?;
        for name in [&self.script, &self.module] {
            fs::remove_file(build.staging.join(name)).with_context(|| format!("cannot remove {name}"))?;
        }
        let snippets = build.staging.join(SNIPPETS);
        if snippets.exists() {
            fs::remove_dir_all(snippets).context("cannot remove the scripts")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Build, Whole, digest};

    /// As Trunk 0.21.14 writes it.
    const PAGE: &str = include_str!("../../samples/trunk-0.21.14.html");
    const NAME: &str = "ebvision-frontend-5d2f8d3ae1f9b2c4";

    fn staged(staging: &Path) -> Build {
        fs::write(staging.join("index.html"), PAGE).unwrap();
        for file in [format!("{NAME}.js"), format!("{NAME}_bg.wasm")] {
            fs::write(staging.join(file), "").unwrap();
        }
        Build { staging: staging.to_owned(), public: "/".to_owned(), release: true }
    }

    #[test]
    fn the_page_names_the_parts_and_nothing_that_is_gone() {
        let staging = tempfile::tempdir().unwrap();
        let build = staged(staging.path());
        Whole::find(staging.path()).unwrap().replace(&build, "app-0123456789abcdef").unwrap();
        let page = fs::read_to_string(staging.path().join("index.html")).unwrap();
        assert!(!page.contains(NAME), "{page}");
        assert!(page.contains("import init, * as bindings from '/app-0123456789abcdef/app.js'"), "{page}");
        assert!(page.contains("module_or_path: '/app-0123456789abcdef/app_bg.wasm'"), "{page}");
        let left: Vec<_> =
            fs::read_dir(staging.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["index.html"]);
    }

    #[test]
    fn another_byte_or_another_name_is_another_folder() {
        let digest_of = |name: &str, text: &str| {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), text).unwrap();
            digest(folder.path()).unwrap()
        };
        assert_eq!(digest_of("a.wasm", "1"), digest_of("a.wasm", "1"));
        assert_ne!(digest_of("a.wasm", "1"), digest_of("a.wasm", "2"));
        assert_ne!(digest_of("a.wasm", "1"), digest_of("b.wasm", "1"));
    }
}
