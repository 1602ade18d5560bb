//! Expressions that are a bare variable, perhaps with a default: nearly all there are, filled without MiniJinja.

use minijinja::{
    HtmlEscape,
    machinery::{Token, tokenize},
};

use crate::{compiled::Form, language::syntax, variables::Variables};

/// `{{ group.name }}` or `{{ group.name | default('…') }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Simple {
    /// The group.
    pub(crate) group: String,
    /// The name within it.
    pub(crate) name: String,
    /// What is shown when it is missing.
    pub(crate) default: Option<String>,
}

impl Simple {
    /// Reads a template; none where it is anything else.
    pub(crate) fn read(source: &str) -> Option<Self> {
        let tokens: Vec<_> =
            tokenize(source, false, syntax()).map(|token| Some(token.ok()?.0)).collect::<Option<_>>()?;
        let [
            Token::VariableStart,
            Token::Ident(group),
            Token::Dot,
            Token::Ident(name),
            rest @ ..,
            Token::VariableEnd,
        ] = &tokens[..]
        else {
            return None;
        };
        let (group, name, default) = ((*group).to_owned(), (*name).to_owned(), read_default(rest)?);
        Some(Self { group, name, default })
    }

    /// The value for a person, exactly as MiniJinja would write it.
    pub(crate) fn fill(&self, person: &Variables, form: Form) -> String {
        let value = person.get(&self.group, &self.name).map(|value| value.to_string());
        let text = value.as_deref().or(self.default.as_deref()).unwrap_or_default();
        if form == Form::Html { HtmlEscape(text).to_string() } else { text.to_owned() }
    }
}

/// The default, if there is one; none where something else stands there.
fn read_default(rest: &[Token<'_>]) -> Option<Option<String>> {
    match rest {
        [] => Some(None),
        [Token::Pipe, Token::Ident("default" | "d"), Token::ParenOpen, text, Token::ParenClose] => match text
        {
            Token::Str(text) => Some(Some((*text).to_owned())),
            Token::String(text) => Some(Some(text.to_string())),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use minijinja::AutoEscape;
    use proptest::prelude::*;

    use super::*;
    use crate::language::environment;

    #[test]
    fn anything_more_than_a_variable_is_left_to_minijinja() {
        for source in [
            "{{ a.b | upper }}",
            "{{ a }}",
            "{{ a.b.c }}",
            "{{ a.b | default(c) }}",
            "{% if a.b %}{% endif %}",
        ] {
            assert_eq!(Simple::read(source), None, "{source}");
        }
        assert!(Simple::read("{{ a.b|default(\"c\") }}").is_some());
    }

    fn values() -> impl Strategy<Value = serde_json::Value> {
        prop_oneof![
            ".{0,12}".prop_map(serde_json::Value::from),
            "[<>&\"'/ é]{0,5}".prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<u64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_map(serde_json::Value::from),
            any::<bool>().prop_map(serde_json::Value::from),
            Just(serde_json::json!([1, "a"])),
        ]
    }

    proptest! {
        #[test]
        fn it_is_filled_exactly_as_minijinja_would(
            value in prop::option::of(values()),
            default in prop::option::of("[a-z<&\"/é\\\\n{}]{0,6}"),
            html in any::<bool>(),
        ) {
            let filter = default.map(|text| format!("| default({text:?})")).unwrap_or_default();
            let source = format!("{{{{ contact.nom {filter} }}}}");
            let mut person = Variables::default();
            if let Some(value) = value {
                person.set("contact", "nom", value);
            }
            let mut minijinja = environment();
            minijinja.set_auto_escape_callback(move |_| if html { AutoEscape::Html } else { AutoEscape::None });
            let expected = minijinja.render_str(&source, person.context()).unwrap();
            let form = if html { Form::Html } else { Form::Text };
            prop_assert_eq!(Simple::read(&source).unwrap().fill(&person, form), expected);
        }
    }
}
