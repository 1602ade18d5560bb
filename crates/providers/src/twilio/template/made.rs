//! The body of `POST /v1/Content`.

use std::collections::BTreeMap;

use domain::whatsapp::TemplateHeader;
use serde::Serialize;

use super::{actions::Action, numbers::Numbers, parts::Parts};
use crate::{Failure, Submission};

/// A template to be made: of one type.
#[derive(Debug, Serialize)]
pub(super) struct Made<'a> {
    friendly_name: &'a str,
    language: &'a str,
    variables: BTreeMap<usize, String>,
    types: BTreeMap<&'static str, Parts>,
}

/// The body, or what has to be mended first.
pub(super) fn made(submission: Submission<'_>) -> Result<Made<'_>, Failure> {
    let content = submission.content;
    let mut numbers = Numbers::new(&content.examples);
    let header_text = match &content.header {
        Some(TemplateHeader::Text { text }) => Some(numbers.text(text)?),
        Some(TemplateHeader::Media { .. }) | None => None,
    };
    let body = numbers.text(&content.body)?;
    let actions =
        content.buttons.iter().map(|button| Action::of(button, submission.tracked_base, &mut numbers));
    let actions = actions.collect::<Result<_, _>>()?;
    let media = match &content.header {
        Some(TemplateHeader::Media { example_url, .. }) => Some(vec![numbers.file(example_url)?]),
        Some(TemplateHeader::Text { .. }) | None => None,
    };
    let parts = Parts { body, header_text, footer: content.footer.clone(), media, actions };
    Ok(Made {
        friendly_name: &content.name,
        language: &content.language,
        variables: numbers.examples(),
        types: BTreeMap::from([(parts.type_of(), parts)]),
    })
}
