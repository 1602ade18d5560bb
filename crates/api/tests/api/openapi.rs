//! The document: true to the routes, and complete.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Its status alone is the answer: Meta comes again after a 204, and others would take a text for a message.
const HOOK: &str = "post /hooks/{provider}/{account}";

fn document() -> Value {
    serde_json::to_value(api::document()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, Map<String, Value>)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| {
                (format!("{method} {path}"), operation.as_object().unwrap().clone())
            })
        })
        .collect()
}

fn filled(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let served = format!("{}\n", api::document().to_pretty_json().unwrap());
    let committed = include_str!("../../../../openapi/openapi.json");
    let differing =
        served.lines().zip(committed.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs);
    if let Some((line, (ours, theirs))) = differing {
        panic!(
            "openapi/openapi.json differs at line {}:\n  served    {ours}\n  committed {theirs}\nadopt it with: cargo xtask openapi",
            line + 1
        );
    }
    assert_eq!(
        served.len(),
        committed.len(),
        "openapi/openapi.json has other lines at its end; adopt it with: cargo xtask openapi"
    );
}

#[test]
fn each_operation_says_what_it_is_what_it_takes_and_what_it_refuses() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (name, operation) in operations(&document) {
        assert!(filled(operation.get("summary")), "{name} has no summary");
        assert!(filled(operation.get("description")), "{name} has no description");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name} has no single tag");
        assert!(ids.insert(operation["operationId"].to_string()), "{name} has an id that stands twice");
        for (status, response) in operation["responses"].as_object().unwrap() {
            if ["204", "302"].contains(&status.as_str()) || name == HOOK && status == "200" {
                assert!(response["content"].is_null(), "{name} {status} has no body");
                continue;
            }
            let content =
                response["content"].as_object().unwrap_or_else(|| panic!("{name} {status} has no content"));
            assert!(
                content.values().all(|content| !content["example"].is_null()),
                "{name} {status} has no example"
            );
        }
        if let Some(body) = operation.get("requestBody") {
            assert!(
                !body["content"]["application/json"]["example"].is_null(),
                "{name} has no example of a body"
            );
        }
    }
    assert!(ids.len() > 15);
}

#[test]
fn each_protected_operation_lists_the_problems_it_can_answer_with() {
    let document = document();
    for (name, operation) in operations(&document) {
        let statuses: BTreeSet<_> =
            operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
        if operation.contains_key("security") {
            assert!(
                ["401", "403", "429", "500", "503"].iter().all(|status| statuses.contains(status)),
                "{name}: {statuses:?}"
            );
        }
        assert!(
            !name.contains("{id}") || statuses.contains("404"),
            "{name} does not say what an unknown id gives"
        );
        if operation.contains_key("requestBody") {
            assert!(
                ["400", "413", "415", "422"].iter().all(|status| statuses.contains(status)),
                "{name}: {statuses:?}"
            );
        }
    }
}

#[test]
fn the_schemas_spell_words_as_the_api_does() {
    let schemas = &document()["components"]["schemas"];
    assert_eq!(schemas["Channel"]["enum"], serde_json::json!(["email", "whatsapp"]));
    assert!(schemas["ProblemCode"]["enum"].as_array().unwrap().contains(&"version.stale".into()));
}

/// utoipa-actix-web collects only what `.service(handler)` mounts: a handler that nobody mounts, or one that is mounted
/// by `.route(…)`, would be missing in the document without a word.
#[test]
fn every_handler_in_the_source_is_an_operation_of_the_document() {
    let handlers = count(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes")), &|line| {
        ["#[get(", "#[post(", "#[put(", "#[patch(", "#[delete("].iter().any(|start| line.starts_with(start))
    });
    assert_eq!(handlers, operations(&document()).len());
    let routed = count(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &|line| {
        line.contains(".route(")
    });
    assert_eq!(routed, 0, "mount handlers with .service(…)");
}

fn count(folder: &std::path::Path, wanted: &dyn Fn(&str) -> bool) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            if path.is_dir() {
                count(&path, wanted)
            } else {
                std::fs::read_to_string(&path).unwrap().lines().filter(|line| wanted(line.trim())).count()
            }
        })
        .sum()
}
