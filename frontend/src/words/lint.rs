//! What a look at a template of WhatsApp found, as a sentence that says what to do.

use domain::whatsapp::{LintCode, LintFinding};

use crate::{
    i18n::{Locale, td_string},
    intl,
};

/// « Le texte commence par « prenom » : mettez des mots devant. »
pub(crate) fn lint(l: Locale, finding: &LintFinding) -> String {
    use LintCode as C;
    // A limit is a number; anything else is a name.
    let about = finding.about.parse().map_or_else(|_| finding.about.clone(), |limit| intl::number(l, limit));
    match finding.code {
        C::NameInvalid => td_string!(l, lint.name_invalid).to_string(),
        C::LanguageInvalid => td_string!(l, lint.language_invalid).to_string(),
        C::CategoryAuthentication => td_string!(l, lint.category_authentication).to_string(),
        C::Duplicate => td_string!(l, lint.duplicate, about).to_string(),
        C::BodyMissing => td_string!(l, lint.body_missing).to_string(),
        C::BodyLong => td_string!(l, lint.body_long, about).to_string(),
        C::BodyLongFilled => td_string!(l, lint.body_long_filled, about).to_string(),
        C::HeaderMissing => td_string!(l, lint.header_missing).to_string(),
        C::HeaderLong => td_string!(l, lint.header_long, about).to_string(),
        C::HeaderVariables => td_string!(l, lint.header_variables).to_string(),
        C::HeaderFormatted => td_string!(l, lint.header_formatted).to_string(),
        C::HeaderMedia => td_string!(l, lint.header_media).to_string(),
        C::FooterMissing => td_string!(l, lint.footer_missing).to_string(),
        C::FooterLong => td_string!(l, lint.footer_long, about).to_string(),
        C::FooterVariable => td_string!(l, lint.footer_variable).to_string(),
        C::VariableBroken => td_string!(l, lint.variable_broken).to_string(),
        C::VariableName => td_string!(l, lint.variable_name, about).to_string(),
        C::VariableFirst => td_string!(l, lint.variable_first, about).to_string(),
        C::VariableLast => td_string!(l, lint.variable_last, about).to_string(),
        C::VariableAdjacent => td_string!(l, lint.variable_adjacent, about).to_string(),
        C::VariableDense => td_string!(l, lint.variable_dense, about).to_string(),
        C::VariableTwice => td_string!(l, lint.variable_twice, about).to_string(),
        C::ExampleMissing => td_string!(l, lint.example_missing, about).to_string(),
        C::ExampleCharacters => td_string!(l, lint.example_characters, about).to_string(),
        C::ExampleCode => td_string!(l, lint.example_code, about).to_string(),
        C::ButtonsMany => td_string!(l, lint.buttons_many, about).to_string(),
        C::ButtonsKind => td_string!(l, lint.buttons_kind, about).to_string(),
        C::ButtonsMixed => td_string!(l, lint.buttons_mixed).to_string(),
        C::ButtonsHidden => td_string!(l, lint.buttons_hidden, about).to_string(),
        C::ButtonsDesktop => td_string!(l, lint.buttons_desktop).to_string(),
        C::ButtonMissing => td_string!(l, lint.button_missing).to_string(),
        C::ButtonLong => td_string!(l, lint.button_long, about).to_string(),
        C::ButtonVariable => td_string!(l, lint.button_variable).to_string(),
        C::ButtonTwice => td_string!(l, lint.button_twice, about).to_string(),
        C::ButtonUrl => td_string!(l, lint.button_url, about).to_string(),
        C::ButtonPhone => td_string!(l, lint.button_phone).to_string(),
        C::OptOutMissing => td_string!(l, lint.opt_out_missing).to_string(),
        C::OptOutWord => td_string!(l, lint.opt_out_word, about).to_string(),
        C::Positional => td_string!(l, lint.positional, about).to_string(),
    }
}
