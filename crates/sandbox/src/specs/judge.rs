//! Counting what was judged.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::Value;

use super::{operation::Operation, overlay, swagger};
use crate::{
    brevo::{self, Answer, Call},
    locked::Locked,
};

/// Name of Brevo's specification in the folder.
const BREVO: &str = "brevo-go-swagger.yaml";
/// Violations that are kept word by word.
const KEPT: usize = 100;
/// Characters of a violation that are kept: a wrong value may be a whole message.
const KEPT_CHARS: usize = 400;

/// What the judge has found.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Findings {
    /// Requests that were held against the specification.
    pub(crate) validated: usize,
    /// Requests and answers with something wrong.
    pub(crate) violations: usize,
    /// The first of them.
    pub(crate) first: Vec<String>,
}

/// The specification, ready to judge.
#[derive(Debug)]
pub(crate) struct Specs {
    operations: HashMap<String, Operation>,
    findings: Locked<Findings>,
}

impl Specs {
    /// Reads the operations that the sandbox answers; one that the specification lacks is an error.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(BREVO);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("--specs: {} cannot be read", path.display()))?;
        let document: Value = serde_saphyr::from_str(&text)
            .map_err(|error| anyhow::anyhow!("--specs: {} is no YAML: {error}", path.display()))?;
        let open = document["definitions"].clone();
        let mut closed = open.clone();
        overlay::fill_gaps(&mut closed);
        closed.as_object_mut().into_iter().flatten().for_each(|(_, schema)| swagger::close(schema));
        let mut operations = HashMap::new();
        for route in brevo::routes() {
            let operation = &document["paths"][route.path][route.method.to_lowercase()];
            if operation.is_null() {
                bail!("--specs: {} knows no {}", path.display(), route.name());
            }
            operations.insert(route.name(), Operation::read(operation, &closed, &open)?);
        }
        Ok(Self { operations, findings: Locked::default() })
    }

    /// Judges a request. What does not even reach an operation is wrong in any case.
    pub(crate) fn judge_request(&self, call: &Call, route: Option<&str>) {
        let operation = route.and_then(|route| self.operations.get(route));
        let wrong = match operation {
            Some(operation) => operation.judge_request(&call.query, &call.json),
            None => vec!["no such operation".to_owned()],
        };
        self.findings.with(|findings| findings.validated += usize::from(operation.is_some()));
        self.complain(call, &wrong);
    }

    /// Judges our own answer.
    pub(crate) fn judge_answer(&self, call: &Call, route: &str, answer: &Answer) {
        if let Some(operation) = self.operations.get(route) {
            self.complain(call, &operation.judge_answer(answer.status, answer.body.as_ref()));
        }
    }

    fn complain(&self, call: &Call, wrong: &[String]) {
        if wrong.is_empty() {
            return;
        }
        let text: String =
            format!("{} {}: {}", call.method, call.path, wrong.join("; ")).chars().take(KEPT_CHARS).collect();
        tracing::error!(violation = text, "against the provider's specification");
        self.findings.with(|findings| {
            findings.violations += 1;
            if findings.first.len() < KEPT {
                findings.first.push(text);
            }
        });
    }

    pub(crate) fn figures(&self) -> Findings {
        self.findings.with(|findings| findings.clone())
    }

    /// Whether a run that was to be judged passes.
    pub(crate) fn verdict(&self) -> Result<(), String> {
        let findings = self.figures();
        if findings.validated == 0 {
            return Err("--specs was given, and not one request was validated".to_owned());
        }
        match findings.violations {
            0 => Ok(()),
            many => {
                Err(format!("{many} violations of the specification, first: {}", findings.first.join("\n")))
            }
        }
    }
}
