//! Filling a WhatsApp message for one person after another.

use std::{cell::OnceCell, collections::BTreeMap};

use domain::{
    provider::Provider,
    whatsapp::{MessagePart, TemplateButton, TemplateHeader, filled},
};
use minijinja::{Environment, Value};

use super::{Unfit, WhatsappCompiled};
use crate::{compiled::Form, language::environment, simple::Simple, variables::Variables};

/// The name under which the free text is kept among the templates: no variable has a dot.
const FREE_TEXT: &str = ".text";
/// The variable that a button copies.
const CODE: &str = "code";

/// Fills a WhatsApp message. Its templates are parsed once, when it is made.
#[derive(Debug)]
pub struct WhatsappRenderer {
    compiled: WhatsappCompiled,
    provider: Provider,
    /// What fills each variable, in their order.
    fillers: Vec<(String, Filler)>,
    free_text: Option<Filler>,
    environment: Environment<'static>,
}

/// How a value is filled.
#[derive(Debug)]
enum Filler {
    /// Without MiniJinja, with the same result.
    Simple(Simple),
    /// By the template of this name.
    Template(String),
}

/// What is said to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Free text.
    Text(String),
    /// The template, with a value for each of its variables.
    Template(BTreeMap<String, String>),
}

/// A message as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The line above the text.
    pub header: Option<String>,
    /// The text.
    pub body: String,
}

/// A person whose variables are put together once, if ever.
struct Person<'p> {
    variables: &'p Variables,
    context: OnceCell<Value>,
}

impl WhatsappRenderer {
    /// Prepares a compiled message for the provider that carries it.
    ///
    /// # Errors
    /// A template that does not parse, which [`super::compile_whatsapp`] never lets pass: what was kept is damaged.
    pub fn new(compiled: WhatsappCompiled, provider: Provider) -> Result<Self, minijinja::Error> {
        let mut environment = environment();
        let mut fillers = Vec::new();
        for name in compiled.template.variables() {
            let source = compiled.message.values.get(name).map(String::as_str).unwrap_or_default();
            fillers.push((name.to_owned(), Filler::of(name, source, &mut environment)?));
        }
        let source = compiled.message.free_text.as_deref();
        let free_text = source.map(|source| Filler::of(FREE_TEXT, source, &mut environment)).transpose()?;
        Ok(Self { compiled, provider, fillers, free_text, environment })
    }

    /// The message that is filled.
    #[must_use]
    pub const fn compiled(&self) -> &WhatsappCompiled {
        &self.compiled
    }

    /// What is said to a person: the free text, where there is one, while their window is open, else the template. Whoever sends asks this,
    /// and whoever counts beforehand to how many something can be said.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn write(&self, person: &Variables, is_open: bool) -> Result<Written, Unfit> {
        if is_open && let Some(text) = self.free_text(person)? {
            return Ok(Written::Text(text));
        }
        self.values(person).map(Written::Template)
    }

    /// A value for each variable of the template, by its name: on one line, as Meta wants it.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn values(&self, person: &Variables) -> Result<BTreeMap<String, String>, Unfit> {
        let person = Person { variables: person, context: OnceCell::new() };
        let (mut values, mut empty) = (BTreeMap::new(), Vec::new());
        for (name, filler) in &self.fillers {
            let value = one_line(&self.fill(filler, &person)?);
            if value.is_empty() {
                empty.push(name.clone());
            }
            values.insert(name.clone(), value);
        }
        if !empty.is_empty() {
            return Err(Unfit::Empty(empty));
        }
        self.measure(&values)?;
        Ok(values)
    }

    /// What is said instead where the window is open; none where nothing is.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn free_text(&self, person: &Variables) -> Result<Option<String>, Unfit> {
        let Some(filler) = &self.free_text else { return Ok(None) };
        let person = Person { variables: person, context: OnceCell::new() };
        let text = self.fill(filler, &person)?.trim().to_owned();
        if text.is_empty() {
            return Err(Unfit::EmptyText);
        }
        self.bound(MessagePart::FreeText, &text)?;
        Ok(Some(text))
    }

    /// The template as a person sees it.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn show(&self, person: &Variables) -> Result<Shown, Unfit> {
        let values = self.values(person)?;
        Ok(Shown { header: self.header(&values), body: filled(&self.compiled.template.body, &values) })
    }

    /// Whether each part is as short, filled, as Meta wants it.
    fn measure(&self, values: &BTreeMap<String, String>) -> Result<(), Unfit> {
        let template = &self.compiled.template;
        self.bound(MessagePart::Body, &filled(&template.body, values))?;
        if let Some(header) = self.header(values) {
            self.bound(MessagePart::Header, &header)?;
        }
        let copied = values.get(CODE).filter(|_| template.buttons.contains(&TemplateButton::CopyCode));
        copied.map_or(Ok(()), |code| self.bound(MessagePart::Code, code))
    }

    fn bound(&self, part: MessagePart, text: &str) -> Result<(), Unfit> {
        let (length, max) = (text.chars().count(), part.max(self.provider));
        if length > max { Err(Unfit::TooLong { part, max, length }) } else { Ok(()) }
    }

    fn header(&self, values: &BTreeMap<String, String>) -> Option<String> {
        match &self.compiled.template.header {
            Some(TemplateHeader::Text { text }) => Some(filled(text, values)),
            Some(TemplateHeader::Media { .. }) | None => None,
        }
    }

    fn fill(&self, filler: &Filler, person: &Person<'_>) -> Result<String, Unfit> {
        match filler {
            Filler::Simple(simple) => Ok(simple.fill(person.variables, Form::Text)),
            Filler::Template(name) => {
                let context = person.context.get_or_init(|| Value::from_pairs(person.variables.context()));
                let template = self.environment.get_template(name);
                let text = template.and_then(|template| template.render(context.clone()));
                text.map_err(|reason| Unfit::Broken(reason.to_string()))
            }
        }
    }
}

