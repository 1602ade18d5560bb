//! What a look at a template may find.

use serde::{Deserialize, Serialize};

use crate::{check::Severity, text::words};

words! {
    /// What was found in a template before it is handed in (developers.facebook.com, templates/overview, components,
    /// template-review).
    LintCode {
        /// The name is no name that the provider takes.
        NameInvalid = "name.invalid",
        /// The language is none that the provider takes.
        LanguageInvalid = "language.invalid",
        /// Templates for codes to sign in with are not made here.
        CategoryAuthentication = "category.authentication",
        /// Another template says the same: the provider refuses it as a duplicate.
        Duplicate = "template.duplicate",
        /// There is no text.
        BodyMissing = "body.missing",
        /// The text is too long.
        BodyLong = "body.long",
        /// The text is too long with its examples.
        BodyLongFilled = "body.long_filled",
        /// The line above the text is empty.
        HeaderMissing = "header.missing",
        /// The line above the text is too long.
        HeaderLong = "header.long",
        /// More than one variable stands above the text.
        HeaderVariables = "header.variables",
        /// Bold, italic, code or a line break stands above the text.
        HeaderFormatted = "header.formatted",
        /// The example of the picture, film or document is no https address.
        HeaderMedia = "header.media",
        /// The line below the text is empty.
        FooterMissing = "footer.missing",
        /// The line below the text is too long.
        FooterLong = "footer.long",
        /// A variable stands in the line below the text.
        FooterVariable = "footer.variable",
        /// Braces that open or close nothing.
        VariableBroken = "variable.broken",
        /// A variable's name is none: lower-case letters, digits and `_`, a letter first.
        VariableName = "variable.name",
        /// The text begins with a variable.
        VariableFirst = "variable.first",
        /// The text ends with a variable.
        VariableLast = "variable.last",
        /// Nothing but blanks stands between two variables.
        VariableAdjacent = "variable.adjacent",
        /// Too many variables for so few words.
        VariableDense = "variable.dense",
        /// A variable stands twice in a text: Meta wants named ones unique.
        VariableTwice = "variable.twice",
        /// A variable has no example.
        ExampleMissing = "example.missing",
        /// An example holds a line break, a tab or five blanks in a row: no message may.
        ExampleCharacters = "example.characters",
        /// The code that a button copies is too long, or not one word.
        ExampleCode = "example.code",
        /// There are too many buttons.
        ButtonsMany = "buttons.many",
        /// There are too many buttons of one kind.
        ButtonsKind = "buttons.kind",
        /// Quick replies do not stand together.
        ButtonsMixed = "buttons.mixed",
        /// Only some of the buttons show at once.
        ButtonsHidden = "buttons.hidden",
        /// Such buttons do not show on a computer.
        ButtonsDesktop = "buttons.desktop",
        /// Nothing stands on a button.
        ButtonMissing = "button.missing",
        /// Too much stands on a button.
        ButtonLong = "button.long",
        /// A variable or a line break stands on a button.
        ButtonVariable = "button.variable",
        /// The same stands on two buttons.
        ButtonTwice = "button.twice",
        /// The address of a button is none, or too long.
        ButtonUrl = "button.url",
        /// The number of a button is none in E.164, or too long.
        ButtonPhone = "button.phone",
        /// Marketing that tells nobody how to stop it.
        OptOutMissing = "opt_out.missing",
        /// What stands on a button opts out of marketing, and the button is none that does.
        OptOutWord = "opt_out.word",
        /// The provider knows variables by their places: these.
        Positional = "twilio.positional",
    }
}

/// A part of a text, in characters from 0: from the first to behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    /// The first character.
    pub from: usize,
    /// Behind the last one.
    pub to: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LintFinding {
    /// What was found.
    pub code: LintCode,
    /// How much it weighs.
    pub severity: Severity,
    /// JSON pointer (RFC 6901) into the template's content.
    pub pointer: String,
    /// Which part of the text there; none for the whole.
    pub span: Option<Span>,
    /// What the sentence needs: a limit, a name; empty where it needs nothing.
    pub about: String,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Report(pub(super) Vec<LintFinding>);

impl Report {
    /// Something that has to be mended.
    pub(super) fn block(&mut self, code: LintCode, pointer: &str, span: Option<Span>, about: impl ToString) {
        self.add(code, Severity::Blocking, pointer, span, about);
    }

    /// Something that deserves a look.
    pub(super) fn warn(&mut self, code: LintCode, pointer: &str, span: Option<Span>, about: impl ToString) {
        self.add(code, Severity::Warning, pointer, span, about);
    }

    /// Something good to know.
    pub(super) fn inform(&mut self, code: LintCode, pointer: &str, about: impl ToString) {
        self.add(code, Severity::Info, pointer, None, about);
    }

    /// A text that is longer than `max`: what is too much of it.
    pub(super) fn length(&mut self, code: LintCode, pointer: &str, text: &str, max: usize) {
        let to = text.chars().count();
        if to > max {
            self.block(code, pointer, Some(Span { from: max, to }), max);
        }
    }

    fn add(
        &mut self,
        code: LintCode,
        severity: Severity,
        pointer: &str,
        span: Option<Span>,
        about: impl ToString,
    ) {
        self.0.push(LintFinding {
            code,
            severity,
            pointer: pointer.to_owned(),
            span,
            about: about.to_string(),
        });
    }
}
