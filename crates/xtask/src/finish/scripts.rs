//! Trunk writes an inline module script; the content security policy allows none. Each becomes a file.

use std::{fs, path::Path};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

const OPEN: &str = "<script";
const CLOSE: &str = "</script>";

/// Moves the inline scripts of the page into files.
pub(super) fn externalise(staging: &Path, public: &str) -> anyhow::Result<()> {
    let path = staging.join("index.html");
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (page, scripts) = split(&page, public)?;
    for (name, body) in scripts {
        fs::write(staging.join(&name), body).with_context(|| format!("cannot write {name}"))?;
    }
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))
}

/// The page without inline module scripts, and those scripts with the names that the page calls them by.
fn split(page: &str, public: &str) -> anyhow::Result<(String, Vec<(String, String)>)> {
    let (mut result, mut scripts, mut rest) = (String::new(), Vec::new(), page);
    while let Some(start) = rest.find(OPEN) {
        let (before, tag) = rest.split_at(start);
        let Some(head_end) = tag.find('>') else { bail!("a script tag does not end") };
        let Some(end) = tag.find(CLOSE) else { bail!("a script does not end") };
        let (head, body) = (&tag[..=head_end], &tag[head_end + 1..end]);
        result.push_str(before);
        if is_inline_module(head, body) {
            let name = name_of(body);
            result.push_str(&format!(r#"<script type="module" src="{public}{name}"></script>"#));
            scripts.push((name, format!("{}\n", body.trim())));
        } else {
            result.push_str(&tag[..end + CLOSE.len()]);
        }
        rest = &tag[end + CLOSE.len()..];
    }
    result.push_str(rest);
    Ok((result, scripts))
}

fn is_inline_module(head: &str, body: &str) -> bool {
    head.contains(r#"type="module""#) && !head.contains("src=") && !body.trim().is_empty()
}

/// Named by what it holds, so that a browser may keep it for ever.
fn name_of(body: &str) -> String {
    let digest = Sha256::digest(body.trim().as_bytes());
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("boot-{hash}.js")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{externalise, split};

    /// As Trunk 0.21.14 writes it.
    const PAGE: &str = include_str!("../../samples/trunk-0.21.14.html");

    #[test]
    fn trunks_inline_script_becomes_a_file_that_the_page_refers_to() {
        let staging = tempfile::tempdir().unwrap();
        fs::write(staging.path().join("index.html"), PAGE).unwrap();
        externalise(staging.path(), "/").unwrap();
        let page = fs::read_to_string(staging.path().join("index.html")).unwrap();
        let name = page.split(r#"src="/"#).nth(1).unwrap().split('"').next().unwrap();
        assert!(
            name.starts_with("boot-") && !page.contains("import init") && !page.contains("nonce"),
            "{page}"
        );
        let script = fs::read_to_string(staging.path().join(name)).unwrap();
        assert!(script.starts_with("import init") && script.contains("TrunkApplicationStarted"), "{script}");
    }

    #[test]
    fn everything_else_of_the_page_stays_as_it_is() {
        let (page, scripts) = split(PAGE, "/").unwrap();
        assert_eq!(scripts.len(), 1);
        let start = PAGE.find("<script").unwrap();
        let end = PAGE.find("</script>").unwrap() + "</script>".len();
        assert!(page.starts_with(&PAGE[..start]) && page.ends_with(&PAGE[end..]));
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let (once, _) = split(PAGE, "/").unwrap();
        assert_eq!(split(&once, "/").unwrap(), (once.clone(), Vec::new()));
    }

    #[test]
    fn a_script_without_an_end_is_an_error_and_not_a_broken_page() {
        assert!(split(r#"<script type="module">import x"#, "/").is_err());
    }
}
