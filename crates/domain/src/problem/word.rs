//! The error of parsing a word that is in no list.

/// A word that the list does not hold, and those that it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    given: String,
    known: Vec<&'static str>,
}

impl UnknownWord {
    /// `given` was read where one of `known` was expected.
    pub fn new(given: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        Self { given: given.chars().take(80).collect(), known: known.into_iter().collect() }
    }

    /// The words that would have been understood.
    #[must_use]
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown value {:?}", self.given)?;
        if self.known.is_empty() { Ok(()) } else { write!(f, "; expected one of {}", self.known.join(", ")) }
    }
}

impl std::error::Error for UnknownWord {}
