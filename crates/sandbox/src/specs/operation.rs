//! One operation of the specification, ready to judge.

use std::collections::BTreeMap;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::swagger::typed;

/// The schemas of an operation.
#[derive(Debug)]
pub(crate) struct Operation {
    parameters: Vec<Value>,
    query: Validator,
    body: Option<Validator>,
    /// By status; none where an answer has no body.
    answers: BTreeMap<u16, Option<Validator>>,
}

/// What a specification says of an operation, whatever its own form.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) draft: Draft,
    pub(crate) parameters: Vec<Value>,
    /// The schema of the query, as one closed object.
    pub(crate) query: Value,
    pub(crate) body: Option<Value>,
    /// By status; none where an answer has no body.
    pub(crate) answers: BTreeMap<u16, Option<Value>>,
}

impl Operation {
    /// Makes an operation of its shape.
    pub(crate) fn new(shape: Shape) -> anyhow::Result<Self> {
        let validator = |schema: &Value| validator(schema, shape.draft);
        let mut answers = BTreeMap::new();
        for (status, schema) in &shape.answers {
            answers.insert(*status, schema.as_ref().map(validator).transpose()?);
        }
        let query = validator(&shape.query)?;
        let body = shape.body.as_ref().map(validator).transpose()?;
        Ok(Self { parameters: shape.parameters, query, body, answers })
    }

    /// What is wrong with a request.
    pub(crate) fn judge_request(&self, query: &str, body: &Result<Value, String>) -> Vec<String> {
        let mut complaints = complaints("query", &self.query, &self.query_of(query));
        if let Some(schema) = &self.body {
            match body {
                Ok(body) => complaints.extend(self::complaints("body", schema, body)),
                Err(error) => complaints.push(format!("body: {error}")),
            }
        }
        complaints
    }

    /// What is wrong with our own answer. Statuses that the specification is silent about are not judged.
    pub(crate) fn judge_answer(&self, status: u16, body: Option<&Value>) -> Vec<String> {
        match (self.answers.get(&status), body) {
            (Some(Some(schema)), Some(body)) => complaints("answer", schema, body),
            (Some(Some(_)), None) => vec![format!("answer: {status} without the body it should have")],
            (Some(None) | None, _) => Vec::new(),
        }
    }

    fn query_of(&self, query: &str) -> Value {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let typed = |(name, text): (String, String)| (name.clone(), typed(&self.parameters, &name, &text));
        Value::Object(pairs.into_iter().map(typed).collect::<Map<_, _>>())
    }
}

fn validator(schema: &Value, draft: Draft) -> anyhow::Result<Validator> {
    let options = jsonschema::options().with_draft(draft).should_validate_formats(true);
    options.build(schema).map_err(|error| anyhow::anyhow!("a schema of the specification: {error}"))
}

fn complaints(part: &str, schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{part}{}: {error}", error.instance_path())).collect()
}
