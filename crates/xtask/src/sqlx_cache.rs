//! `.sqlx`: what PostgreSQL says about each query, so that a build needs no database.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context as _, bail};
use clap::Args;
use walkdir::WalkDir;

use crate::{
    cargo::{SPA, cargo},
    say, shell,
    stack::database::Database,
    workspace::Workspace,
};

/// The offline cache of the queries.
#[derive(Debug, Args)]
pub(crate) struct Refresh {
    /// Compare only, and fail when the cache is not what the queries need
    #[arg(long)]
    check: bool,
}

impl Refresh {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        if self.check {
            return check(workspace, &Database::for_tests(workspace)?);
        }
        let wanted = expand(workspace, &Database::for_tests(workspace)?)?;
        let folder = workspace.path(".sqlx");
        fs::create_dir_all(&folder).context("cannot create .sqlx/")?;
        let differences = differences(&read(&folder)?, &wanted);
        for name in read(&folder)?.keys().filter(|name| !wanted.contains_key(*name)) {
            fs::remove_file(folder.join(name)).with_context(|| format!("cannot remove .sqlx/{name}"))?;
        }
        for (name, text) in &wanted {
            fs::write(folder.join(name), text).with_context(|| format!("cannot write .sqlx/{name}"))?;
        }
        say::step(&format!(".sqlx holds {} queries, {} changed", wanted.len(), differences.len()));
        Ok(())
    }
}

/// Fails with the names of the queries that differ.
pub(crate) fn check(workspace: &Workspace, database: &Database) -> anyhow::Result<()> {
    let differences = differences(&read(&workspace.path(".sqlx"))?, &expand(workspace, database)?);
    if differences.is_empty() {
        say::step(".sqlx is what the queries need");
        return Ok(());
    }
    bail!("adopt these with `cargo xtask sqlx`:\n  {}", differences.join("\n  "));
}

type Cache = BTreeMap<String, String>;

/// Lets the macros ask a migrated database, and collects what they write.
fn expand(workspace: &Workspace, database: &Database) -> anyhow::Result<Cache> {
    let packages = packages_with_queries(workspace)?;
    let url = database.create("ebvision_sqlx")?;
    database.migrate(&url, &workspace.path("migrations"))?;
    let url = with_one_plan(&url);
    let folder = workspace.path(".data/sqlx");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot clear .data/sqlx/")?;
    }
    fs::create_dir_all(&folder).context("cannot create .data/sqlx/")?;
    for package in &packages {
        touch(&package.join("src/lib.rs"))?;
    }
    let mut command = cargo(workspace, ["check", "--workspace", "--exclude", SPA, "--all-targets"]);
    command.env("DATABASE_URL", &url).env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", &folder);
    shell::run(&mut command)?;
    database.drop("ebvision_sqlx")?;
    read(&folder)
}

/// The macros read from a query's plan which columns an outer join may leave empty, and a plan follows the statistics of the moment: with
/// nested loops alone, which never exchange the two sides of an outer join, the same query is always said to return the same.
fn with_one_plan(url: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}options[enable_hashjoin]=off&options[enable_mergejoin]=off")
}

/// The crates whose sources call a checked query.
fn packages_with_queries(workspace: &Workspace) -> anyhow::Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(workspace.path("crates")).context("cannot read crates/")? {
        let package = entry.context("cannot read crates/")?.path();
        if !package.ends_with("xtask") && has_query(&package)? {
            packages.push(package);
        }
    }
    Ok(packages)
}

fn has_query(package: &Path) -> anyhow::Result<bool> {
    for entry in WalkDir::new(package) {
        let path = entry.context("cannot read the sources")?.into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            if ["query!(", "query_as!(", "query_scalar!("].iter().any(|call| text.contains(call)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// A newer date makes cargo expand the macros again.
fn touch(path: &Path) -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "this is a tool, not the product")]
    let now = SystemTime::now();
    let file = fs::File::options().append(true).open(path);
    file.and_then(|file| file.set_modified(now)).with_context(|| format!("cannot touch {}", path.display()))
}

fn read(folder: &Path) -> anyhow::Result<Cache> {
    if !folder.exists() {
        return Ok(Cache::new());
    }
    let mut cache = Cache::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            let text = fs::read_to_string(entry.path()).with_context(|| format!("cannot read {name}"))?;
            cache.insert(name, text);
        }
    }
    Ok(cache)
}

/// One line per query that is missing, left over, or different.
fn differences(have: &Cache, want: &Cache) -> Vec<String> {
    let missing =
        want.iter().filter(|(name, _)| !have.contains_key(*name)).map(|(name, text)| ("missing", name, text));
    let left = have
        .iter()
        .filter(|(name, _)| !want.contains_key(*name))
        .map(|(name, text)| ("left over", name, text));
    let changed = want
        .iter()
        .filter(|(name, text)| have.get(*name).is_some_and(|old| old != *text))
        .map(|(name, text)| ("different", name, text));
    missing
        .chain(left)
        .chain(changed)
        .map(|(how, name, text)| format!("{how}: {name} ({})", query_of(text)))
        .collect()
}

/// The start of the query, to recognise it by.
fn query_of(text: &str) -> String {
    let data: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let query = data.as_ref().and_then(|data| data["query"].as_str()).unwrap_or("unreadable");
    query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::{Cache, differences, with_one_plan};

    fn cache(entries: &[(&str, &str)]) -> Cache {
        entries
            .iter()
            .map(|(name, query)| ((*name).to_owned(), format!(r#"{{"query":"{query}"}}"#)))
            .collect()
    }

    #[test]
    fn a_missing_a_changed_and_a_left_over_query_are_each_named() {
        let have = cache(&[("query-a", "select 1"), ("query-b", "select 2")]);
        let want = cache(&[("query-b", "select 22"), ("query-c", "select  3")]);
        let said = differences(&have, &want);
        assert_eq!(
            said,
            [
                "missing: query-c (select 3)",
                "left over: query-a (select 1)",
                "different: query-b (select 22)"
            ]
        );
    }

    #[test]
    fn the_plan_is_fixed_beside_what_an_address_already_says() {
        let fixed = "options[enable_hashjoin]=off&options[enable_mergejoin]=off";
        assert_eq!(with_one_plan("postgres://h/d"), format!("postgres://h/d?{fixed}"));
        assert_eq!(with_one_plan("postgres://h/d?a=b"), format!("postgres://h/d?a=b&{fixed}"));
    }

    #[test]
    fn an_equal_cache_has_no_differences() {
        let have = cache(&[("query-a", "select 1")]);
        assert!(differences(&have, &have.clone()).is_empty());
    }
}
