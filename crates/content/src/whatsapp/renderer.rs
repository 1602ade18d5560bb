//! Filling a WhatsApp message for one person after another.

use std::collections::BTreeMap;

use domain::whatsapp::{BODY_MAX, FREE_TEXT_MAX, TemplateHeader, filled};
use minijinja::Environment;
use thiserror::Error;

use super::WhatsappCompiled;
use crate::{language::environment, variables::Variables};

/// The name under which the free text is kept among the templates: no variable has a dot.
const FREE_TEXT: &str = ".text";

/// Fills a WhatsApp message. Its templates are parsed once, when it is made.
#[derive(Debug)]
pub struct WhatsappRenderer {
    compiled: WhatsappCompiled,
    environment: Environment<'static>,
}

/// Why a person cannot get a message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// A variable has no value for this person: Meta refuses empty ones.
    #[error("the variable {0} is empty for this person")]
    Empty(String),
    /// Filled, the text is longer than Meta lets it be.
    #[error("the text has {0} characters for this person")]
    TooLong(usize),
    /// A template that does not take this person's values.
    #[error("the message cannot be filled for this person: {0}")]
    Broken(String),
}

impl Unfit {
    /// The code under which the message ends.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty(_) => "content.empty_value",
            Self::TooLong(_) => "content.too_long",
            Self::Broken(_) => "content.template",
        }
    }
}

/// A message as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The line above the text.
    pub header: Option<String>,
    /// The text.
    pub body: String,
}

impl WhatsappRenderer {
    /// Prepares a compiled message.
    ///
    /// # Errors
    /// A template that does not parse, which [`super::compile_whatsapp`] never lets pass: what was kept is damaged.
    pub fn new(compiled: WhatsappCompiled) -> Result<Self, minijinja::Error> {
        let mut environment = environment();
        for (name, source) in &compiled.message.values {
            environment.add_template_owned(name.clone(), source.clone())?;
        }
        if let Some(source) = &compiled.message.free_text {
            environment.add_template_owned(FREE_TEXT, source.clone())?;
        }
        Ok(Self { compiled, environment })
    }

    /// The message that is filled.
    #[must_use]
    pub const fn compiled(&self) -> &WhatsappCompiled {
        &self.compiled
    }

    /// A value for each variable of the template, by its name: on one line, as Meta wants it.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn values(&self, person: &Variables) -> Result<BTreeMap<String, String>, Unfit> {
        let mut values = BTreeMap::new();
        for name in self.compiled.template.variables() {
            let value = one_line(&self.fill(name, person)?);
            if value.is_empty() {
                return Err(Unfit::Empty(name.to_owned()));
            }
            values.insert(name.to_owned(), value);
        }
        let length = filled(&self.compiled.template.body, &values).chars().count();
        if length > BODY_MAX { Err(Unfit::TooLong(length)) } else { Ok(values) }
    }

    /// What is said instead where the window is open; none where nothing is.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn free_text(&self, person: &Variables) -> Result<Option<String>, Unfit> {
        if self.compiled.message.free_text.is_none() {
            return Ok(None);
        }
        let text = self.fill(FREE_TEXT, person)?.trim().to_owned();
        match text.chars().count() {
            0 => Err(Unfit::Empty("free_text".to_owned())),
            length if length > FREE_TEXT_MAX => Err(Unfit::TooLong(length)),
            _ => Ok(Some(text)),
        }
    }

    /// The template as a person sees it.
    ///
    /// # Errors
    /// Why this person cannot get it.
    pub fn show(&self, person: &Variables) -> Result<Shown, Unfit> {
        let values = self.values(person)?;
        let header = match &self.compiled.template.header {
            Some(TemplateHeader::Text { text }) => Some(filled(text, &values)),
            Some(TemplateHeader::Media { .. }) | None => None,
        };
        Ok(Shown { header, body: filled(&self.compiled.template.body, &values) })
    }

    fn fill(&self, name: &str, person: &Variables) -> Result<String, Unfit> {
        let template = self.environment.get_template(name);
        let text = template.and_then(|template| template.render(person.context()));
        text.map_err(|reason| Unfit::Broken(reason.to_string()))
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
    use domain::whatsapp::{TemplateButton, TemplateCategory, TemplateContent, WhatsappMessage};

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
        WhatsappRenderer::new(compile_whatsapp(&template(), "1", &message).unwrap()).unwrap()
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
    fn a_person_without_a_value_or_with_too_long_a_one_gets_nothing_rather_than_half() {
        let renderer = renderer(message(&WHOLE));
        assert_eq!(renderer.values(&Variables::default()), Err(Unfit::Empty("prenom".into())));
        let mut person = awa();
        person.set("contact", "nom", "x".repeat(1_100));
        assert!(matches!(renderer.values(&person), Err(Unfit::TooLong(length)) if length > 1_100));
    }

    #[test]
    fn what_the_template_wants_and_what_it_does_not_know_is_told_by_its_place() {
        let wrong = WhatsappMessage {
            link: None,
            ..message(&[("prenom", " "), ("saison", "{{ x "), ("oubli", "a")])
        };
        let errors = compile_whatsapp(&template(), "1", &wrong).unwrap_err();
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
        let compiled = compile_whatsapp(&template(), "1", &message(&WHOLE)).unwrap();
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
}
