//! The rules of buttons.

use std::collections::BTreeSet;

use super::{
    code::{LintCode, Report},
    frame::is_web,
    pieces::{Kind, pieces},
};
use crate::whatsapp::{TemplateButton as Button, Wish};

/// Most buttons of a template.
const BUTTONS_MAX: usize = 10;
/// Buttons that show at once; the others stand behind "See all options".
const SHOWN_MAX: usize = 3;
/// Most characters on a button.
const LABEL_MAX: usize = 25;
/// Most characters of an address.
const URL_MAX: usize = 2_000;
/// Most characters of a number.
const PHONE_MAX: usize = 20;

pub(super) fn check(report: &mut Report, buttons: &[Button]) {
    together(report, buttons);
    kinds(report, buttons);
    let mut labels = BTreeSet::new();
    for (at, button) in buttons.iter().enumerate() {
        let base = format!("/buttons/{at}");
        if let Some(label) = button.label() {
            words(report, &format!("{base}/text"), label);
            if !label.trim().is_empty() && !labels.insert(label.trim().to_lowercase()) {
                report.block(LintCode::ButtonTwice, &format!("{base}/text"), None, label);
            }
        }
        target(report, &base, button);
        opts_out(report, &base, button);
    }
}

/// Whoever presses it is heard to stop all marketing, whatever its author thought of: the side that harms nobody.
fn opts_out(report: &mut Report, base: &str, button: &Button) {
    if let Button::QuickReply { text, opts_out: false } = button
        && Wish::of_text(text) == Wish::OptOut
    {
        report.warn(LintCode::OptOutWord, &format!("{base}/text"), None, text);
    }
}

/// Quick replies stand together, before or behind the others.
fn together(report: &mut Report, buttons: &[Button]) {
    if buttons.len() > BUTTONS_MAX {
        report.block(LintCode::ButtonsMany, "/buttons", None, BUTTONS_MAX);
    }
    let replies: Vec<_> = buttons.iter().map(|button| matches!(button, Button::QuickReply { .. })).collect();
    let changes = replies.windows(2).filter(|two| two[0] != two[1]).count();
    if changes > 1 {
        report.block(LintCode::ButtonsMixed, "/buttons", None, "");
    }
    if buttons.len() > SHOWN_MAX {
        report.warn(LintCode::ButtonsHidden, "/buttons", None, SHOWN_MAX);
    } else if changes == 1 {
        report.warn(LintCode::ButtonsDesktop, "/buttons", None, "");
    }
}

fn kinds(report: &mut Report, buttons: &[Button]) {
    type IsOfKind = fn(&Button) -> bool;
    let tracked: IsOfKind = |button| matches!(button, Button::Tracked { .. });
    let web: IsOfKind = |button| matches!(button, Button::Tracked { .. } | Button::Url { .. });
    let phone: IsOfKind = |button| matches!(button, Button::Phone { .. });
    let code: IsOfKind = |button| *button == Button::CopyCode;
    // A campaign says where one tracked button leads.
    let limits = [(web, 2), (tracked, 1), (phone, 1), (code, 1)];
    for (is_of_kind, max) in limits {
        if let Some((at, _)) = buttons.iter().enumerate().filter(|(_, button)| is_of_kind(button)).nth(max) {
            report.block(LintCode::ButtonsKind, &format!("/buttons/{at}"), None, max);
        }
    }
}

fn words(report: &mut Report, pointer: &str, label: &str) {
    if label.trim().is_empty() {
        report.block(LintCode::ButtonMissing, pointer, None, "");
    }
    report.length(LintCode::ButtonLong, pointer, label, LABEL_MAX);
    let variable = pieces(label).into_iter().find(|piece| !matches!(piece.kind, Kind::Text(_)));
    if variable.is_some() || label.contains(char::is_control) {
        report.block(LintCode::ButtonVariable, pointer, variable.map(|piece| piece.span), "");
    }
}

fn target(report: &mut Report, base: &str, button: &Button) {
    match button {
        Button::Url { url, .. } => {
            if url.chars().count() > URL_MAX || !is_web(url, &["https://", "http://"]) {
                report.block(LintCode::ButtonUrl, &format!("{base}/url"), None, URL_MAX);
            }
        }
        Button::Phone { phone, .. } => {
            if !is_phone(phone) {
                report.block(LintCode::ButtonPhone, &format!("{base}/phone"), None, PHONE_MAX);
            }
        }
        Button::QuickReply { .. } | Button::Tracked { .. } | Button::CopyCode => {}
    }
}

/// E.164 has at most 15 digits, a country's first.
fn is_phone(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}
