//! A template as it is handed in, and what the API refuses of it at once (Meta, "Templates", "Components").

use serde::Deserialize;
use serde_json::Value;

use super::Refusal;
use crate::whatsapp::{Button, Header, Press, Words, distinct};

const BODY_MAX: usize = 1_024;
/// Characters of a header and of a footer.
const LINE_MAX: usize = 60;
const LABEL_MAX: usize = 25;
const URL_MAX: usize = 2_000;
const BUTTONS_MAX: usize = 10;

/// The body of a request.
#[derive(Debug, Deserialize)]
pub(super) struct Outline {
    pub(super) name: String,
    pub(super) language: String,
    pub(super) category: String,
    /// `named` or `positional`, in any case.
    pub(super) parameter_format: Option<String>,
    pub(super) components: Vec<Part>,
}

/// One part of it; types in any case.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    r#type: String,
    format: Option<String>,
    text: Option<String>,
    example: Option<Value>,
    #[serde(default)]
    buttons: Vec<OfButton>,
}

#[derive(Debug, Deserialize)]
struct OfButton {
    r#type: String,
    text: Option<String>,
    url: Option<String>,
    phone_number: Option<String>,
    example: Option<Value>,
}

fn refuse(title: &'static str, text: impl Into<String>) -> Refusal {
    Refusal::of_template(2_388_299, title, text)
}

/// Whether variables are numbers.
pub(super) fn is_positional(format: Option<&str>) -> bool {
    !format.is_some_and(|format| format.eq_ignore_ascii_case("named"))
}

impl Outline {
    /// What it says, where nothing is wrong with its form.
    pub(super) fn words(&self) -> Result<Words, Refusal> {
        let spelt = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.name.is_empty() || self.name.len() > 512 || !self.name.chars().all(spelt) {
            return Err(refuse("Name", "A name is made of lower-case letters, digits and underscores."));
        }
        if !["MARKETING", "UTILITY"].contains(&self.category.to_uppercase().as_str()) {
            return Err(refuse("Category", "The sandbox takes MARKETING and UTILITY."));
        }
        let words = Words {
            name: self.name.clone(),
            language: self.language.clone(),
            category: self.category.to_uppercase(),
            ..Words::default()
        };
        parts(words, &self.components, is_positional(self.parameter_format.as_deref()))
    }
}

/// The words with what these parts say.
pub(super) fn parts(mut words: Words, parts: &[Part], positional: bool) -> Result<Words, Refusal> {
    for part in parts {
        match part.r#type.to_uppercase().as_str() {
            "HEADER" => words.header = Some(header(part, positional)?),
            "BODY" => {
                words.body = text(part, BODY_MAX)?;
                variables("BODY", &words.body, part.example.as_ref(), positional)?;
            }
            "FOOTER" => {
                let footer = text(part, LINE_MAX)?;
                if !distinct(&footer).is_empty() {
                    return Err(refuse("Footer", "A footer has no variables."));
                }
                words.footer = Some(footer);
            }
            "BUTTONS" => words.buttons = buttons(&part.buttons)?,
            other => return Err(refuse("Components", format!("{other} is no component."))),
        }
    }
    if words.body.is_empty() {
        return Err(refuse("Body", "A template needs a body."));
    }
    Ok(words)
}

