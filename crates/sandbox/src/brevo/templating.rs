//! Brevo's variables, `{{ params.name }}`, as far as they are imitated: filled in once, and never evaluated again.
//!
//! Values are escaped for HTML, as Brevo's template language does unless `{% autoescape off %}` says otherwise
//! (help.brevo.com, article 360018252080).

use std::borrow::Cow;

use serde_json::Value;

/// Fills in a text. A variable that nothing fills leaves nothing; filters and other `{% … %}` are not imitated.
pub(crate) fn fill(text: &str, params: &Value) -> String {
    let mut filled = String::with_capacity(text.len());
    let (mut rest, mut escaping) = (text, true);
    while let Some((before, construct, after)) = next_construct(rest) {
        filled.push_str(before);
        match construct {
            Construct::Value(expression) => filled.push_str(&shown(value_of(expression, params), escaping)),
            Construct::Autoescape(on) => escaping = on,
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

enum Construct<'t> {
    Value(&'t str),
    Autoescape(bool),
}

/// The first construct that is imitated, with what stands before and after it.
fn next_construct(text: &str) -> Option<(&str, Construct<'_>, &str)> {
    let value = delimited(text, 0, "{{", "}}").map(|(at, inside, end)| (at, Construct::Value(inside), end));
    let switch = next_switch(text);
    let (at, construct, end) = [value, switch].into_iter().flatten().min_by_key(|(at, ..)| *at)?;
    Some((&text[..at], construct, &text[end..]))
}

fn next_switch(text: &str) -> Option<(usize, Construct<'_>, usize)> {
    let mut from = 0;
    while let Some((at, inside, end)) = delimited(text, from, "{%", "%}") {
        match inside {
            "autoescape off" => return Some((at, Construct::Autoescape(false), end)),
            "autoescape on" | "endautoescape" => return Some((at, Construct::Autoescape(true), end)),
            _ => from = at + 2,
        }
    }
    None
}

/// Where a construct begins, what is inside without blanks around it, and where it ends.
fn delimited<'t>(text: &'t str, from: usize, open: &str, close: &str) -> Option<(usize, &'t str, usize)> {
    let at = from + text[from..].find(open)?;
    let inside = at + open.len();
    let end = inside + text[inside..].find(close)?;
    Some((at, text[inside..end].trim(), end + close.len()))
}

fn value_of<'p>(expression: &str, params: &'p Value) -> Cow<'p, str> {
    let Some(path) = expression.strip_prefix("params.") else { return Cow::Borrowed("") };
    match path.split('.').try_fold(params, |value, name| value.get(name.trim())) {
        Some(Value::String(text)) => Cow::Borrowed(text),
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(other) => Cow::Owned(other.to_string()),
    }
}

fn shown(value: Cow<'_, str>, escaping: bool) -> Cow<'_, str> {
    if !escaping || !value.contains(['&', '<', '>', '"', '\'']) {
        return value;
    }
    let escaped = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(escaped.replace('"', "&quot;").replace('\'', "&#39;"))
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

    #[test]
    fn a_value_is_never_evaluated_again() {
        assert_eq!(fill("{{params.a}}", &json!({"a": "{{params.b}}", "b": "x"})), "{{params.b}}");
    }

    #[test]
    fn values_are_escaped_unless_the_text_says_otherwise() {
        let params = json!({"a": "<b>\"&'"});
        let escaped = "&lt;b&gt;&quot;&amp;&#39;";
        assert_eq!(fill("{{params.a}}", &params), escaped);
        let text = "{% autoescape off %}{{params.a}}{% if x %}{% endautoescape %}|{{params.a}}";
        assert_eq!(fill(text, &params), format!("<b>\"&'{{% if x %}}|{escaped}"));
    }
}
