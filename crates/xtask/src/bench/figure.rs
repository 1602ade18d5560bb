//! What was measured, and what was to be.

use serde_json::{Value, json};

/// A figure.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) what: String,
    pub(super) value: f64,
    pub(super) unit: &'static str,
    pub(super) target: Option<Target>,
}

/// What a figure is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Figure {
    pub(super) fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit, target: None }
    }

    pub(super) fn at_least(self, least: f64) -> Self {
        Self { target: Some(Target::AtLeast(least)), ..self }
    }

    pub(super) fn at_most(self, most: f64) -> Self {
        Self { target: Some(Target::AtMost(most)), ..self }
    }

    /// None where there is nothing to hold.
    pub(super) fn is_held(&self) -> Option<bool> {
        self.target.map(|target| match target {
            Target::AtLeast(least) => self.value >= least,
            Target::AtMost(most) => self.value <= most,
        })
    }

    /// As people read it: `12,345 messages/s`.
    pub(super) fn shown(&self) -> String {
        format!("{} {}", number(self.value), self.unit)
    }

    pub(super) fn json(&self) -> Value {
        let (least, most) = match self.target {
            Some(Target::AtLeast(least)) => (Some(least), None),
            Some(Target::AtMost(most)) => (None, Some(most)),
            None => (None, None),
        };
        json!({"what": self.what, "value": self.value, "unit": self.unit, "at_least": least, "at_most": most, "held": self.is_held()})
    }
}

/// Three figures that tell, thousands apart.
pub(super) fn number(value: f64) -> String {
    if value.abs() < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let cut = digits.len() % 3;
    let mut groups: Vec<_> = (cut..digits.len()).step_by(3).map(|start| &digits[start..start + 3]).collect();
    if cut > 0 {
        groups.insert(0, &digits[..cut]);
    }
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_people_read_them() {
        assert_eq!(
            [1.04, 99.96, 100.0, 1_234.5, 1_000_000.0].map(number),
            ["1.0", "100.0", "100", "1,234", "1,000,000"]
        );
    }

    #[test]
    fn a_figure_holds_its_target_up_to_the_target_itself() {
        let figure = |value| Figure::new("", value, "");
        assert_eq!(figure(50.0).at_most(50.0).is_held(), Some(true));
        assert_eq!(figure(50.1).at_most(50.0).is_held(), Some(false));
        assert_eq!(figure(49.9).at_least(50.0).is_held(), Some(false));
        assert_eq!(figure(1.0).is_held(), None);
    }
}
