//! Filling a compiled e-mail for one person after another.

use minijinja::{AutoEscape, Environment, Value};
use thiserror::Error;

use crate::{
    compiled::{Compiled, Form, Message, Slot},
    language::environment,
    simple::Simple,
    token::Kind,
    urls::Urls,
    variables::Variables,
};

/// Fills a compiled e-mail. Its templates are parsed once, when it is made.
#[derive(Debug)]
pub struct Renderer {
    compiled: Compiled,
    fillers: Vec<Filler>,
    environment: Environment<'static>,
}

/// A slot that cannot be filled for a person: a filter does not take the value, or the fuel runs out.
#[derive(Debug, Error)]
#[error("slot {slot} cannot be filled for this person: {reason}")]
pub struct RenderError {
    /// The slot's number.
    pub slot: usize,
    /// What MiniJinja says.
    pub reason: minijinja::Error,
}

/// How a slot is filled.
#[derive(Debug)]
enum Filler {
    Literal(String),
    Public { kind: Kind, form: Form },
    Simple { simple: Simple, form: Form },
    Template { name: String, kinds: Vec<Kind>, form: Form },
}

impl Renderer {
    /// Prepares a compiled e-mail.
    ///
    /// # Errors
    /// A template that does not parse, which [`crate::compile`] never makes: what was kept is damaged.
    pub fn new(compiled: Compiled) -> Result<Self, RenderError> {
        let mut environment = environment();
        environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
            true => AutoEscape::Html,
            false => AutoEscape::None,
        });
        let mut fillers = Vec::with_capacity(compiled.slots.len());
        for (slot, source) in compiled.slots.iter().enumerate() {
            let filler = prepare(slot, source, &mut environment);
            fillers.push(filler.map_err(|reason| RenderError { slot, reason })?);
        }
        Ok(Self { compiled, fillers, environment })
    }

    /// The e-mail that is filled.
    #[must_use]
    pub const fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The message for a person.
    ///
    /// # Errors
    /// The first slot that cannot be filled.
    pub fn render(&self, person: &Variables, urls: &impl Urls) -> Result<Message, RenderError> {
        Ok(self.compiled.fill(&self.values(person, urls)?))
    }

    /// The text of each slot for a person, by number.
    ///
    /// # Errors
    /// The first slot that cannot be filled.
    pub fn values(&self, person: &Variables, urls: &impl Urls) -> Result<Vec<String>, RenderError> {
        let mut context = None;
        let fill = |(slot, filler): (usize, &Filler)| match filler {
            Filler::Literal(text) => Ok(text.clone()),
            Filler::Public { kind, form } => Ok(written(&urls.url(*kind), *form)),
            Filler::Simple { simple, form } => Ok(lined(simple.fill(person, *form), *form)),
            Filler::Template { name, kinds, form } => {
                let groups = context.get_or_insert_with(|| person.context());
                groups.insert("lien", addresses(kinds, *form, urls));
                let text = self.environment.get_template(name).and_then(|template| template.render(&*groups));
                text.map(|text| lined(text, *form)).map_err(|reason| RenderError { slot, reason })
            }
        };
        self.fillers.iter().enumerate().map(fill).collect()
    }
}

fn prepare(
    slot: usize,
    source: &Slot,
    environment: &mut Environment<'static>,
) -> Result<Filler, minijinja::Error> {
    let (source, form) = match source {
        Slot::Literal(text) => return Ok(Filler::Literal(text.clone())),
        Slot::Public { kind, form } => return Ok(Filler::Public { kind: *kind, form: *form }),
        Slot::Template { source, form } => (source, *form),
    };
    if let Some(simple) = Simple::read(source).filter(|simple| simple.group != "lien") {
        return Ok(Filler::Simple { simple, form });
    }
    let name = format!("{slot}.{}", if form == Form::Html { "html" } else { "txt" });
    environment.add_template_owned(name.clone(), source.clone())?;
    let names = environment.get_template(&name)?.undeclared_variables(true);
    let mut kinds: Vec<_> = names.iter().filter_map(|name| Kind::of_variable(name)).collect();
    kinds.sort_unstable();
    Ok(Filler::Template { name, kinds, form })
}

/// The group `lien` for a template; already written for its part.
fn addresses(kinds: &[Kind], form: Form, urls: &impl Urls) -> Value {
    let entry = |kind: &Kind| {
        let variable = kind.variable().trim_start_matches("lien.").to_owned();
        (variable, Value::from_safe_string(written(&urls.url(*kind), form)))
    };
    Value::from_pairs(kinds.iter().map(entry))
}

/// An address as the part takes it. Slashes stay: `&#x2f;` in every link looks like something to hide.
fn written(url: &str, form: Form) -> String {
    match form {
        Form::Html => htmlize::escape_all_quotes(url).into_owned(),
        Form::Text | Form::Line => url.to_owned(),
    }
}

fn lined(text: String, form: Form) -> String {
    if form == Form::Line && text.contains(char::is_control) { one_line(&text) } else { text }
}

/// A text on one line: each control character, line breaks above all, is a space.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
