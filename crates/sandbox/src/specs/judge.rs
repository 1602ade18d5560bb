//! Counting what was judged.

use std::{collections::HashMap, path::Path};

use serde::Serialize;

use super::{load, operation::Operation};
use crate::{
    call::{Answer, Call},
    locked::Locked,
};

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

/// The specifications, ready to judge.
#[derive(Debug)]
pub(crate) struct Specs {
    /// None for an operation that the sandbox answers and no specification describes.
    operations: HashMap<String, Option<Operation>>,
    findings: Locked<Findings>,
}

impl Specs {
    /// Reads the operations that the sandbox answers; one that the specification lacks is an error.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Self> {
        let mut operations = load::brevo(folder)?;
        operations.extend(load::others(folder)?);
        Ok(Self { operations, findings: Locked::default() })
    }

    /// Judges a request. What does not even reach an operation is wrong in any case.
    pub(crate) fn judge_request(&self, call: &Call, route: Option<&str>) {
        let wrong = match route.and_then(|route| self.operations.get(route)) {
            Some(Some(operation)) => {
                self.findings.with(|findings| findings.validated += 1);
                operation.judge_request(&call.query, &call.json)
            }
            Some(None) => Vec::new(),
            None => vec!["no such operation".to_owned()],
        };
        self.complain(call, &wrong);
    }

    /// Judges our own answer.
    pub(crate) fn judge_answer(&self, call: &Call, route: &str, answer: &Answer) {
        if let Some(Some(operation)) = self.operations.get(route) {
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
