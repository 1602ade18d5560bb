//! Names beside addresses.

use std::borrow::Cow;

/// The most characters of a name.
const NAME_MAX: usize = 70;

/// A name on one line, without what a provider does not take, at most 70 characters; none where it is empty.
pub(crate) fn one_line(name: &str, refused: impl Fn(char) -> bool) -> Option<Cow<'_, str>> {
    let refused = |c: char| c.is_control() || refused(c);
    let trimmed = name.trim();
    let name = if trimmed.contains(refused) {
        Cow::Owned(trimmed.replace(refused, " ").trim().to_owned())
    } else {
        Cow::Borrowed(trimmed)
    };
    if name.is_empty() {
        return None;
    }
    let end = name.char_indices().nth(NAME_MAX).map(|(end, _)| end);
    Some(end.map(|end| Cow::Owned(name[..end].to_owned())).unwrap_or(name))
}
