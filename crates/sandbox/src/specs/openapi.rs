//! OpenAPI 3.1 as the shape of an operation: its schemas are JSON schema already (draft 2020-12).

use std::collections::BTreeMap;

use jsonschema::Draft;
use serde_json::{Map, Value};

use super::{
    operation::Shape,
    swagger::{close, query_schema},
};

/// How deep references lead at most: a specification that leads in circles is cut there.
const DEPTH_MAX: usize = 32;

/// The shape of an operation of a document; requests are closed, answers are not.
pub(crate) fn shape(operation: &Value, document: &Value) -> Shape {
    let operation = inlined(operation, document, 0);
    let parameters: Vec<_> =
        operation["parameters"].as_array().into_iter().flatten().map(flattened).collect();
    let body = operation.get("requestBody").and_then(schema).map(|mut body| {
        close(&mut body);
        body
    });
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers = answers.filter_map(|(status, answer)| Some((status.parse().ok()?, schema(answer))));
    Shape {
        draft: Draft::Draft202012,
        query: query_schema(&parameters),
        parameters,
        body,
        answers: answers.collect::<BTreeMap<_, _>>(),
    }
}

fn schema(part: &Value) -> Option<Value> {
    let json = part.pointer("/content/application~1json/schema");
    json.or_else(|| part.pointer("/content/application~1x-www-form-urlencoded/schema")).cloned()
}

/// A parameter with its type beside its name, as in Swagger 2.0.
fn flattened(parameter: &Value) -> Value {
    let own = parameter.as_object().cloned().unwrap_or_default();
    let of_schema = parameter["schema"].as_object().cloned().unwrap_or_default();
    Value::Object(own.into_iter().chain(of_schema).collect())
}

/// A part of the document with what it refers to in its place.
fn inlined(part: &Value, document: &Value, depth: usize) -> Value {
    let deeper = |part: &Value| inlined(part, document, depth + 1);
    match part {
        _ if depth > DEPTH_MAX => Value::Bool(true),
        Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
            Some(place) => document.pointer(place.trim_start_matches('#')).map_or(Value::Bool(true), deeper),
            None => members
                .iter()
                .map(|(name, value)| (name.clone(), deeper(value)))
                .collect::<Map<_, _>>()
                .into(),
        },
        Value::Array(values) => values.iter().map(deeper).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_put_in_place_and_circles_are_cut() {
        let document = json!({"components": {"a": {"b": {"$ref": "#/components/c"}}, "c": {"type": "string"},
            "round": {"inner": {"$ref": "#/components/round"}}}});
        let whole = inlined(&json!([{"$ref": "#/components/a"}]), &document, 0);
        assert_eq!(whole, json!([{"b": {"type": "string"}}]));
        assert!(inlined(&document["components"]["round"], &document, 0).is_object());
    }
}
