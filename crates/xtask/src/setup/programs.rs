//! Programs that come from the system's packages.

use std::{env, path::PathBuf, process::Stdio};

use anyhow::{Context as _, bail};

use crate::{say, shell, workspace::Workspace};

/// A program, where Debian has it, and where everybody else finds it.
struct Need {
    program: &'static str,
    debian: &'static [&'static str],
    elsewhere: &'static str,
}

const NEEDS: [Need; 4] = [
    Need {
        program: "cc",
        debian: &["build-essential"],
        elsewhere: "a C compiler: `xcode-select --install` on macOS",
    },
    Need { program: "node", debian: &["nodejs"], elsewhere: "Node.js 20 or newer: https://nodejs.org" },
    Need { program: "npm", debian: &["npm"], elsewhere: "npm, which comes with Node.js: https://nodejs.org" },
    Need { program: "rustup", debian: &[], elsewhere: "rustup: https://rustup.rs" },
];

/// Installs what is missing where that is possible, and otherwise says all of it in one message.
pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<()> {
    let packages: Vec<&str> = missing().flat_map(|need| need.debian).copied().collect();
    if !packages.is_empty() && can_install(workspace) {
        install(workspace, &packages)?;
    }
    let still: Vec<String> = missing().map(|need| format!("  {} - {}", need.program, hint(need))).collect();
    if !still.is_empty() {
        bail!("please install, then run this again:\n{}", still.join("\n"));
    }
    Ok(())
}

fn missing() -> impl Iterator<Item = &'static Need> {
    NEEDS.iter().filter(|need| find(need.program).is_none())
}

fn hint(need: &Need) -> String {
    match need.debian {
        [] => need.elsewhere.to_owned(),
        packages => {
            format!("`apt-get install {}` on Debian and Ubuntu; {}", packages.join(" "), need.elsewhere)
        }
    }
}

/// The program on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether Debian's packages can be installed without asking for a password.
pub(crate) fn can_install(workspace: &Workspace) -> bool {
    find("apt-get").is_some() && (is_root() || sudo_asks_nothing(workspace))
}

/// Installs Debian packages.
pub(crate) fn install(workspace: &Workspace, packages: &[&str]) -> anyhow::Result<()> {
    let names = packages.join(" ");
    say::long(&format!("installing {names} from the system's packages"), "1 minute", || {
        shell::run(apt(workspace).args(["update", "-qq"]))?;
        shell::run(apt(workspace).args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
            .with_context(|| format!("could not install; try `apt-get install {names}` yourself"))
    })
}

fn apt(workspace: &Workspace) -> std::process::Command {
    let mut command = workspace.command(if is_root() { "env" } else { "sudo" });
    if !is_root() {
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn sudo_asks_nothing(workspace: &Workspace) -> bool {
    let mut sudo = workspace.command("sudo");
    sudo.args(["-n", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    find("sudo").is_some() && sudo.status().is_ok_and(|status| status.success())
}
