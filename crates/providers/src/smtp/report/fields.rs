//! Groups of fields, `Name: value` a line, as reports hold them (RFC 3464 §2.1.2).

/// The most characters of a value that are kept.
const VALUE_MAX: usize = 500;

/// One group.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The groups of a part: empty lines part them, and none is empty.
    pub(super) fn groups(part: &[u8]) -> Vec<Self> {
        let text = String::from_utf8_lossy(part).replace('\0', "");
        let mut groups = vec![Self::default()];
        for line in text.lines() {
            match groups.last_mut() {
                Some(group) if !line.trim().is_empty() => group.take(line),
                _ => groups.push(Self::default()),
            }
        }
        groups.retain(|group| !group.0.is_empty());
        groups
    }

    /// A line that begins with a blank goes on where the one before ended.
    fn take(&mut self, line: &str) {
        match (line.starts_with([' ', '\t']), self.0.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => *value = format!("{value} {}", line.trim()),
            (false, _, Some((name, value))) => {
                self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {}
        }
    }

    /// The value of a field, by its name in small letters; none where it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        let end = value.char_indices().nth(VALUE_MAX).map_or(value.len(), |(end, _)| end);
        Some(&value[..end]).filter(|value| !value.is_empty())
    }
}
