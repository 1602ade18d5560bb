//! The sign-in page: why it is shown, the way through the suite, and the field for a development token.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    Ending, claims, config,
    config::{Config, Environment},
    use_session,
};
use crate::{
    browser,
    i18n::{t_string, use_i18n},
    remote::Remote,
    shell::{LanguageMenu, ThemeMenu},
    ui::{Icon, Mark},
    watch::watch,
};

/// Shown at whatever address the person was, so that signing in leads back there.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let i18n = use_i18n();
    let config = Remote::new(config::load);
    watch(move || document().set_title(&format!("{} · EB VISION Marketing", t_string!(i18n, sign_in.title))));
    view! {
        <header class="eb-door-bar"><LanguageMenu/><ThemeMenu/></header>
        <main class="eb-door" id="contenu" tabindex="-1">
            <div class="eb-door-card">
                <p class="eb-door-brand"><Mark/><span>"EB VISION " <b>"Marketing"</b></span></p>
                <h1>{move || t_string!(i18n, sign_in.title)}</h1>
                <Why/>
                {move || config.get().map(|config| view! { <Ways config=config.ok()/> })}
            </div>
        </main>
    }
}

/// Through the suite where it says how; by hand where it does not, and for developers.
#[component]
fn Ways(config: Option<Config>) -> impl IntoView {
    let development = config.as_ref().is_some_and(|config| config.environment == Environment::Development);
    let url = config.and_then(|config| config.sign_in_url);
    let by_hand = development || url.is_none();
    view! {
        {url.map(|url| view! { <Suite url/> })}
        {by_hand.then(|| view! { <Paste development/> })}
    }
}

#[component]
fn Why() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    move || {
        match session.ending() {
        Ending::Fresh => view! { <p class="eb-soft">{move || t_string!(i18n, sign_in.fresh)}</p> }.into_any(),
        Ending::Left => view! { <p class="eb-soft" role="status">{move || t_string!(i18n, sign_in.left)}</p> }.into_any(),
        Ending::Refused => view! {
            <div class="eb-notice eb-warning" role="alert">
                <Icon name=icondata_bs::BsClockHistory/>
                <div><b>{move || t_string!(i18n, sign_in.expired)}</b><p>{move || t_string!(i18n, sign_in.expired_kept)}</p></div>
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Suite(url: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="eb-soft">{move || t_string!(i18n, sign_in.suite)}</p>
        <a class="btn btn-primary eb-wide" rel="external" href=url>{move || t_string!(i18n, sign_in.suite_action)}</a>
    }
}

#[component]
fn Paste(development: bool) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let (token, set_token) = signal(String::new());
    let (wrong, set_wrong) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = token.get().trim().to_owned();
        if claims::read(&token).is_some() {
            session.open(&token);
        } else {
            set_wrong.set(true);
            browser::focus("token");
        }
    };
    view! {
        <form class="eb-door-form" on:submit=submit novalidate>
            <label for="token" class="eb-label">{move || t_string!(i18n, sign_in.token)}</label>
            <textarea id="token" class="form-control eb-mono" rows="4" spellcheck="false" autocomplete="off"
                aria-describedby="token-help token-error" aria-invalid=move || wrong.get().to_string()
                on:input:target=move |event| { set_wrong.set(false); set_token.set(event.target().value()); }></textarea>
            <p id="token-error" class="eb-field-error" role="alert">
                {move || wrong.get().then(|| view! { <Icon name=icondata_bs::BsExclamationCircle/>{move || t_string!(i18n, sign_in.not_a_token)} })}
            </p>
            <p id="token-help" class="eb-help">
                {move || if development { t_string!(i18n, sign_in.token_help) } else { t_string!(i18n, sign_in.token_from_suite) }}
            </p>
            {development.then(|| view! { <code class="eb-command">"ebvision-marketing token --role marketer"</code> })}
            <button class="btn btn-primary eb-wide" type="submit">{move || t_string!(i18n, sign_in.action)}</button>
        </form>
    }
}
