//! A structure dump of the suite, loaded into the empty database before our migrations.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, bail, ensure};
use sha2::{Digest as _, Sha256};

use crate::{
    say,
    stack::database::{ask, execute},
};

const LOADED: &str =
    "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()";
const TABLES: &str = "select count(*)::text from pg_class join pg_namespace n on n.oid = relnamespace \
     where relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/// All of the file or nothing of it; a second time with the same file does nothing.
pub(crate) fn load(file: &Path, url: &str) -> anyhow::Result<()> {
    let dump = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mark = mark_of(&dump);
    if ask(url, LOADED)?.as_deref() == Some(&mark) {
        say::step(&format!("{} is loaded already", file.display()));
        return Ok(());
    }
    if ask(url, TABLES)?.as_deref() != Some("0") {
        bail!(
            "the demo's database is not empty, so {} cannot be loaded into it; start over with --fresh",
            file.display()
        );
    }
    execute(url, &script(&dump, &mark)?)
        .with_context(|| format!("{} could not be loaded", file.display()))?;
    say::step(&format!("{} is loaded", file.display()));
    Ok(())
}

/// Remembered as the database's comment: it goes where the data goes and adds no table to it.
fn mark_of(dump: &str) -> String {
    let digest: String = Sha256::digest(dump).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("loaded from a structure dump, sha256 {digest}")
}

/// Sent as one query, which PostgreSQL runs as one transaction.
fn script(dump: &str, mark: &str) -> anyhow::Result<String> {
    let sql = without_psql_commands(dump)?;
    let roles: String = roles_of(&sql).iter().map(|role| create_role(role)).collect();
    let comment = format!(
        "DO $mark$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), '{mark}'); END $mark$;"
    );
    Ok(format!("{roles}\n{sql}\n;{comment}"))
}

/// `\restrict` and its kind are for psql alone. Rows (`COPY … FROM stdin`) are no part of a structure.
fn without_psql_commands(dump: &str) -> anyhow::Result<String> {
    let has_rows =
        dump.lines().any(|line| line.starts_with("COPY ") && line.trim_end().ends_with("FROM stdin;"));
    ensure!(!has_rows, "the file holds rows; make it with `pg_dump --schema-only`");
    let lines: Vec<&str> = dump.lines().filter(|line| !line.starts_with('\\')).collect();
    Ok(lines.join("\n"))
}

/// The roles of the suite's server that the dump names as owners and grantees.
fn roles_of(sql: &str) -> BTreeSet<String> {
    sql.lines().filter_map(role_of).filter(|role| !is_special(role)).collect()
}

fn role_of(line: &str) -> Option<String> {
    let line = line.trim().strip_suffix(';')?;
    let owner = line.rsplit_once(" OWNER TO ").map(|(_, role)| role);
    let granted = || line.strip_prefix("GRANT ")?.rsplit_once(" TO ").map(|(_, role)| role);
    let revoked = || line.strip_prefix("REVOKE ")?.rsplit_once(" FROM ").map(|(_, role)| role);
    let given = || {
        line.starts_with("ALTER DEFAULT PRIVILEGES").then(|| line.rsplit_once(" TO "))?.map(|(_, role)| role)
    };
    let role = owner.or_else(granted).or_else(revoked).or_else(given)?;
    let role = role.trim_end_matches(" WITH GRANT OPTION");
    Some(role.trim_matches('"').to_owned())
}

fn is_special(role: &str) -> bool {
    role.starts_with("pg_") || ["PUBLIC", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE"].contains(&role)
}

fn create_role(role: &str) -> String {
    let (literal, name) = (role.replace('\'', "''"), role.replace('"', "\"\""));
    format!(
        "DO $role$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{literal}') \
         THEN CREATE ROLE \"{name}\" NOLOGIN; END IF; END $role$;\n"
    )
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, Permissions},
        os::unix::fs::PermissionsExt as _,
    };

    use super::{load, roles_of, without_psql_commands};
    use crate::stack::database::ask;

    #[test]
    fn owners_and_grantees_are_found_and_builtin_ones_left_out() {
        let sql = "ALTER TABLE public.clients OWNER TO suite;\nGRANT SELECT ON TABLE public.clients TO \"Lecture seule\";\n\
                   GRANT ALL ON SCHEMA public TO PUBLIC;\nGRANT pg_monitor TO pg_read_all_stats;\nSELECT 1;\n";
        assert_eq!(roles_of(sql).into_iter().collect::<Vec<_>>(), ["Lecture seule", "suite"]);
    }

    #[test]
    fn commands_of_psql_are_left_out() {
        assert_eq!(
            without_psql_commands("\\restrict abc\nSELECT 1;\n\\unrestrict abc").unwrap(),
            "SELECT 1;"
        );
    }

    #[test]
    fn a_dump_with_rows_is_refused_with_the_command_that_makes_one_without() {
        let error = without_psql_commands("COPY public.clients (id) FROM stdin;\n1\n\\.\n").unwrap_err();
        assert!(error.to_string().contains("pg_dump --schema-only"));
    }

    const SUITE: &str = "\\restrict x\nSELECT pg_catalog.set_config('search_path', '', false);\n\
        CREATE TABLE public.clients (id uuid PRIMARY KEY, nom text);\n\
        ALTER TABLE public.clients OWNER TO suite;\nGRANT SELECT ON TABLE public.clients TO lecture;\n\\unrestrict x\n";

    #[test]
    fn a_dump_is_loaded_once_into_an_empty_database_only_and_entirely_or_not_at_all() {
        let folder = tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap();
        let options = cluster::Options::new(folder.path().join("postgres")).forgetful();
        let cluster = cluster::Cluster::ensure(&options).unwrap();
        let url = cluster.url(cluster::DATABASE);
        let file = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name)
        };
        let clients = || ask(&url, "select to_regclass('public.clients')::text").unwrap();

        let broken = file("broken.sql", &format!("{SUITE}CREATE TABLE public.companies (id nonsense);"));
        assert!(format!("{:#}", load(&broken, &url).unwrap_err()).contains("nonsense"));
        assert_eq!(clients(), None);

        let suite = file("suite.sql", SUITE);
        load(&suite, &url).unwrap();
        assert_eq!(clients().as_deref(), Some("clients"));
        load(&suite, &url).unwrap();

        let other = file("other.sql", "CREATE TABLE public.other (id int);");
        assert!(load(&other, &url).unwrap_err().to_string().contains("--fresh"));
    }
}
