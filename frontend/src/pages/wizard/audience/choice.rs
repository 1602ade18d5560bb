//! What the fields of the step say, and the segment that it is.
//!
//! Statut and type belong to clients, industry and size to companies: each source has its own conditions, all of which are met, and
//! several sources are taken together.

use domain::{
    audience::{Condition, Field, Segment},
    sources::{ContactRole, Source},
};

/// One field of a source with the values that were chosen; none is any.
pub(super) type Chosen = (Field, Vec<String>);

/// The sources that were chosen, in the order of [`Source`], each with its conditions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    groups: Vec<(Source, Vec<Chosen>)>,
}

/// The roles of key contacts.
const KEY: [ContactRole; 2] = [ContactRole::Administrateur, ContactRole::ContactInterne];

/// The fields that contacts of a source have.
pub(super) const fn fields(source: Source) -> &'static [Field] {
    match source {
        Source::Clients => &[Field::Role, Field::Statut, Field::Type],
        Source::Companies => &[Field::Industry, Field::SizeLabel],
        Source::Import => &[],
    }
}

fn is(field: Field, any_of: Vec<String>) -> Segment {
    Segment::Is(Condition { field, any_of })
}

impl Choice {
    /// Whether the source is chosen.
    pub(super) fn has(&self, source: Source) -> bool {
        self.groups.iter().any(|(chosen, _)| *chosen == source)
    }

    /// Puts the source in or out.
    pub(super) fn toggle(&mut self, source: Source) {
        if self.has(source) {
            self.groups.retain(|(chosen, _)| *chosen != source);
        } else {
            self.groups.push((source, Vec::new()));
            self.groups.sort_by_key(|(source, _)| *source);
        }
    }

    /// The values that are chosen of a field.
    pub(super) fn values(&self, source: Source, field: Field) -> &[String] {
        let group = self.groups.iter().find(|(chosen, _)| *chosen == source);
        let values = group.and_then(|(_, conditions)| conditions.iter().find(|(of, _)| *of == field));
        values.map(|(_, values)| values.as_slice()).unwrap_or_default()
    }

    /// Chooses these values of a field; none for any.
    pub(super) fn choose(&mut self, source: Source, field: Field, values: Vec<String>) {
        let Some((_, conditions)) = self.groups.iter_mut().find(|(chosen, _)| *chosen == source) else {
            return;
        };
        conditions.retain(|(of, _)| *of != field);
        if !values.is_empty() {
            conditions.push((field, values));
        }
        conditions.sort_by_key(|(field, _)| *field);
    }

    /// Whether only key contacts are meant.
    pub(super) fn is_key_only(&self) -> bool {
        !self.values(Source::Clients, Field::Role).is_empty()
    }

    /// Means key contacts only, or everybody.
    pub(super) fn key_only(&mut self, only: bool) {
        let roles = if only { KEY.map(|role| role.as_str().to_owned()).to_vec() } else { Vec::new() };
        self.choose(Source::Clients, Field::Role, roles);
    }

    /// The segment; none while no source is chosen.
    pub(super) fn segment(&self) -> Option<Segment> {
        let mut groups: Vec<Segment> =
            self.groups.iter().map(|(source, conditions)| group(*source, conditions)).collect();
        match groups.len() {
            0 | 1 => groups.pop(),
            _ => Some(Segment::Any(groups)),
        }
    }

    /// What the fields show of a segment; nothing where they cannot show all of it.
    pub(super) fn of(segment: &Segment) -> Option<Self> {
        let parts = match segment {
            Segment::Any(parts) => parts.as_slice(),
            whole => std::slice::from_ref(whole),
        };
        let choice = Self { groups: parts.iter().map(ungroup).collect::<Option<_>>()? };
        (choice.segment().as_ref() == Some(segment)).then_some(choice)
    }
}

fn group(source: Source, conditions: &[Chosen]) -> Segment {
    let source = is(Field::Source, vec![source.as_str().to_owned()]);
    let conditions = conditions.iter().map(|(field, values)| is(*field, values.clone()));
    Segment::All(std::iter::once(source).chain(conditions).collect())
}

fn ungroup(segment: &Segment) -> Option<(Source, Vec<Chosen>)> {
    let Segment::All(parts) = segment else { return None };
    let mut conditions = parts.iter().map(|part| match part {
        Segment::Is(condition) => Some(condition),
        _ => None,
    });
    let source = conditions.next()??;
    let [source] = source.any_of.as_slice() else { return None };
    let source: Source = source.parse().ok()?;
    let of_source = |condition: &Condition| {
        let known = fields(source).contains(&condition.field) && !condition.any_of.is_empty();
        known.then(|| (condition.field, condition.any_of.clone()))
    };
    let conditions = conditions.map(|condition| condition.and_then(of_source)).collect::<Option<_>>()?;
    Some((source, conditions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn nobody_is_chosen_until_a_source_is() {
        assert_eq!(Choice::default().segment(), None);
    }

    #[test]
    fn whatever_is_chosen_comes_back_from_its_segment() {
        let mut choice = Choice::default();
        for source in [Source::Import, Source::Companies, Source::Clients] {
            choice.toggle(source);
            choice.choose(Source::Companies, Field::SizeLabel, chosen(&["11-50"]));
            choice.choose(Source::Companies, Field::Industry, chosen(&["BTP", "Industrie"]));
            choice.choose(Source::Clients, Field::Statut, chosen(&["ACTIF"]));
            choice.key_only(true);
            assert_eq!(Choice::of(&choice.segment().unwrap()).as_ref(), Some(&choice));
        }
        assert!(choice.is_key_only());
    }

    #[test]
    fn a_single_source_is_a_plain_list_of_conditions() {
        let mut choice = Choice::default();
        choice.toggle(Source::Clients);
        choice.choose(Source::Clients, Field::Type, chosen(&["CLIENT"]));
        let expected = r#"{"all":[{"is":{"field":"source","any_of":["clients"]}},{"is":{"field":"type","any_of":["CLIENT"]}}]}"#;
        assert_eq!(serde_json::to_string(&choice.segment()).unwrap(), expected);
    }

    #[test]
    fn a_source_that_is_put_out_takes_its_conditions_along() {
        let mut choice = Choice::default();
        choice.toggle(Source::Clients);
        choice.key_only(true);
        choice.toggle(Source::Clients);
        choice.toggle(Source::Clients);
        assert!(!choice.is_key_only());
    }

    #[test]
    fn a_segment_that_the_fields_cannot_show_is_left_alone() {
        let clients = is(Field::Source, chosen(&["clients"]));
        let foreign = [
            Segment::default(),
            Segment::Not(Box::new(clients.clone())),
            Segment::All(vec![is(Field::Source, chosen(&["clients", "companies"]))]),
            Segment::All(vec![clients.clone(), is(Field::Industry, chosen(&["BTP"]))]),
            Segment::All(vec![clients.clone(), Segment::Any(vec![clients])]),
        ];
        for segment in foreign {
            assert_eq!(Choice::of(&segment), None, "{segment:?}");
        }
    }
}
