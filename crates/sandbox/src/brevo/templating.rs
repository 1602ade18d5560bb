//! Brevo's variables, `{{ params.name }}`, as far as they are imitated: filled in once, and never evaluated again.

use serde_json::Value;

/// Fills in a text. A variable that nothing fills leaves nothing; filters and `{% … %}` are not imitated.
pub(crate) fn fill(text: &str, params: &Value) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside, after)) = next_variable(rest) {
        filled.push_str(before);
        filled.push_str(&value_of(inside, params));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (inside, after) = rest.split_once("}}")?;
    Some((before, inside.trim(), after))
}

fn value_of(expression: &str, params: &Value) -> String {
    let Some(path) = expression.strip_prefix("params.") else { return String::new() };
    match path.split('.').try_fold(params, |value, name| value.get(name.trim())) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn variables_are_filled_in_with_and_without_spaces() {
        let params = json!({"nom": "Awa", "n": 3, "a": {"b": "deep"}});
        let text = "{{params.nom}}, {{ params.n }} {{  params.a.b  }}";
        assert_eq!(fill(text, &params), "Awa, 3 deep");
    }

    #[test]
    fn what_nothing_fills_leaves_nothing_and_what_is_no_variable_stays() {
        let text = "[{{ params.missing }}][{{ contact.NAME }}] {{ open { css } {%raw%}";
        assert_eq!(fill(text, &json!({})), "[][] {{ open { css } {%raw%}");
    }

    proptest::proptest! {
        /// Whatever a value holds, its reader sees it as it is, and nothing around it changes.
        #[test]
        fn every_value_is_shown_as_it_is(value: String, before in "[^{]*", after in "[^{]*") {
            let filled = fill(&format!("{before}{{{{ params.v }}}}{after}"), &json!({"v": value}));
            proptest::prop_assert_eq!(filled, format!("{before}{value}{after}"));
        }
    }

    #[test]
    fn a_value_is_never_evaluated_again() {
        assert_eq!(fill("{{params.a}}", &json!({"a": "{{params.b}}", "b": "x"})), "{{params.b}}");
    }
}
