//! Swagger 2.0 as JSON schema (draft 4, whose superset it is).

use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::operation::Shape;

/// The shape of an operation; `closed` are the definitions for requests, `open` those for answers.
pub(crate) fn shape(operation: &Value, closed: &Value, open: &Value) -> Shape {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let body = parameters.iter().find(|parameter| parameter["in"] == "body");
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers = answers.filter_map(|(status, answer)| {
        Some((status.parse().ok()?, answer.get("schema").map(|schema| rooted(schema, open))))
    });
    Shape {
        draft: Draft::Draft4,
        query: query_schema(&parameters),
        body: body.map(|body| rooted(&body["schema"], closed)),
        answers: answers.collect(),
        parameters,
    }
}

/// Closes every object that lists its members and says nothing of others: a misspelt member is a violation.
/// Schemas under `allOf` stay open, because each of them knows only its own part.
pub(crate) fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if lists_members(members) && !members.contains_key("additionalProperties") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.iter_mut().filter(|(name, _)| *name != "allOf").for_each(|(_, value)| close(value));
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

fn lists_members(schema: &Map<String, Value>) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(|members| !members.is_empty())
        && schema.get("type").is_some_and(|kind| kind == "object")
}

/// A whole schema: the part that is meant, beside the definitions that it refers to.
fn rooted(schema: &Value, definitions: &Value) -> Value {
    json!({"allOf": [schema], "definitions": definitions})
}

/// The schema of an operation's query, as one closed object.
pub(crate) fn query_schema(parameters: &[Value]) -> Value {
    let of_query = || parameters.iter().filter(|parameter| parameter["in"] == "query");
    let properties: Map<_, _> =
        of_query().map(|parameter| (name(parameter), value_schema(parameter))).collect();
    let required: Vec<_> = of_query().filter(|parameter| parameter["required"] == true).map(name).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    // Draft 4 wants at least one name where there is a list.
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn name(parameter: &Value) -> String {
    parameter["name"].as_str().unwrap_or_default().to_owned()
}

/// What draft 4 understands of a parameter.
fn value_schema(parameter: &Value) -> Value {
    const KNOWN: [&str; 6] = ["type", "format", "enum", "minimum", "maximum", "items"];
    let known = KNOWN.iter().filter_map(|key| Some(((*key).to_owned(), parameter.get(key)?.clone())));
    Value::Object(known.collect())
}

/// A query's text, as the type that its parameter has.
pub(crate) fn typed(parameters: &[Value], name: &str, text: &str) -> Value {
    let parameter = parameters.iter().find(|parameter| parameter["name"] == name);
    match parameter.and_then(|parameter| parameter["type"].as_str()) {
        Some("integer") => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), |truth| json!(truth)),
        Some("array") => json!(text.split(',').collect::<Vec<_>>()),
        _ => json!(text),
    }
}
