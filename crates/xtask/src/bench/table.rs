//! What is written down: a table that people read, and the same as JSON.

use std::fs;

use anyhow::Context as _;
use serde_json::json;

use super::figure::{Figure, Target, number};
use crate::workspace::Workspace;

const PAGE: &str = "docs/performance.md";
const DATA: &str = "docs/performance.json";
/// The table stands between these lines; everything else on the page is by hand.
const BEGIN: &str = "<!-- written by `cargo xtask bench` -->";
const END: &str = "<!-- end -->";

/// The circumstances of a run.
#[derive(Debug)]
pub(super) struct Circumstances {
    pub(super) command: String,
    pub(super) machine: String,
    pub(super) postgres: Vec<(String, String)>,
    /// What is not in the table, and why.
    pub(super) missing: Option<&'static str>,
}

pub(super) fn write(
    workspace: &Workspace,
    circumstances: &Circumstances,
    figures: &[Figure],
) -> anyhow::Result<()> {
    let path = workspace.path(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {PAGE}"))?;
    let (before, rest) = page.split_once(BEGIN).with_context(|| format!("{PAGE} has no `{BEGIN}`"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{PAGE} has no `{END}`"))?;
    let page = format!("{before}{BEGIN}\n\n{}\n{END}{after}", text(circumstances, figures));
    fs::write(&path, page).with_context(|| format!("cannot write {PAGE}"))?;
    let settings: serde_json::Map<_, _> =
        circumstances.postgres.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let data = json!({
        "command": circumstances.command,
        "machine": circumstances.machine,
        "postgresql": settings,
        "missing": circumstances.missing,
        "figures": figures.iter().map(Figure::json).collect::<Vec<_>>(),
    });
    fs::write(workspace.path(DATA), format!("{data:#}\n")).with_context(|| format!("cannot write {DATA}"))
}

/// The table, and by what it was measured.
pub(super) fn text(circumstances: &Circumstances, figures: &[Figure]) -> String {
    let rows: String = figures.iter().map(row).collect();
    let settings: Vec<_> =
        circumstances.postgres.iter().map(|(name, value)| format!("`{name} = {value}`")).collect();
    // A table without it would look whole.
    let missing = circumstances.missing.map(|missing| format!(" {missing}.")).unwrap_or_default();
    format!(
        "`{}` on {}; PostgreSQL: {}.{missing}\n\n| what | measured | target | held |\n|---|---|---|---|\n{rows}",
        circumstances.command,
        circumstances.machine,
        settings.join(", ")
    )
}

fn row(figure: &Figure) -> String {
    let target = match figure.target {
        Some(Target::AtLeast(least)) => format!("≥ {}", number(least)),
        Some(Target::AtMost(most)) => format!("≤ {}", number(most)),
        None => "–".to_owned(),
    };
    let held = match figure.is_held() {
        Some(true) => "yes",
        Some(false) => "**no**",
        None => "–",
    };
    format!("| {} | {} | {target} | {held} |\n", figure.what, figure.shown())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_is_missed_is_shown_as_such() {
        let circumstances = Circumstances {
            command: "c".into(),
            machine: "m".into(),
            postgres: vec![("fsync".into(), "on".into())],
            missing: None,
        };
        let figures =
            [Figure::new("speed", 1_234.0, "messages/s").at_least(2_000.0), Figure::new("size", 3.0, "MiB")];
        let text = text(&circumstances, &figures);
        assert!(text.contains("| speed | 1,234 messages/s | ≥ 2,000 | **no** |"), "{text}");
        assert!(text.contains("| size | 3.0 MiB | – | – |") && text.contains("`fsync = on`"), "{text}");
    }

    #[test]
    fn a_table_says_what_is_missing_in_it() {
        let circumstances = Circumstances {
            command: "c".into(),
            machine: "m".into(),
            postgres: Vec::new(),
            missing: Some("Without the other one"),
        };
        let text = text(&circumstances, &[Figure::new("size", 3.0, "MiB")]);
        assert!(text.contains(". Without the other one.\n\n| what |"), "{text}");
    }
}
