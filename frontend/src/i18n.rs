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
use leptos::prelude::*;
pub(crate) use leptos_i18n::td_string;

/// The language that is spoken now, which texts are read in.
///
/// The library's own context would negotiate it by itself, with all that is known of all languages, and let the browser's win over
/// the person's choice.
#[derive(Clone, Copy)]
pub(crate) struct Texts(RwSignal<Locale>);

impl Texts {
    /// Beginning with this one.
    pub(crate) fn new(first: Locale) -> Self {
        Self(RwSignal::new(first))
    }

    /// The language, read again when it changes.
    pub(crate) fn get_locale(self) -> Locale {
        self.0.get()
    }

    /// The language as it is now.
    pub(crate) fn get_locale_untracked(self) -> Locale {
        self.0.get_untracked()
    }

    /// Speaks another.
    pub(crate) fn set_locale(self, locale: Locale) {
        self.0.set(locale);
    }
}

/// The texts, from the context.
pub(crate) fn use_i18n() -> Texts {
    expect_context()
}

/// A text as a view that follows the language: `t!(i18n, list.updated, zone = zone)`.
macro_rules! t {
    ($texts:expr, $($asked:tt)*) => { ::leptos_i18n::td!($texts.get_locale(), $($asked)*) };
}

/// A text as it is now: `t_string!(i18n, list.clear)`.
macro_rules! t_string {
    ($texts:expr, $($asked:tt)*) => { ::leptos_i18n::td_string!($texts.get_locale(), $($asked)*) };
}

pub(crate) use {t, t_string};

/// The domain's name of a locale.
pub(crate) fn language(locale: Locale) -> Language {
    match locale {
        Locale::fr => Language::Fr,
        Locale::en => Language::En,
    }
}
