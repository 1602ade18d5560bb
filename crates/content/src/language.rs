//! The template language: its syntax, its variables, and a first rendering.

use std::collections::{BTreeMap, BTreeSet};

use domain::{FieldError, FieldReason, variables};
use minijinja::{Environment, Error, Template, UndefinedBehavior, Value, syntax::SyntaxConfig};

/// What one rendering may cost, in MiniJinja's instructions: ample for a long newsletter, a dead end for a loop.
const FUEL: u64 = 100_000;

/// MiniJinja's built-in functions.
const FUNCTIONS: [&str; 3] = ["range", "dict", "namespace"];

/// Tells where `source`, the text at `pointer`, does not parse or render, or which of its variables are unknown.
///
/// # Errors
/// One syntax error (parsing stops there), or every unknown variable.
pub fn check(pointer: &str, source: &str) -> Result<(), Vec<FieldError>> {
    let environment = environment();
    let template = environment.template_from_str(source).map_err(|error| broken(pointer, &error))?;
    known_variables(pointer, &template)?;
    template.render(specimen()).map_err(|error| broken(pointer, &error))?;
    Ok(())
}

/// The delimiters: MiniJinja's, but for comments.
pub(crate) fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.comment_delimiters("{##", "##}").keep_trailing_newline(true);
    // Fixed delimiters that differ from each other: MiniJinja has nothing to refuse, which the tests below hold.
    builder.build().unwrap_or_default()
}

/// Where templates are compiled: bounded, and forgiving about what a person lacks.
pub(crate) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_syntax(syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    environment
}

fn known_variables(pointer: &str, template: &Template<'_, '_>) -> Result<(), Vec<FieldError>> {
    let unknown: BTreeSet<String> =
        template.undeclared_variables(true).into_iter().filter(|name| !is_known(name)).collect();
    let errors: Vec<_> =
        unknown.iter().map(|name| FieldError::new(pointer, FieldReason::Variable, name)).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// A built-in function such as `range` counts as undeclared for MiniJinja; as a name alone it is no variable of ours.
fn is_known(name: &str) -> bool {
    variables::is_known(name) || FUNCTIONS.contains(&name)
}

/// A person with every built-in variable filled, so that filters are tried on a value.
fn specimen() -> Value {
    let mut groups: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for name in variables::VARIABLES {
        if let Some((group, field)) = name.split_once('.') {
            groups.entry(group).or_default().insert(field, "x");
        }
    }
    Value::from_pairs(groups.into_iter().map(|(group, fields)| (group, Value::from_pairs(fields))))
}

/// A template that does not parse, told by its line.
pub(crate) fn broken(pointer: &str, error: &Error) -> Vec<FieldError> {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let line = error.line().unwrap_or(1);
    vec![FieldError::new(pointer, FieldReason::Syntax, format!("{line} ({what})"))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(source: &str) -> Vec<(FieldReason, String)> {
        check("/html", source).err().unwrap_or_default().into_iter().map(|e| (e.reason, e.about)).collect()
    }

    #[test]
    fn the_form_that_the_glossary_shows_is_accepted() {
        let source = "Bonjour {{ contact.nom | default('Madame, Monsieur') }}, {{ source.code_postal }}";
        assert_eq!(reasons(source), []);
    }

    #[test]
    fn minified_style_sheets_are_no_comments() {
        assert_eq!(reasons("<style>@media screen{#main{width:100%}}.a{color:red}</style>"), []);
        assert_eq!(reasons("{## a note {{ contact.oops }} ##}"), []);
    }

    #[test]
    fn a_syntax_error_names_its_line() {
        let [(reason, about)] = &reasons("<p>\n{{ contact.nom </p>")[..] else { panic!("one error") };
        assert_eq!(*reason, FieldReason::Syntax);
        assert!(about.starts_with("2 ("), "{about}");
    }

    #[test]
    fn every_unknown_variable_is_named() {
        let unknown = reasons("{{ contact.prenom }} {% if client.age %}{{ prix }}{% endif %}");
        let names: Vec<_> = unknown.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["client.age", "contact.prenom", "prix"]);
    }

    #[test]
    fn an_unknown_filter_is_refused() {
        assert_eq!(reasons("{{ contact.nom | shout }}")[0].0, FieldReason::Syntax);
    }

    #[test]
    fn filters_are_tried_on_a_value() {
        assert_eq!(reasons("{{ contact.nom | upper | length + 1 }}"), []);
        assert_eq!(reasons("{{ contact.nom | round }}")[0].0, FieldReason::Syntax);
    }

    #[test]
    fn a_loop_without_end_runs_out_of_fuel() {
        let nested = "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}";
        assert_eq!(reasons(nested)[0].0, FieldReason::Syntax);
    }
}
