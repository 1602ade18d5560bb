//! Light, dark, or as the system says. `theme.js` sets it before the first picture; from then on it is kept here.

use icondata_bs as bs;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

use crate::{
    browser::{self, LASTING},
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::{Icon, Menu},
    watch::watch,
};

const KEY: &str = "theme";
const DARK: &str = "(prefers-color-scheme: dark)";

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Auto,
    Light,
    Dark,
}

impl Choice {
    const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn word(self, l: Locale) -> &'static str {
        match self {
            Self::Auto => td_string!(l, theme.auto),
            Self::Light => td_string!(l, theme.light),
            Self::Dark => td_string!(l, theme.dark),
        }
    }

    fn icon(self) -> icondata_core::Icon {
        match self {
            Self::Auto => bs::BsCircleHalf,
            Self::Light => bs::BsSun,
            Self::Dark => bs::BsMoonStars,
        }
    }
}

/// The theme of the page.
#[derive(Clone, Copy)]
pub(crate) struct Theme(RwSignal<Choice>);

impl Theme {
    /// As it was chosen; the page follows, and the system too while the choice is left to it.
    pub(crate) fn start() -> Self {
        let stored = LASTING.read(KEY);
        let choice = Choice::ALL.into_iter().find(|choice| stored.as_deref() == Some(choice.key()));
        let choice = RwSignal::new(choice.unwrap_or(Choice::Auto));
        let system = RwSignal::new(browser::matches(DARK));
        follow(system);
        watch(move || {
            let dark = match choice.get() {
                Choice::Auto => system.get(),
                fixed => fixed == Choice::Dark,
            };
            browser::set_root("data-bs-theme", if dark { "dark" } else { "light" });
        });
        Self(choice)
    }

    fn choose(self, choice: Choice) {
        LASTING.keep(KEY, choice.key());
        self.0.set(choice);
    }
}

fn follow(system: RwSignal<bool>) {
    let Ok(Some(query)) = window().match_media(DARK) else { return };
    let told = Closure::<dyn Fn()>::new(move || system.set(browser::matches(DARK)));
    query.set_onchange(Some(told.as_ref().unchecked_ref()));
    // As long as the page lives.
    told.forget();
}

/// The choice of theme.
#[component]
pub(crate) fn ThemeMenu() -> impl IntoView {
    let i18n = use_i18n();
    let theme: Theme = expect_context();
    view! {
        <Menu label=move || t_string!(i18n, theme.label) class="btn btn-quiet eb-icon-button"
            face=move || view! { {move || view! { <Icon name=theme.0.get().icon()/> }} }>
            {Choice::ALL.map(|choice| view! {
                <button type="button" aria-pressed=move || (theme.0.get() == choice).to_string()
                    on:click=move |_| theme.choose(choice)><Icon name=choice.icon()/>{move || choice.word(i18n.get_locale())}</button>
            }).collect_view()}
        </Menu>
    }
}
