//! The language: French, unless the browser prefers English; then whatever was chosen.

use domain::Language;
use leptos::prelude::*;

use crate::{
    browser::{self, LASTING},
    i18n::{Locale, Texts, language, t_string, use_i18n},
    ui::{Icon, Menu},
    watch::watch,
};

const KEY: &str = "language";

fn locale(language: Language) -> Locale {
    match language {
        Language::Fr => Locale::fr,
        Language::En => Locale::en,
    }
}

fn first() -> Language {
    let stored = LASTING.read(KEY).and_then(|language| language.parse().ok());
    stored.unwrap_or_else(|| {
        Language::negotiate(&window().navigator().languages().join(",").as_string().unwrap_or_default())
    })
}

/// The texts in the right language; `<html lang>` follows.
pub(crate) fn start() -> Texts {
    let texts = Texts::new(locale(first()));
    watch(move || browser::set_root("lang", language(texts.get_locale()).as_str()));
    texts
}

/// The choice of language.
#[component]
pub(crate) fn LanguageMenu() -> impl IntoView {
    let i18n = use_i18n();
    let choose = move |language: Language| {
        LASTING.keep(KEY, language.as_str());
        i18n.set_locale(locale(language));
    };
    let code = move || language(i18n.get_locale()).as_str();
    view! {
        <Menu label=move || t_string!(i18n, language.label) class="btn btn-quiet eb-language"
            face=move || view! { {code}<Icon name=icondata_bs::BsChevronDown/> }>
            {[(Language::Fr, "Français"), (Language::En, "English")].map(|(each, name)| view! {
                <button type="button" lang=each.as_str() aria-pressed=move || (language(i18n.get_locale()) == each).to_string()
                    on:click=move |_| choose(each)>{name}</button>
            }).collect_view()}
        </Menu>
    }
}
