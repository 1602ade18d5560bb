//! Reads settings one by one and remembers everything that is wrong, so that a wrong start names it all at once.

use std::{collections::BTreeMap, env, fmt::Display, fs, path::Path, str::FromStr, time::Duration};

use toml::Value;

use super::spec::{SETTINGS, Spec};

/// The settings as text, from the environment, the file and the defaults.
#[derive(Default)]
pub(crate) struct Reader {
    file: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    problems: Vec<String>,
}

impl Reader {
    /// Reads the file, where there is one, and the environment.
    pub(crate) fn open(config: Option<&Path>) -> Self {
        let variables = env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let mut reader = Self { environment: variables.collect(), ..Self::default() };
        if let Some(path) = config {
            reader.read_file(path);
        }
        reader.refuse_unknown_variables();
        reader
    }

    fn read_file(&mut self, path: &Path) {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return self.problems.push(format!("{}: {error}", path.display())),
        };
        match text.parse::<toml::Table>() {
            Ok(table) => self.flatten("", &table),
            Err(error) => self.problems.push(format!("{}: {}", path.display(), place(&error, &text))),
        }
    }

    fn flatten(&mut self, prefix: &str, table: &toml::Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                Value::Table(inner) => self.flatten(&key, inner),
                _ if !SETTINGS.iter().any(|spec| spec.key == key) => self.problems.push(unknown(&key)),
                _ => match scalar(value) {
                    Some(text) => drop(self.file.insert(key, text)),
                    None => self.problems.push(format!("{key}: give a text, a number, or a list of texts")),
                },
            }
        }
    }

    /// A misspelt variable would otherwise be silently without effect. `EBVISION_CONFIG` is the command line's.
    fn refuse_unknown_variables(&mut self) {
        let known: Vec<_> = SETTINGS.iter().map(Spec::variable).collect();
        let ours = self.environment.keys().filter(|name| name.starts_with("EBVISION_"));
        let others = ["EBVISION_CONFIG", "EBVISION_E2E", "EBVISION_XTASK"];
        let strange: Vec<_> = ours
            .filter(|name| !known.contains(name) && !others.iter().any(|other| name.starts_with(other)))
            .map(|name| unknown(name))
            .collect();
        self.problems.extend(strange);
    }

    /// The text of a setting, and where it was read.
    fn raw(&self, key: &str) -> (String, String) {
        let spec = spec_of(key);
        let variable = spec.variable();
        if let Some(value) = self.environment.get(&variable) {
            return (value.trim().to_owned(), variable);
        }
        let value = self.file.get(key).map_or(spec.default, String::as_str);
        (value.trim().to_owned(), key.to_owned())
    }

    /// A text; nothing where it is empty.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        Some(self.raw(key).0).filter(|text| !text.is_empty())
    }

    /// A value, read by `parse`. Where it cannot be read, that is remembered and `fallback` stands in; the start is
    /// refused anyway.
    pub(crate) fn parsed<T, E: Display>(
        &mut self,
        key: &str,
        fallback: T,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> T {
        let (text, place) = self.raw(key);
        parse(&text).unwrap_or_else(|error| {
            self.problems.push(format!("{place} = {text:?}: {error} ({})", spec_of(key).about));
            fallback
        })
    }

    /// A value that knows how to read itself.
    pub(crate) fn value<T: FromStr<Err: Display>>(&mut self, key: &str, fallback: T) -> T {
        self.parsed(key, fallback, T::from_str)
    }

    /// A duration of at least a second: nothing would stand for no limit at all.
    pub(crate) fn seconds(&mut self, key: &str) -> Duration {
        self.parsed(key, Duration::from_secs(1), |text| match humantime::parse_duration(text) {
            Ok(duration) if duration >= Duration::from_secs(1) => Ok(duration),
            Ok(_) => Err("give at least 1s".to_owned()),
            Err(error) => Err(error.to_string()),
        })
    }

    /// Texts separated by commas; at least one.
    pub(crate) fn some(&mut self, key: &str) -> Vec<String> {
        let texts = self.list(key);
        if texts.is_empty() {
            self.refuse(key, "name at least one");
        }
        texts
    }

    /// Texts separated by commas.
    pub(crate) fn list(&self, key: &str) -> Vec<String> {
        let (text, _) = self.raw(key);
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    /// Adds a problem of a setting; never the value of a secret.
    pub(crate) fn refuse(&mut self, key: &str, why: impl Display) {
        let (_, place) = self.raw(key);
        self.problems.push(format!("{place}: {why}"));
    }

    /// Everything that was wrong.
    pub(crate) fn problems(self) -> Vec<String> {
        self.problems
    }
}

/// A key that no list knows is a mistake of this program, which a test finds at once.
fn spec_of(key: &str) -> &'static Spec {
    static NOTHING: Spec = Spec { key: "", default: "", about: "" };
    SETTINGS.iter().find(|spec| spec.key == key).unwrap_or(&NOTHING)
}

/// A value of the file as the environment would spell it: a list of texts is one text with commas.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => Some(value.to_string()),
        Value::Array(items) => {
            items.iter().map(Value::as_str).collect::<Option<Vec<_>>>().map(|texts| texts.join(","))
        }
        _ => None,
    }
}

/// What is wrong with the file, and where; never the line itself, which may hold a secret.
fn place(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}: {}", before.lines().count().max(1), error.message())
}

fn unknown(name: &str) -> String {
    format!("{name}: there is no such setting; the README lists them all")
}

#[cfg(test)]
impl Reader {
    /// A reader of these variables and this file's text.
    pub(crate) fn of(variables: &[(&str, &str)], file: &str) -> Self {
        let environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Self { environment, ..Self::default() };
        match file.parse::<toml::Table>() {
            Ok(table) => reader.flatten("", &table),
            Err(error) => reader.problems.push(place(&error, file)),
        }
        reader.refuse_unknown_variables();
        reader
    }
}
