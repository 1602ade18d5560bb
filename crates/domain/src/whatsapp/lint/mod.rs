//! A look at a template before it is handed in: what Meta would refuse, at its place in the text. Runs in the browser too.

mod buttons;
mod code;
mod frame;
mod pieces;
#[cfg(test)]
mod tests;
mod variables;

pub use code::{LintCode, LintFinding, Span};

use code::Report;
use variables::Naming;

use super::{BODY_MAX, TemplateButton, TemplateCategory, TemplateContent};
use crate::provider::Provider;

/// Everything that speaks against handing the template in to `provider`, what blocks first. The text of another template that says
/// the same is nothing that a content alone can tell: see [`LintFinding::duplicate`].
#[must_use]
pub fn lint(content: &TemplateContent, provider: Provider) -> Vec<LintFinding> {
    let mut report = Report::default();
    identity(&mut report, content);
    frame::header(&mut report, content, provider);
    body(&mut report, content, provider);
    frame::footer(&mut report, content);
    buttons::check(&mut report, &content.buttons);
    variables::examples(&mut report, content);
    advice(&mut report, content, provider);
    report.0.sort_by_key(|finding| finding.severity);
    report.0
}

impl LintFinding {
    /// That another template of the account, of this name, has the same text and footer.
    #[must_use]
    pub fn duplicate(name: &str) -> Self {
        let mut report = Report::default();
        report.block(LintCode::Duplicate, "/body", None, name);
        report.0.remove(0)
    }

    /// Whether nothing is handed in until it is corrected.
    #[must_use]
    pub fn is_blocking(&self) -> bool {
        self.severity == crate::check::Severity::Blocking
    }
}

fn identity(report: &mut Report, content: &TemplateContent) {
    let wrong: Vec<_> = content.check().err().unwrap_or_default();
    for (pointer, code) in [("/name", LintCode::NameInvalid), ("/language", LintCode::LanguageInvalid)] {
        if wrong.iter().any(|error| error.pointer == pointer) {
            report.block(code, pointer, None, "");
        }
    }
    if content.category == TemplateCategory::Authentication {
        report.block(LintCode::CategoryAuthentication, "/category", None, "");
    }
}

fn body(report: &mut Report, content: &TemplateContent, provider: Provider) {
    if content.body.trim().is_empty() {
        report.block(LintCode::BodyMissing, "/body", None, "");
        return;
    }
    report.length(LintCode::BodyLong, "/body", &content.body, BODY_MAX);
    variables::of_text(report, "/body", &content.body, (Naming::of(content), provider));
    let filled = pieces::filled(&content.body, &content.examples).chars().count();
    if filled > BODY_MAX && content.body.chars().count() <= BODY_MAX {
        report.warn(LintCode::BodyLongFilled, "/body", None, filled);
    }
}

fn advice(report: &mut Report, content: &TemplateContent, provider: Provider) {
    let opts_out =
        |button: &TemplateButton| matches!(button, TemplateButton::QuickReply { opts_out: true, .. });
    let tells = content.footer.iter().chain([&content.body]).any(|text| text.to_uppercase().contains("STOP"));
    let is_marketing = content.category == TemplateCategory::Marketing;
    if is_marketing && !tells && !content.buttons.iter().any(opts_out) {
        report.warn(LintCode::OptOutMissing, "/buttons", None, "");
    }
    let variables = content.variables();
    if provider == Provider::Twilio && !variables.is_empty() {
        let places: Vec<_> = (1..).zip(&variables).map(|(place, name)| format!("{place} = {name}")).collect();
        report.inform(LintCode::Positional, "/body", places.join(", "));
    }
}
