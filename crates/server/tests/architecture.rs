//! The house keeps its shape: who may know whom, how large a file may be, and no dead link.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Longest file, without its tests.
const LINES_MAX: usize = 400;

/// Edges between crates of the workspace that the house allows.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("address", &["domain"]),
    ("content", &["domain"]),
    ("seed", &["domain"]),
    ("store", &["domain"]),
    ("providers", &["domain"]),
    ("delivery", &["domain", "address", "content", "store", "providers"]),
    ("api", &["domain", "address", "content", "store", "providers"]),
    ("cluster", &[]),
    (
        "marketing",
        &["address", "api", "cluster", "content", "delivery", "domain", "providers", "seed", "store"],
    ),
    ("sandbox", &["domain"]),
    ("load", &[]),
    ("xtask", &["cluster"]),
    ("frontend", &["domain"]),
];

/// What a crate must never know, directly.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("domain", &["sqlx", "actix-web", "tokio", "reqwest", "rand"]),
    ("address", &["sqlx", "actix-web", "tokio", "reqwest", "rand"]),
    ("content", &["sqlx", "actix-web", "tokio", "reqwest", "rand"]),
    ("seed", &["sqlx", "actix-web", "tokio", "reqwest"]),
    ("store", &["actix-web", "reqwest"]),
    ("providers", &["sqlx", "actix-web"]),
    ("delivery", &["actix-web", "sqlx"]),
    ("api", &["sqlx", "reqwest"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn packages() -> BTreeMap<String, Package> {
    let metadata = MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap();
    let short = |package: &Package| package.name.trim_start_matches("ebvision-").to_owned();
    metadata.packages.into_iter().map(|package| (short(&package), package)).collect()
}

/// The names of what a crate is built with; tests may know more.
fn built_with(package: &Package) -> BTreeSet<String> {
    let edges = package.dependencies.iter().filter(|edge| edge.kind != DependencyKind::Development);
    edges.map(|edge| edge.name.trim_start_matches("ebvision-").to_owned()).collect()
}

fn table<'a>(table: &'a [(&str, &'a [&str])], name: &str) -> Option<BTreeSet<&'a str>> {
    table.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, names)| names.iter().copied().collect())
}

#[test]
fn crates_know_only_whom_the_house_lets_them_know() {
    let packages = packages();
    for (name, package) in &packages {
        let allowed = table(EDGES, name).unwrap_or_else(|| panic!("{name} is not in the table of edges"));
        let of_house = built_with(package).into_iter().filter(|edge| packages.contains_key(edge));
        let wrong: Vec<_> = of_house.filter(|edge| !allowed.contains(edge.as_str())).collect();
        assert!(wrong.is_empty(), "{name} must not know {wrong:?}");
    }
}

#[test]
fn crates_know_nothing_that_is_forbidden_to_them() {
    for (name, package) in packages() {
        let forbidden = table(FORBIDDEN, &name).unwrap_or_default();
        let wrong: Vec<_> =
            built_with(&package).into_iter().filter(|edge| forbidden.contains(edge.as_str())).collect();
        assert!(wrong.is_empty(), "{name} must never know {wrong:?}");
    }
}

#[test]
fn every_crate_opens_with_a_readme_that_is_its_front_page() {
    for (name, package) in packages() {
        let folder = package.manifest_path.parent().unwrap();
        assert!(folder.join("README.md").is_file(), "{name} has no README.md");
        let entry = ["src/lib.rs", "src/main.rs"]
            .map(|file| folder.join(file))
            .into_iter()
            .find(|file| file.is_file());
        let source = fs::read_to_string(entry.unwrap()).unwrap();
        assert!(source.contains("include_str!(\"../README.md\")"), "{name} does not show its README");
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long: Vec<_> = files(&root(), "rs")
        .into_iter()
        .map(|file| (lines_without_tests(&file), file))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .collect();
    assert!(long.is_empty(), "over {LINES_MAX} lines: {long:?}");
}

fn lines_without_tests(file: &Path) -> usize {
    let text = fs::read_to_string(file).unwrap();
    text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count()
}

#[test]
fn no_link_of_the_documents_is_dead() {
    let mut dead = Vec::new();
    let documents = files(&root(), "md");
    assert!(documents.len() > 10);
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for target in links(&text) {
            let path = document.parent().unwrap().join(target.split('#').next().unwrap());
            if !path.exists() {
                dead.push(format!("{} → {target}", document.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

/// The targets of `[text](target)` within the repository.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#') && !target.starts_with('<'))
        .collect()
}

#[test]
fn every_test_that_the_documents_name_is_there() {
    let sources: Vec<_> = files(&root(), "rs").iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let known: BTreeSet<_> = sources.iter().flat_map(|source| functions(source)).collect();
    for document in ["ARCHITECTURE.md", "docs/breaks.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let named: Vec<_> = sentences(&text).collect();
        assert!(named.len() > 10, "{document}");
        let missing: Vec<_> = named.iter().filter(|name| !known.contains(*name)).collect();
        assert!(missing.is_empty(), "{document} names tests that are not there: {missing:#?}");
    }
}

/// The names of the functions of a file.
fn functions(source: &str) -> impl Iterator<Item = &str> {
    let declared = source.split("fn ").skip(1);
    declared.filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
}

/// What reads like the name of a test: at least four words, between backticks. The database's own names do too.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        let is_name = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        is_name && name.split('_').count() >= 4 && !name.starts_with("marketing_")
    })
}

/// The files of the repository with an extension; what tools wrote is left aside.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    const ASIDE: [&str; 5] = ["target", "node_modules", "dist", "test-results", "book"];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') || ASIDE.contains(&name.as_str()) || path.ends_with("e2e/report") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}
