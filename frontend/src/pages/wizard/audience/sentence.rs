//! A segment as a sentence.

use domain::audience::{Condition, Field, Segment};

use crate::{
    i18n::{Locale, td_string},
    words,
};

/// « Clients, statut Actif, type Client fidèle ; entreprises, secteur BTP ou Industrie ».
pub(crate) fn of(l: Locale, segment: &Segment) -> String {
    match segment {
        Segment::All(parts) if parts.is_empty() => td_string!(l, audience.everybody).to_owned(),
        Segment::All(parts) => join(l, parts, ", "),
        Segment::Any(parts) => join(l, parts, td_string!(l, audience.as_well)),
        Segment::Not(part) => td_string!(l, audience.not, part = of(l, part)).to_string(),
        Segment::Is(condition) => is(l, condition),
    }
}

fn join(l: Locale, parts: &[Segment], by: &str) -> String {
    parts.iter().map(|part| of(l, part)).collect::<Vec<_>>().join(by)
}

fn is(l: Locale, condition: &Condition) -> String {
    let Condition { field, any_of } = condition;
    let values: Vec<_> = any_of.iter().map(|value| words::value(l, *field, value)).collect();
    let values = values.join(td_string!(l, audience.or));
    match field {
        // A source names itself, and so do those whom a campaign missed.
        Field::Source | Field::Missed => values,
        Field::Role | Field::Statut | Field::Type | Field::Industry | Field::SizeLabel => {
            td_string!(l, audience.field_is, field = words::field(l, *field).to_lowercase(), values = values)
                .to_string()
        }
    }
}
