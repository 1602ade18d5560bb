//! Whether the values of a request fit a template, and what the message then says (Meta, "Error codes", 132xxx).

use super::{
    Refusal,
    request::{Component, Parameter},
};
use crate::whatsapp::{Button, Header, Press, Shown, Template, distinct, fill};

/// Characters of all texts together, with their values in them.
const HYDRATED_MAX: usize = 1_024;

/// The message as whoever gets it sees it.
pub(super) fn fit(template: &Template, components: &[Component]) -> Result<Shown, Refusal> {
    let words = &template.words;
    let part = |name: &str| components.iter().find(|component| component.is(name));
    let header = match &words.header {
        None => None,
        Some(Header::Text(text)) => Some(text_part(template, "header", text, part("header"))?),
        Some(Header::Media(kind)) => Some(media(kind, part("header"))?),
    };
    let body = text_part(template, "body", &words.body, part("body"))?;
    if body.chars().count() > HYDRATED_MAX {
        return Err(Refusal::of(132_005, "Template hydrated text too long"));
    }
    if let Some(at) = components.iter().filter_map(Component::button).find(|at| *at >= words.buttons.len()) {
        return Err(Refusal::of(131_009, "Parameter value is not valid")
            .because(format!("The template has no button at index {at}")));
    }
    let buttons = words.buttons.iter().enumerate().map(|(at, button)| {
        let own = components.iter().find(|component| component.button() == Some(at));
        pressed(button, at, own)
    });
    Ok(Shown { header, body, footer: words.footer.clone(), buttons: buttons.collect::<Result<_, _>>()? })
}

fn text_part(
    template: &Template,
    place: &str,
    text: &str,
    component: Option<&Component>,
) -> Result<String, Refusal> {
    let names = distinct(text);
    let given = component.map_or(&[][..], |component| component.parameters.as_slice());
    if given.len() != names.len() {
        return Err(Refusal::of(
            132_000,
            "Number of parameters does not match the expected number of params",
        )
        .because(format!(
            "{place}: number of localizable_params ({}) does not match the expected number of params ({})",
            given.len(),
            names.len()
        )));
    }
    let find = |name: &str| {
        if template.positional {
            given.get(name.parse::<usize>().ok()?.checked_sub(1)?)
        } else {
            given.iter().find(|one| one.parameter_name.as_deref() == Some(name))
        }
    };
    for name in &names {
        let value = find(name).and_then(|one| one.text.as_deref());
        check(place, name, value)?;
    }
    Ok(fill(text, |name| find(name)?.text.clone()))
}

/// No value may be missing, empty, or broken over lines.
fn check(place: &str, name: &str, value: Option<&str>) -> Result<(), Refusal> {
    match value {
        None => Err(mismatch(format!("{place}: no text for the parameter {name}"))),
        Some("") => Err(Refusal::of(131_008, "Required parameter is missing")
            .because(format!("{place}: the parameter {name} is empty"))),
        Some(value) if value.contains(['\n', '\r', '\t']) || value.contains("     ") => {
            Err(mismatch(format!(
                "{place}: the parameter {name} has new-line/tab characters or more than 4 consecutive spaces"
            )))
        }
        Some(_) => Ok(()),
    }
}

fn mismatch(details: String) -> Refusal {
    Refusal::of(132_012, "Parameter format does not match format in the created template").because(details)
}

fn media(kind: &str, component: Option<&Component>) -> Result<String, Refusal> {
    let parameter = component.and_then(|component| component.parameters.first());
    let fitting = parameter.filter(|parameter| parameter.r#type.eq_ignore_ascii_case(kind));
    match fitting.and_then(Parameter::media) {
        Some(place) => Ok(place.to_owned()),
        None => Err(mismatch(format!(
            "header: Format mismatch, expected {kind}, received {}",
            parameter.map_or("UNKNOWN", |parameter| parameter.r#type.as_str())
        ))),
    }
}

/// A button with what the request gives it.
fn pressed(button: &Button, at: usize, own: Option<&Component>) -> Result<Button, Refusal> {
    let kind = match button.press {
        Press::Reply => "quick_reply",
        Press::Url => "url",
        Press::Code => "copy_code",
        Press::Phone => "voice_call",
    };
    let asked = own.map(|own| own.sub_type.as_deref().unwrap_or_default());
    if asked.is_some_and(|asked| !asked.eq_ignore_ascii_case(kind)) {
        return Err(mismatch(format!("buttons: the button at index {at} is of the type {kind}")));
    }
    let given = own.and_then(|own| own.parameters.first());
    let missing = |what: &str| {
        Refusal::of(131_008, "Required parameter is missing")
            .because(format!("buttons: Button at index {at} of type {what} requires a parameter"))
    };
    let target = match button.press {
        Press::Reply => given.and_then(|one| one.payload.clone()).unwrap_or_default(),
        Press::Phone => button.target.clone(),
        Press::Code => given.and_then(|one| one.coupon_code.clone()).ok_or_else(|| missing("CopyCode"))?,
        Press::Url if distinct(&button.target).is_empty() => button.target.clone(),
        Press::Url => {
            let value = given.and_then(|one| one.text.clone()).filter(|text| !text.is_empty());
            let value = value.ok_or_else(|| missing("Url"))?;
            if value.contains(char::is_whitespace) {
                return Err(mismatch(format!("buttons: the address of button {at} has spaces in it")));
            }
            fill(&button.target, |_| Some(value.clone()))
        }
    };
    Ok(Button { target, ..button.clone() })
}
