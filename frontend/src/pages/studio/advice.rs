//! What Meta would refuse, told at its place in the text: the rules of the domain, in the browser.

use std::sync::Arc;

use domain::{
    provider::{AccountId, Provider},
    whatsapp::{LintFinding, Span, TemplateContent, TemplateHeader, lint},
};
use leptos::prelude::*;

use super::draft::Studio;
use crate::{editor::Advice, words};

/// Everything that is found in what the form shows. Where the account may not be seen, it is looked at as one of Meta's, whose rules
/// they are.
pub(super) fn adviser(editor: Studio, accounts: Vec<(AccountId, Provider)>) -> Callback<(), Vec<Advice>> {
    Callback::new(move |()| {
        editor.draft.with_untracked(|draft| {
            let content = &draft.content;
            let account = accounts.iter().find(|(id, _)| *id == draft.account);
            let provider = account.map_or(Provider::Meta, |(_, provider)| *provider);
            lint(content, provider).into_iter().map(|finding| told(content, finding)).collect()
        })
    })
}

/// A finding at its place.
pub(super) fn told(content: &TemplateContent, finding: LintFinding) -> Advice {
    Advice {
        pointer: finding.pointer.clone(),
        blocks: finding.is_blocking(),
        part: finding.span.and_then(|span| Some(units(text_at(content, &finding.pointer)?, span))),
        tell: Arc::new(move |l| words::lint(l, &finding)),
    }
}

/// The text that a pointer means, where findings point into it.
fn text_at<'c>(content: &'c TemplateContent, pointer: &str) -> Option<&'c str> {
    match (pointer, &content.header) {
        ("/body", _) => Some(&content.body),
        ("/footer", _) => content.footer.as_deref(),
        ("/header/text", Some(TemplateHeader::Text { text })) => Some(text),
        _ => {
            let at = pointer.strip_prefix("/buttons/")?.strip_suffix("/text")?;
            content.buttons.get(at.parse::<usize>().ok()?)?.label()
        }
    }
}

/// The place in UTF-16 units, as the browser counts.
fn units(text: &str, span: Span) -> (u32, u32) {
    let until = |end: usize| {
        let units: usize = text.chars().take(end).map(char::len_utf16).sum();
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    (until(span.from), until(span.to))
}
