//! Creation: once, and again when it was interrupted.

use std::{fs, path::Path};

use crate::{
    DATABASE, ROLE, Result,
    command::{Programs, run, run_with_input},
    error::At,
    home::{Home, private_folder},
    password, settings,
};

/// The first that the machine knows. All of them sort by code point, so that an index means the same everywhere.
const LOCALES: [&str; 3] = ["C.UTF-8", "C.utf8", "C"];

/// Creates the cluster unless it stands complete.
pub(crate) fn ensure_created(home: &Home, data: &Path, programs: &Programs) -> Result<()> {
    if home.created().exists() && data.join("PG_VERSION").exists() {
        return Ok(());
    }
    tracing::info!("creating a PostgreSQL cluster in {}", data.display());
    let password = password::generate()?;
    password::write(&home.password(), &password)?;
    init(data, programs, &password)?;
    settings::include(data)?;
    create_database(data, programs)?;
    fs::write(home.created(), "complete\n").at("write", home.created())
}

/// `initdb`, in the first locale that it accepts.
fn init(data: &Path, programs: &Programs, password: &str) -> Result<()> {
    let file = data.with_extension("password");
    let mut answer = Ok(());
    for locale in LOCALES {
        clear(data)?;
        private_folder(data, programs.account())?;
        password::write(&file, password)?;
        programs.account().give(&file)?;
        answer = init_once(data, programs, locale, &file);
        fs::remove_file(&file).at("remove", &file)?;
        if answer.is_ok() {
            break;
        }
    }
    answer
}

fn init_once(data: &Path, programs: &Programs, locale: &str, password: &Path) -> Result<()> {
    run(programs
        .command("initdb")
        .arg("--pgdata")
        .arg(data)
        .arg("--pwfile")
        .arg(password)
        .args(["--username", ROLE, "--auth", "scram-sha-256", "--encoding", "UTF8"])
        .args(["--locale", locale, "--no-instructions"]))
}

/// In single-user mode: it needs no port, no password and no client program, and npm's PostgreSQL has none.
fn create_database(data: &Path, programs: &Programs) -> Result<()> {
    let mut single = programs.command("postgres");
    single.arg("--single").arg("-D").arg(data).args(["-c", "exit_on_error=on", "postgres"]);
    // Its configuration includes a file that is written at the first start.
    settings::write(data, 5432, crate::Durability::Kept, programs.account())?;
    run_with_input(&mut single, &format!("CREATE DATABASE {DATABASE};\n"))
}

/// Removes a folder and what is in it, if it is there.
pub(crate) fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).at("remove", folder)?;
    }
    Ok(())
}
