//! SendGrid's substitutions: each key is replaced wherever it stands, as it is, one after the other.

use serde_json::Value;

/// Fills in a text.
pub(crate) fn fill(text: &str, substitutions: &Value) -> String {
    let all = substitutions.as_object().into_iter().flatten();
    all.fold(text.to_owned(), |text, (key, value)| text.replace(key, value.as_str().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_key_is_replaced_wherever_it_stands_without_escaping() {
        let filled = fill("-a- %b% -a- {{c}}", &json!({"-a-": "<b>&", "%b%": "1"}));
        assert_eq!(filled, "<b>& 1 <b>& {{c}}");
    }
}
