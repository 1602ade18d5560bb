//! The network went away: since when, and what is safe.

use leptos::{ev, prelude::*};

use crate::{
    i18n::{t, t_string, use_i18n},
    intl,
    ui::Icon,
};

/// Shown while the browser says that it is offline.
#[component]
pub(crate) fn Offline() -> impl IntoView {
    let i18n = use_i18n();
    let lost = move || intl::now(i18n.get_locale_untracked());
    let since = RwSignal::new((!window().navigator().on_line()).then(lost));
    let gone = window_event_listener(ev::offline, move |_| since.set(Some(lost())));
    let back = window_event_listener(ev::online, move |_| since.set(None));
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    view! {
        <div role="status">
            {move || since.get().map(|since| view! {
                <div class="eb-notice eb-warning eb-offline">
                    <Icon name=icondata_bs::BsWifiOff/>
                    <p><b>{t!(i18n, shell.offline, since)}</b> " " {move || t_string!(i18n, shell.offline_kept)}</p>
                </div>
            })}
        </div>
    }
}
