//! The message on a phone, as it is typed.

use domain::{campaign::WhatsappPreview, whatsapp::TemplateContent};
use leptos::prelude::*;

use super::draft::Studio;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::Bubble,
};

/// How the message is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// By day.
    Light,
    /// By night.
    Dark,
    /// With the longest values that one meets.
    Long,
    /// Where the picture, the film or the document does not come.
    Bare,
}

impl Look {
    const ALL: [Self; 4] = [Self::Light, Self::Dark, Self::Long, Self::Bare];

    fn name(self, l: Locale) -> &'static str {
        match self {
            Self::Light => td_string!(l, studio.light),
            Self::Dark => td_string!(l, studio.dark),
            Self::Long => td_string!(l, studio.long),
            Self::Bare => td_string!(l, studio.bare),
        }
    }
}

/// The phone, and the ways to look at it.
#[component]
pub(super) fn Preview(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let look = RwSignal::new(Look::Light);
    let message = Memo::new(move |_| {
        let (look, locale) = (look.get(), i18n.get_locale());
        editor.draft.with(|draft| rendered(&draft.content, look, td_string!(locale, studio.long_value)))
    });
    let theme = move || if look.get() == Look::Dark { "dark" } else { "light" };
    view! {
        <section class="eb-block eb-studio-phone" aria-labelledby="studio-preview">
            <h2 id="studio-preview">{move || t_string!(i18n, studio.preview)}</h2>
            <div class="eb-segments" role="group" aria-label=move || t_string!(i18n, studio.how)>
                {Look::ALL.into_iter().map(|one| view! {
                    <button type="button" aria-pressed=move || (look.get() == one).to_string() on:click=move |_| look.set(one)>{move || one.name(i18n.get_locale())}</button>
                }).collect_view()}
            </div>
            <div class="eb-phone" data-bs-theme=theme>{move || view! { <Bubble message=message.get()/> }}</div>
        </section>
    }
}

/// The message with its examples; a variable without one stays as it is written.
fn rendered(content: &TemplateContent, look: Look, long: &str) -> WhatsappPreview {
    let values = match look {
        Look::Long => {
            content.variables().into_iter().map(|name| (name.to_owned(), long.to_owned())).collect()
        }
        _ => content.examples.iter().filter(|(_, example)| !example.is_empty()).map(own).collect(),
    };
    let media_url = Some(String::new()).filter(|_| look != Look::Bare);
    WhatsappPreview { media_url, ..WhatsappPreview::of(content, &values) }
}

fn own((name, example): (&String, &String)) -> (String, String) {
    (name.clone(), example.clone())
}