fn text(part: &Part, max: usize) -> Result<String, Refusal> {
    let text = part.text.clone().unwrap_or_default();
    match text.chars().count() {
        0 => Err(refuse("Text", format!("{} has no text.", part.r#type))),
        length if length > max => {
            Err(refuse("Text", format!("{} has {length} characters; {max} are allowed.", part.r#type)))
        }
        _ => Ok(text),
    }
}

fn header(part: &Part, positional: bool) -> Result<Header, Refusal> {
    let format = part.format.as_deref().unwrap_or_default().to_uppercase();
    if format == "TEXT" {
        let text = text(part, LINE_MAX)?;
        if distinct(&text).len() > 1 {
            return Err(refuse("Header", "A header has one variable at most."));
        }
        variables("HEADER", &text, part.example.as_ref(), positional)?;
        return Ok(Header::Text(text));
    }
    let handle = part.example.as_ref().and_then(|example| example.pointer("/header_handle/0"));
    match (["IMAGE", "VIDEO", "DOCUMENT"].contains(&format.as_str()), handle.and_then(Value::as_str)) {
        (false, _) => Err(refuse("Header", format!("{format} is no format of a header."))),
        (true, Some(handle)) if !handle.is_empty() => Ok(Header::Media(format)),
        (true, _) => Err(refuse("Header", "A header with media needs example.header_handle.")),
    }
}

/// Numbers from 1 on, or names, each once; and an example for each.
fn variables(place: &str, text: &str, example: Option<&Value>, positional: bool) -> Result<(), Refusal> {
    let names = distinct(text);
    if !positional && names.len() < text.matches("{{").count() {
        return Err(refuse("Variables", format!("{place}: the names of variables are unique.")));
    }
    let fits = |(at, name): (usize, &&str)| {
        if positional {
            **name == (at + 1).to_string()
        } else {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        }
    };
    let mut ordered = names.clone();
    if positional {
        ordered.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
    }
    if !ordered.iter().enumerate().all(fits) {
        let how =
            if positional { "{{1}}, {{2}}, … without a gap" } else { "lower-case letters, digits and _" };
        return Err(refuse("Variables", format!("{place}: variables are {how}.")));
    }
    if names.is_empty() || examples(place, example, positional) >= names.len() {
        return Ok(());
    }
    Err(refuse("Examples", format!("{place}: every variable needs an example.")))
}

/// How many examples are given.
fn examples(place: &str, example: Option<&Value>, positional: bool) -> usize {
    let of = |pointer: &str| {
        let found = example.and_then(|example| example.pointer(pointer)).and_then(Value::as_array);
        found.map_or(0, Vec::len)
    };
    match (place, positional) {
        ("HEADER", true) => of("/header_text"),
        ("HEADER", false) => of("/header_text_named_params"),
        (_, true) => of("/body_text/0"),
        (_, false) => of("/body_text_named_params"),
    }
}

fn buttons(given: &[OfButton]) -> Result<Vec<Button>, Refusal> {
    let buttons = given.iter().map(button).collect::<Result<Vec<_>, _>>()?;
    let count = |press| buttons.iter().filter(|button| button.press == press).count();
    if buttons.is_empty() || buttons.len() > BUTTONS_MAX {
        return Err(refuse("Buttons", "From 1 to 10 buttons are allowed."));
    }
    if count(Press::Url) > 2 || count(Press::Phone) > 1 || count(Press::Code) > 1 {
        return Err(refuse("Buttons", "At most 2 addresses, 1 phone number and 1 code."));
    }
    let groups = buttons.chunk_by(|a, b| (a.press == Press::Reply) == (b.press == Press::Reply)).count();
    if groups > 2 {
        return Err(refuse("Buttons", "Quick replies stand together."));
    }
    Ok(buttons)
}

fn button(given: &OfButton) -> Result<Button, Refusal> {
    let text = given.text.clone().unwrap_or_default();
    let (press, target) = match given.r#type.to_uppercase().as_str() {
        "QUICK_REPLY" => (Press::Reply, String::new()),
        "URL" => (Press::Url, address(given)?),
        "PHONE_NUMBER" => (Press::Phone, given.phone_number.clone().unwrap_or_default()),
        "COPY_CODE" => {
            let text = "Copy code".to_owned();
            return Ok(Button { press: Press::Code, text, target: String::new() });
        }
        other => return Err(refuse("Buttons", format!("{other} is not imitated by the sandbox."))),
    };
    if text.is_empty() || text.chars().count() > LABEL_MAX || text.contains("{{") {
        return Err(refuse("Buttons", "A label has from 1 to 25 characters and no variable."));
    }
    if press == Press::Phone && (target.is_empty() || target.len() > 20) {
        return Err(refuse("Buttons", "A phone number has from 1 to 20 characters."));
    }
    Ok(Button { press, text, target })
}

/// An address with one variable at most, at its end, and then with an example.
fn address(given: &OfButton) -> Result<String, Refusal> {
    let url = given.url.clone().unwrap_or_default();
    let variables = distinct(&url).len();
    let example = given.example.as_ref().and_then(|example| example.get(0)).is_some();
    let fits = match variables {
        0 => true,
        1 => url.ends_with("{{1}}") && example,
        _ => false,
    };
    if url.is_empty() || url.len() > URL_MAX || !fits {
        return Err(refuse(
            "Buttons",
            "An address has at most 2000 characters, and {{1}} at its end with an example or none.",
        ));
    }
    Ok(url)
}
