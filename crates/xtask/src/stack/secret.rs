//! The key that signs the demo's tokens: generated once per clone, readable by its owner only.

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
};

use anyhow::Context as _;

use crate::workspace::Workspace;

const FILE: &str = ".data/demo-secret";

pub(crate) fn secret(workspace: &Workspace) -> anyhow::Result<String> {
    let path = workspace.path(FILE);
    if path.exists() {
        let known = fs::read_to_string(&path).with_context(|| format!("cannot read {FILE}"))?;
        if known.len() >= 64 {
            return Ok(known);
        }
        // Cut short by an interruption.
        fs::remove_file(&path).with_context(|| format!("cannot remove {FILE}"))?;
    }
    fs::create_dir_all(workspace.path(".data")).context("cannot create .data/")?;
    let secret = random_text()?;
    let file = File::options().create_new(true).write(true).mode(0o600).open(&path);
    file.and_then(|mut file| file.write_all(secret.as_bytes()))
        .with_context(|| format!("cannot write {FILE}"))?;
    Ok(secret)
}

fn random_text() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).context("the operating system gave no random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
