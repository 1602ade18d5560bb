//! What speaks against an e-mail, or deserves a look, before it leaves.

mod html;
mod subject;
mod variables;

use domain::{
    FieldError, Language,
    check::{Check, CheckCode, Severity},
};

use crate::{
    compile::{Parts, compile, is_blank},
    compiled::Email,
    groups::has_opt_out,
};

/// Looks at a whole e-mail: what blocks first, then warnings, then what is good to know.
#[must_use]
pub fn review(email: &Email<'_>) -> Vec<Check> {
    let mut checks = missing(email);
    // The language only words the footer: it changes no finding.
    match compile(email, Language::Fr) {
        Ok(compiled) => checks.extend(html::size(&compiled)),
        Err(errors) => checks.extend(errors.into_iter().map(broken)),
    }
    if let Ok(parts) = Parts::cut(email) {
        checks.extend(subject::look(&parts.subject));
        checks.extend(html::look(&parts.html));
        checks.extend(added(&parts));
        checks.extend(variables::look(&parts));
    }
    checks.sort_by_key(|check| check.severity);
    checks
}

fn missing(email: &Email<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    if email.subject.trim().is_empty() {
        checks.push(Check::new(CheckCode::SubjectMissing, Severity::Blocking, "", Some("/subject")));
    }
    if email.html.trim().is_empty() && email.text.unwrap_or_default().trim().is_empty() {
        checks.push(Check::new(CheckCode::ContentMissing, Severity::Blocking, "", Some("/html")));
    }
    checks
}

/// A part that does not compile; about the place, the variable, or else the kind of error.
fn broken(error: FieldError) -> Check {
    let about = if error.about.is_empty() { error.reason.to_string() } else { error.about };
    Check::new(CheckCode::TemplateBroken, Severity::Blocking, about, Some(&error.pointer))
}

/// What compiling adds.
fn added(parts: &Parts) -> Vec<Check> {
    let (html, text) = (is_blank(&parts.html), is_blank(&parts.text));
    let info = |code, pointer| Check::new(code, Severity::Info, "", Some(pointer));
    let lacks = |pieces: &[_], blank: bool| !blank && !has_opt_out(pieces);
    let mut checks = Vec::new();
    if text && !html {
        checks.push(info(CheckCode::TextMade, "/text"));
    }
    if lacks(&parts.html, html) {
        checks.push(info(CheckCode::FooterAdded, "/html"));
    }
    if lacks(&parts.text, text) {
        checks.push(info(CheckCode::FooterAdded, "/text"));
    }
    checks
}
