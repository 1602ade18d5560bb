//! The texts: `locales/fr.json` and `locales/en.json` as types, so that a missing text does not compile.

#[allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_imports,
    non_camel_case_types,
    clippy::all,
    clippy::expect_used
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

use domain::Language;
pub(crate) use generated::i18n::*;
pub(crate) use leptos_i18n::{I18nContext, t, t_string, td_string};

/// The context that texts are read from.
pub(crate) type Texts = I18nContext<Locale>;

/// The domain's name of a locale.
pub(crate) fn language(locale: Locale) -> Language {
    match locale {
        Locale::fr => Language::Fr,
        Locale::en => Language::En,
    }
}
