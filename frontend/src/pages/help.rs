//! Help: the shortcuts, and where the API is described.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    shell::ShortcutList,
    ui::set_title,
};

/// The same place on every page leads here.
#[component]
pub(crate) fn HelpPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, help.title).to_owned());
    view! {
        <div class="eb-page-head"><div><h1>{move || t_string!(i18n, help.title)}</h1></div></div>
        <div class="eb-grid">
            <section class="eb-block eb-span-7" aria-labelledby="help-keys">
                <h2 id="help-keys">{move || t_string!(i18n, shortcuts.title)}</h2>
                <ShortcutList/>
            </section>
            <section class="eb-block eb-span-5" aria-labelledby="help-more">
                <h2 id="help-more">{move || t_string!(i18n, help.more)}</h2>
                <p>{move || t_string!(i18n, help.typed)}</p>
                <p>{move || t_string!(i18n, help.conflict)}</p>
                <p>{move || t_string!(i18n, help.api)} " " <a rel="external" href="/api/docs/">{move || t_string!(i18n, help.api_link)}</a></p>
            </section>
        </div>
    }
}
