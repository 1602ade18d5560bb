//! The HTML part.

use std::{cell::RefCell, collections::BTreeSet};

use domain::check::{Check, CheckCode, Severity};
use lol_html::element;

use crate::{
    compile::is_blank,
    compiled::Compiled,
    html::{Outline, Target, rewrite},
    mask::Mask,
    pieces::{Piece, join},
};

/// From this size on Gmail clips a message, and the way out with it.
const CLIPPED: usize = 102 * 1024;

/// Elements that mailboxes strip, or that make them suspicious.
const STRIPPED: &str = "script, form, input, button, select, textarea, iframe, frame, object, embed, applet";

fn check(code: CheckCode, severity: Severity, about: impl ToString) -> Check {
    Check::new(code, severity, about, Some("/html"))
}

/// Whether the HTML is clipped as it leaves, values left out; about its size in KB.
pub(super) fn size(compiled: &Compiled) -> Option<Check> {
    let size = compiled.with_tags(|_| String::new()).html.len();
    (size >= CLIPPED).then(|| check(CheckCode::ContentClipped, Severity::Warning, size / 1024))
}

/// Looks at an HTML part as it was written.
pub(super) fn look(html: &[Piece]) -> Vec<Check> {
    if is_blank(html) {
        return Vec::new();
    }
    let (mask, masked) = Mask::over(html);
    let mut checks = elements(&masked);
    checks.extend(links(&masked, &mask));
    checks
}

fn elements(masked: &str) -> Vec<Check> {
    let (images, stripped, declared) = (RefCell::new(0), RefCell::new(BTreeSet::new()), RefCell::new(false));
    let handlers = vec![
        element!("img:not([alt])", |_| {
            *images.borrow_mut() += 1;
            Ok(())
        }),
        element!(STRIPPED, |element| {
            stripped.borrow_mut().insert(element.tag_name());
            Ok(())
        }),
        element!("html", |element| {
            *declared.borrow_mut() |=
                element.get_attribute("lang").is_some_and(|lang| !lang.trim().is_empty());
            Ok(())
        }),
    ];
    if rewrite(masked, handlers, Vec::new()).is_err() {
        return Vec::new();
    }
    let mut checks = Vec::new();
    let mut warn = |found: bool, code, about: String| {
        checks.extend(found.then(|| check(code, Severity::Warning, about)));
    };
    let (images, stripped) = (images.into_inner(), Vec::from_iter(stripped.into_inner()));
    warn(images > 0, CheckCode::ImageAlt, images.to_string());
    warn(!stripped.is_empty(), CheckCode::ContentStripped, stripped.join(", "));
    warn(!declared.into_inner(), CheckCode::LanguageMissing, String::new());
    checks
}

/// Links without encryption, and links that cannot be tracked; each address once.
fn links(masked: &str, mask: &Mask) -> Vec<Check> {
    let anchors = Outline::read(masked).map(|outline| outline.anchors).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let checks = anchors.iter().filter_map(|anchor| link(&anchor.value, mask));
    checks.filter(|check| seen.insert(check.about.clone())).collect()
}

fn link(value: &str, mask: &Mask) -> Option<Check> {
    match Target::read(value, mask) {
        Target::Page(url) if url.scheme() == "http" => {
            Some(check(CheckCode::LinkInsecure, Severity::Warning, url))
        }
        Target::Variable => {
            let written = join(&mask.lift(value));
            is_page(written.trim()).then(|| check(CheckCode::LinkUntracked, Severity::Info, written))
        }
        Target::Page(_) | Target::Elsewhere => None,
    }
}

/// Whether an address with variables may be that of a page, and is not one of our own.
fn is_page(written: &str) -> bool {
    let ours = written.starts_with("{{ lien.");
    !ours
        && (written.starts_with('{')
            || written.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http")))
}
