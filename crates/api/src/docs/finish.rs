//! What every operation of a kind shares: its problems, grouped by status, and its examples.

use std::collections::BTreeMap;

use domain::{Language, Problem, ProblemCode, problem::MEDIA_TYPE};
use serde_json::Value;
use utoipa::openapi::{
    Content, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    path::{Operation, ParameterIn, PathItem},
};

use super::examples::{self, Example};

/// The extension by which a handler names the problems of its own.
const PROBLEMS: &str = "x-problems";

pub(super) fn finish(mut document: OpenApi) -> OpenApi {
    let examples = examples::all();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            add_problems(operation);
            add_examples(operation, &examples);
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn add_problems(operation: &mut Operation) {
    let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    for code in shared(operation).into_iter().chain(own(operation)) {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        operation.responses.responses.insert(status.to_string(), RefOr::T(response(&codes)));
    }
}

/// Problems that follow from how the operation is called.
fn shared(operation: &Operation) -> Vec<ProblemCode> {
    use ProblemCode as P;
    let has = |name: &str| parameters(operation).any(|(_, given)| given == name);
    let mut codes = Vec::new();
    if operation.security.is_some() {
        codes.extend([P::TokenInvalid, P::PermissionDenied, P::RequestRateLimited]);
        codes.extend([P::RequestTimeout, P::DatabaseUnavailable, P::ServerFailed]);
    }
    if operation.request_body.is_some() {
        codes.extend([P::RequestMalformed, P::RequestInvalid, P::RequestTooLarge, P::RequestMediaType]);
    } else if parameters(operation).any(|(place, _)| *place == ParameterIn::Query) {
        codes.push(P::RequestInvalid);
    }
    if has("cursor") {
        codes.push(P::CursorInvalid);
    }
    if has("If-Match") {
        codes.extend([P::VersionRequired, P::VersionStale]);
    }
    if has("Idempotency-Key") {
        codes.extend([P::IdempotencyInvalid, P::IdempotencyReused]);
    }
    codes
}

fn parameters(operation: &Operation) -> impl Iterator<Item = (&ParameterIn, &str)> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some((&parameter.parameter_in, parameter.name.as_str())),
        RefOr::Ref(_) => None,
    })
}

fn own(operation: &Operation) -> Vec<ProblemCode> {
    let named = operation.extensions.as_ref().and_then(|extensions| extensions.get(PROBLEMS));
    let words = named.and_then(|value| value.as_array()).into_iter().flatten();
    words.filter_map(|word| word.as_str()?.parse().ok()).collect()
}

fn response(codes: &[ProblemCode]) -> Response {
    let named: Vec<_> = codes.iter().map(|code| format!("`{code}`: {}", code.title(Language::En))).collect();
    let example =
        codes.first().map(|code| Problem::new(*code, Language::En, "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50"));
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .example(example.and_then(|problem| serde_json::to_value(problem).ok()))
        .build();
    ResponseBuilder::new().description(named.join("; ")).content(MEDIA_TYPE, content).build()
}

fn add_examples(operation: &mut Operation, examples: &BTreeMap<&'static str, Example>) {
    let Some(example) = operation.operation_id.as_deref().and_then(|id| examples.get(id)) else { return };
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        show(body.content.values_mut(), example.request.as_ref());
    }
    for (status, response) in &mut operation.responses.responses {
        match response {
            RefOr::T(response) if status.starts_with('2') => {
                show(response.content.values_mut(), example.response.as_ref());
            }
            RefOr::T(response) => show_page(response),
            RefOr::Ref(_) => {}
        }
    }
}

/// What goes wrong on a public path is told by a page.
fn show_page(response: &mut Response) {
    if let Some(RefOr::T(content)) = response.content.get_mut("text/html") {
        content.example = Some(examples::PAGE.into());
    }
}

fn show<'a>(contents: impl Iterator<Item = &'a mut RefOr<Content>>, example: Option<&Value>) {
    for content in contents {
        if let RefOr::T(content) = content {
            content.example = example.cloned();
        }
    }
}
