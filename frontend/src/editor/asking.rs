//! The dialogs of the acts: each asks in words before it acts.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::acts::{Ask, Hands, Target};
use crate::{
    api::{Failure, Noun},
    browser,
    i18n::{t_string, td_string, use_i18n},
    ui::Dialog,
};

/// The dialog of whatever is asked.
#[component]
pub(crate) fn Asking<N: Noun>(
    /// What it is asked of.
    noun: N,
    /// What is asked.
    ask: RwSignal<Option<Ask<N::Id>>>,
    /// Told what came of putting it away.
    done: Callback<N::View>,
) -> impl IntoView {
    let i18n = use_i18n();
    let _ = noun;
    let hands = Hands::<N>::new(ask, done);
    let title = move || {
        ask.get().map_or_else(String::new, |ask| {
            let name = ask.target().name.clone();
            match ask {
                Ask::Duplicate(_) => t_string!(i18n, acts.duplicate_title, name).to_string(),
                Ask::PutAway(target) if target.archived => {
                    t_string!(i18n, acts.unarchive_title, name).to_string()
                }
                Ask::PutAway(_) => t_string!(i18n, acts.archive_title, name).to_string(),
            }
        })
    };
    view! {
        <Dialog open=Signal::derive(move || ask.with(Option::is_some)) on_close=Callback::new(move |()| ask.set(None)) title>
            {move || ask.get().map(|asked| match asked {
                Ask::Duplicate(target) => view! { <Duplicate hands target/> }.into_any(),
                Ask::PutAway(target) => view! { <PutAway hands target/> }.into_any(),
            })}
        </Dialog>
    }
}

#[component]
fn PutAway<N: Noun>(hands: Hands<N>, target: Target<N::Id>) -> impl IntoView {
    let i18n = use_i18n();
    let archived = target.archived;
    view! {
        <p>{move || if archived { t_string!(i18n, acts.unarchive_text) } else { t_string!(i18n, acts.archive_text) }}</p>
        <Refusal hands/>
        <div class="eb-dialog-acts">
            <button type="button" class="btn btn-primary" on:click=move |_| hands.put_away(target.clone())>
                {move || if archived { t_string!(i18n, acts.unarchive) } else { t_string!(i18n, acts.archive) }}
            </button>
            <button type="button" class="btn btn-secondary" on:click=move |_| hands.ask.set(None)>{move || t_string!(i18n, acts.cancel)}</button>
        </div>
    }
}

#[component]
fn Duplicate<N: Noun>(hands: Hands<N>, target: Target<N::Id>) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let first = td_string!(i18n.get_locale_untracked(), acts.copy_of, name = target.name.clone()).to_string();
    let key = StoredValue::new(browser::attempt_key());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(field), Some(key)) = (field.get_untracked(), key.get_value()) {
            hands.duplicate(target.clone(), field.value(), key);
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <label class="eb-label" for="copy-name">{move || t_string!(i18n, field.name)}</label>
            <input class="form-control" id="copy-name" type="text" autocomplete="off" node_ref=field prop:value=first
                on:input=move |_| key.set_value(browser::attempt_key())/>
            <p class="eb-help">{move || t_string!(i18n, acts.duplicate_text)}</p>
            <Refusal hands/>
            <div class="eb-dialog-acts">
                <button type="submit" class="btn btn-primary">{move || t_string!(i18n, acts.duplicate)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| hands.ask.set(None)>{move || t_string!(i18n, acts.cancel)}</button>
            </div>
        </form>
    }
}

#[component]
fn Refusal<N: Noun>(hands: Hands<N>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move |failure: Failure| match failure {
        Failure::Problem(problem) => {
            problem.errors.first().map_or(problem.detail.clone(), |field| field.detail.clone())
        }
        Failure::Network => t_string!(i18n, editor.network).to_owned(),
        Failure::Unreadable(what) => what,
    };
    view! {
        <div role="alert">{move || hands.failure.get().map(|failure| view! { <p class="eb-field-error">{text(failure)}</p> })}</div>
    }
}
