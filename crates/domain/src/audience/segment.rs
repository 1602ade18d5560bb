//! A segment: a tree of conditions. `store` translates it to SQL in one place; the SPA tells it as a sentence.

use serde::{Deserialize, Serialize};

use crate::{
    problem::{FieldError, FieldReason},
    rules::Findings,
    sources::{ContactRole, Source},
    text::words,
};

/// Deepest nesting of a segment.
const DEPTH_MAX: usize = 6;
/// Most conditions in a segment.
const CONDITIONS_MAX: usize = 50;
/// Most values in one condition.
const VALUES_MAX: usize = 200;
/// Longest value, in characters.
const VALUE_MAX: usize = 200;

words! {
    /// What a condition looks at.
    Field {
        /// Where the contact comes from: a [`Source`].
        Source = "source",
        /// What the contact is to its row: a [`ContactRole`].
        Role = "role",
        /// The client's statut; only clients have one.
        Statut = "statut",
        /// The client's type; only clients have one.
        Type = "type",
        /// The company's industry; only companies have one.
        Industry = "industry",
        /// The company's size; only companies have one.
        SizeLabel = "size_label",
        /// A campaign by WhatsApp that did not reach the person, and why: `{campaign}/{reason}`.
        Missed = "missed",
    }
}

/// One condition: the field is one of the values. A contact without the field meets no condition on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field.
    pub field: Field,
    /// The values, at least one, compared without regard to case and accents.
    pub any_of: Vec<String>,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(no_recursion))]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// Every part is met; everybody where there is none.
    All(Vec<Segment>),
    /// At least one part is met; nobody where there is none.
    Any(Vec<Segment>),
    /// The part is not met.
    Not(Box<Segment>),
    /// The condition is met.
    Is(Condition),
}

impl Default for Segment {
    /// Everybody.
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Segment {
    /// Checks the tree; `pointer` is where it stands in the body.
    ///
    /// # Errors
    /// Every wrong part, by its JSON pointer.
    pub fn check(&self, pointer: &str) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.conditions().count() > CONDITIONS_MAX {
            findings.add(pointer, FieldReason::TooMany, CONDITIONS_MAX);
        }
        self.check_part(&mut findings, pointer, 1);
        findings.verdict()
    }

    /// Every condition in it, in order.
    pub fn conditions(&self) -> Box<dyn Iterator<Item = &Condition> + '_> {
        match self {
            Self::All(parts) | Self::Any(parts) => Box::new(parts.iter().flat_map(Self::conditions)),
            Self::Not(part) => part.conditions(),
            Self::Is(condition) => Box::new(std::iter::once(condition)),
        }
    }

    fn check_part(&self, findings: &mut Findings, pointer: &str, depth: usize) {
        if depth > DEPTH_MAX {
            return findings.add(pointer, FieldReason::TooMany, DEPTH_MAX);
        }
        match self {
            Self::All(parts) => check_parts(findings, &format!("{pointer}/all"), parts, depth),
            Self::Any(parts) => check_parts(findings, &format!("{pointer}/any"), parts, depth),
            Self::Not(part) => part.check_part(findings, &format!("{pointer}/not"), depth + 1),
            Self::Is(condition) => condition.check(findings, &format!("{pointer}/is")),
        }
    }
}

fn check_parts(findings: &mut Findings, pointer: &str, parts: &[Segment], depth: usize) {
    for (index, part) in parts.iter().enumerate() {
        part.check_part(findings, &format!("{pointer}/{index}"), depth + 1);
    }
}

impl Condition {
    fn check(&self, findings: &mut Findings, pointer: &str) {
        let pointer = format!("{pointer}/any_of");
        if self.any_of.is_empty() {
            findings.add(&pointer, FieldReason::Required, "");
        }
        if self.any_of.len() > VALUES_MAX {
            findings.add(&pointer, FieldReason::TooMany, VALUES_MAX);
        }
        for (index, value) in self.any_of.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            findings.line(&pointer, value, VALUE_MAX);
            if self.field == Field::Missed && value.parse::<super::Missed>().is_err() {
                findings.add(&pointer, FieldReason::Unknown, "{campaign}/capped|unreachable|refused");
            }
            if let Some(words) = self.field.closed_list().filter(|words| !words.contains(&value.as_str())) {
                findings.add(pointer, FieldReason::Unknown, words.join(", "));
            }
        }
    }
}

impl Field {
    /// The only values that it can have, where they are ours to say.
    fn closed_list(self) -> Option<Vec<&'static str>> {
        match self {
            Self::Source => Some(Source::ALL.iter().map(|word| word.as_str()).collect()),
            Self::Role => Some(ContactRole::ALL.iter().map(|word| word.as_str()).collect()),
            Self::Statut | Self::Type | Self::Industry | Self::SizeLabel | Self::Missed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(field: Field, values: &[&str]) -> Segment {
        Segment::Is(Condition { field, any_of: values.iter().map(|value| (*value).to_owned()).collect() })
    }

    #[test]
    fn a_segment_reads_as_a_tree() {
        let json = r#"{"all":[{"is":{"field":"source","any_of":["clients"]}},{"not":{"is":{"field":"statut","any_of":["ABANDONNE"]}}}]}"#;
        let expected = Segment::All(vec![
            is(Field::Source, &["clients"]),
            Segment::Not(Box::new(is(Field::Statut, &["ABANDONNE"]))),
        ]);
        assert_eq!(serde_json::from_str::<Segment>(json).unwrap(), expected);
    }

    #[test]
    fn a_wrong_value_is_told_by_its_place_in_the_tree() {
        let segment = Segment::All(vec![is(Field::Source, &["clients", "csv"]), is(Field::Industry, &[])]);
        let errors = segment.check("/audience").unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.reason)).collect();
        assert_eq!(
            found,
            [
                ("/audience/all/0/is/any_of/1", FieldReason::Unknown),
                ("/audience/all/1/is/any_of", FieldReason::Required),
            ]
        );
    }

    #[test]
    fn a_bottomless_segment_is_refused() {
        let deep = (0..DEPTH_MAX).fold(is(Field::Type, &["CLIENT"]), |part, _| Segment::Not(Box::new(part)));
        assert!(deep.check("").is_err());
    }
}
