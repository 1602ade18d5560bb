//! The small checks that commands share. Each adds what it finds to a list, so that a caller hears everything at once.

use crate::problem::{FieldError, FieldReason};

/// Collects what is wrong with a command.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<FieldError>);

impl Findings {
    /// Adds one finding.
    pub(crate) fn add(&mut self, pointer: impl Into<String>, reason: FieldReason, about: impl ToString) {
        self.0.push(FieldError::new(pointer, reason, about));
    }

    /// Adds what another check found.
    pub(crate) fn extend(&mut self, checked: Result<(), Vec<FieldError>>) {
        self.0.extend(checked.err().unwrap_or_default());
    }

    /// A line that must hold something: at most `max` characters, no line break.
    pub(crate) fn required_line(&mut self, pointer: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.add(pointer, FieldReason::Required, "");
        }
        self.line(pointer, text, max);
    }

    /// A line that may be empty: at most `max` characters, no line break.
    pub(crate) fn line(&mut self, pointer: &str, text: &str, max: usize) {
        self.length(pointer, text, max);
        if text.chars().any(char::is_control) {
            self.add(pointer, FieldReason::Characters, "");
        }
    }

    /// A text of at most `max` characters, line breaks and tabs welcome. PostgreSQL cannot hold NUL.
    pub(crate) fn text(&mut self, pointer: &str, text: &str, max: usize) {
        self.length(pointer, text, max);
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.add(pointer, FieldReason::Characters, "");
        }
    }

    fn length(&mut self, pointer: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.add(pointer, FieldReason::TooLong, max);
        }
    }

    /// All that was found, or nothing to say.
    pub(crate) fn verdict(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
