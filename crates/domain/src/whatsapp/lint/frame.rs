//! What stands above and below the text.

use super::{
    code::{LintCode, Report, Span},
    pieces::{Kind, pieces},
    variables::{self, Naming},
};
use crate::{
    provider::Provider,
    whatsapp::{TemplateContent, TemplateHeader, message::LINE_MAX},
};

pub(super) fn header(report: &mut Report, content: &TemplateContent, provider: Provider) {
    match &content.header {
        Some(TemplateHeader::Text { text }) => line(report, text, provider),
        Some(TemplateHeader::Media { media, example_url })
            if !is_web(example_url, &["https://"]) || media.refuses(example_url).is_some() =>
        {
            report.block(LintCode::HeaderMedia, "/header/example_url", None, "");
        }
        Some(TemplateHeader::Media { .. }) | None => {}
    }
}

fn line(report: &mut Report, text: &str, provider: Provider) {
    let pointer = "/header/text";
    if text.trim().is_empty() {
        report.block(LintCode::HeaderMissing, pointer, None, "");
    }
    report.length(LintCode::HeaderLong, pointer, text, LINE_MAX);
    let pieces = pieces(text);
    variables::names(report, pointer, &pieces, (Naming::Words, provider));
    let second = pieces.iter().filter(|piece| matches!(piece.kind, Kind::Variable(_))).nth(1);
    if let Some(piece) = second {
        report.block(LintCode::HeaderVariables, pointer, Some(piece.span), "");
    }
    for piece in &pieces {
        let Kind::Text(words) = piece.kind else { continue };
        if let Some(at) = words.chars().position(|c| matches!(c, '*' | '_' | '~' | '`') || c.is_control()) {
            let from = piece.span.from + at;
            report.block(LintCode::HeaderFormatted, pointer, Some(Span { from, to: from + 1 }), "");
        }
    }
}

pub(super) fn footer(report: &mut Report, content: &TemplateContent) {
    let Some(footer) = &content.footer else { return };
    let pointer = "/footer";
    if footer.trim().is_empty() {
        report.block(LintCode::FooterMissing, pointer, None, "");
    }
    report.length(LintCode::FooterLong, pointer, footer, LINE_MAX);
    let variable = pieces(footer).into_iter().find(|piece| !matches!(piece.kind, Kind::Text(_)));
    if let Some(piece) = variable {
        report.block(LintCode::FooterVariable, pointer, Some(piece.span), "");
    }
}

/// Whether it is an address on the web by one of these schemes, with nothing in it that is filled or blank.
pub(super) fn is_web(address: &str, schemes: &[&str]) -> bool {
    let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', '?', '#', '.'])
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}'))
    })
}