impl Filler {
    fn of(
        name: &str,
        source: &str,
        environment: &mut Environment<'static>,
    ) -> Result<Self, minijinja::Error> {
        if let Some(simple) = Simple::read(source) {
            return Ok(Self::Simple(simple));
        }
        environment.add_template_owned(name.to_owned(), source.to_owned())?;
        Ok(Self::Template(name.to_owned()))
    }
}

/// Values hold neither line breaks nor tabs nor many spaces: Meta refuses them (132012).
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::FieldReason;
    use domain::whatsapp::{TemplateCategory, TemplateContent, WhatsappMessage};

    use super::*;
    use crate::whatsapp::compile_whatsapp;

    fn template() -> TemplateContent {
        TemplateContent {
            name: "soldes".into(),
            language: "fr".into(),
            category: TemplateCategory::Marketing,
            header: Some(TemplateHeader::Text { text: "Soldes {{saison}}".into() }),
            body: "Bonjour {{prenom}}, {{remise}} de remise !".into(),
            footer: None,
            buttons: vec![TemplateButton::Tracked { text: "Voir".into() }],
            examples: BTreeMap::new(),
        }
    }

    fn message(values: &[(&str, &str)]) -> WhatsappMessage {
        WhatsappMessage {
            values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            media_url: None,
            link: Some("https://exemple.fr".into()),
            free_text: None,
        }
    }

    const WHOLE: [(&str, &str); 3] = [
        ("saison", "d’hiver"),
        ("prenom", "{{ contact.nom }}"),
        ("remise", "{{ source.remise | default('10 %') }}"),
    ];

    fn renderer(message: WhatsappMessage) -> WhatsappRenderer {
        by(Provider::Meta, template(), message)
    }

    fn by(provider: Provider, template: TemplateContent, message: WhatsappMessage) -> WhatsappRenderer {
        WhatsappRenderer::new(compile_whatsapp(&template, "1", &message, provider).unwrap(), provider)
            .unwrap()
    }

    fn awa() -> Variables {
        let mut person = Variables::default();
        person.set("contact", "nom", "Awa\n Diop");
        person
    }

    #[test]
    fn a_template_is_filled_on_one_line_for_each_person() {
        let shown = renderer(message(&WHOLE)).show(&awa()).unwrap();
        assert_eq!(shown.header.as_deref(), Some("Soldes d’hiver"));
        assert_eq!(shown.body, "Bonjour Awa Diop, 10 % de remise !");
    }

    #[test]
    fn a_person_without_a_value_gets_nothing_rather_than_half_and_each_hole_is_named() {
        let nobody = Variables::default();
        assert_eq!(renderer(message(&WHOLE)).values(&nobody), Err(Unfit::Empty(vec!["prenom".into()])));
        let holes = [("saison", "{{ source.saison }}"), WHOLE[1], ("remise", "{{ source.remise }} ")];
        let empty = ["saison", "prenom", "remise"].map(str::to_owned).to_vec();
        assert_eq!(renderer(message(&holes)).values(&nobody), Err(Unfit::Empty(empty)));
    }

    #[test]
    fn each_part_is_measured_as_it_is_filled() {
        let buttons = vec![TemplateButton::CopyCode];
        let template = TemplateContent { body: "{{prenom}} !".into(), buttons, ..template() };
        let values =
            [("saison", "{{ source.s }}"), ("prenom", "{{ contact.nom }}"), ("code", "{{ source.c }}")];
        let message = WhatsappMessage { link: None, ..message(&values) };
        let renderer = by(Provider::Meta, template, message);
        let filled = |header: usize, body: usize, code: usize| {
            let mut person = Variables::default();
            person.set("source", "s", "é".repeat(header));
            person.set("contact", "nom", "é".repeat(body));
            person.set("source", "c", "é".repeat(code));
            renderer.values(&person).err()
        };
        let long = |part, max, length| Some(Unfit::TooLong { part, max, length });
        assert_eq!(filled(53, 1_022, 15), None, "“Soldes ” and “ !” stand beside");
        assert_eq!(filled(53, 1_023, 15), long(MessagePart::Body, 1_024, 1_025));
        assert_eq!(filled(54, 1_022, 15), long(MessagePart::Header, 60, 61));
        assert_eq!(filled(53, 1_022, 16), long(MessagePart::Code, 15, 16));
    }

    #[test]
    fn what_the_template_wants_and_what_it_does_not_know_is_told_by_its_place() {
        let wrong = WhatsappMessage {
            link: None,
            ..message(&[("prenom", " "), ("saison", "{{ x "), ("oubli", "a")])
        };
        let errors = compile_whatsapp(&template(), "1", &wrong, Provider::Meta).unwrap_err();
        let told: Vec<_> = errors.iter().map(|e| (e.pointer.as_str(), e.reason)).collect();
        let expected = [
            ("/whatsapp/values/prenom", FieldReason::Required),
            ("/whatsapp/values/remise", FieldReason::Required),
            ("/whatsapp/link", FieldReason::Required),
            ("/whatsapp/values/oubli", FieldReason::Unexpected),
            ("/whatsapp/values/saison", FieldReason::Syntax),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn variables_that_may_be_empty_are_named() {
        let compiled = compile_whatsapp(&template(), "1", &message(&WHOLE), Provider::Meta).unwrap();
        assert_eq!(compiled.without_default(), ["prenom"]);
        assert_eq!(compiled.links()[0].url, "https://exemple.fr");
    }

    #[test]
    fn a_free_text_is_said_as_it_is_written() {
        let text = "Bonjour {{ contact.nom | default('à vous') }},\nà bientôt";
        let renderer = renderer(WhatsappMessage { free_text: Some(text.into()), ..message(&WHOLE) });
        assert_eq!(
            renderer.free_text(&Variables::default()).unwrap().as_deref(),
            Some("Bonjour à vous,\nà bientôt")
        );
        let none = self::renderer(message(&WHOLE));
        assert_eq!(none.free_text(&awa()), Ok(None));
    }

    #[test]
    fn a_free_text_is_for_open_windows_and_as_long_as_the_provider_takes() {
        let message = WhatsappMessage { free_text: Some("{{ contact.nom }}".into()), ..message(&WHOLE) };
        let said = |provider, length: usize, is_open| {
            let mut person = awa();
            person.set("contact", "nom", "x".repeat(length));
            by(provider, template(), message.clone()).write(&person, is_open)
        };
        assert_eq!(said(Provider::Twilio, 1_600, true), Ok(Written::Text("x".repeat(1_600))));
        let long = Unfit::TooLong { part: MessagePart::FreeText, max: 1_600, length: 1_601 };
        assert_eq!(said(Provider::Twilio, 1_601, true), Err(long));
        assert!(said(Provider::Meta, 1_601, true).is_ok());
        assert!(matches!(said(Provider::Twilio, 9, false), Ok(Written::Template(_))));
        let silent = by(Provider::Meta, template(), message).write(&Variables::default(), true);
        assert_eq!(silent, Err(Unfit::EmptyText));
    }
}
