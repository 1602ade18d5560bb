//! A question with real numbers before something that cannot be undone.

use leptos::prelude::*;

use super::{Dialog, fresh_id};
use crate::{
    api::Failure,
    i18n::{t_string, use_i18n},
    watch::watch,
};

/// Asks; where a number is given, the person writes it before the act.
#[component]
pub(crate) fn Confirm(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: TextProp,
    /// What will happen, in real numbers.
    #[prop(into)]
    text: TextProp,
    /// The act, as a verb.
    #[prop(into)]
    act: TextProp,
    /// The number to write again.
    #[prop(into, optional)]
    retype: Signal<Option<i64>>,
    /// Why it was refused.
    failure: RwSignal<Option<Failure>>,
    /// Does it.
    on_yes: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    watch(move || {
        open.track();
        typed.set(String::new());
        wrong.set(false);
        failure.set(None);
    });
    let act_name = act.clone();
    let yes = move || match retype.get_untracked() {
        Some(number) if digits(&typed.get_untracked()) != number.to_string() => wrong.set(true),
        _ => on_yes.run(()),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        yes();
    };
    view! {
        <Dialog open=open on_close=Callback::new(move |()| open.set(false)) title>
            <form on:submit=submit novalidate>
                {let text = text.clone(); move || view! { <p>{text.get()}</p> }}
                {move || retype.get().map(|number| view! { <Retype number typed wrong/> })}
                <Refused failure/>
                <div class="eb-dialog-acts">
                    <button type="submit" class="btn btn-primary">{let act = act_name.clone(); move || act.get()}</button>
                    <button type="button" class="btn btn-secondary" on:click=move |_| open.set(false)>{move || t_string!(i18n, confirm.back)}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// « 12 480 » is written with or without its spaces.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[component]
fn Retype(number: i64, typed: RwSignal<String>, wrong: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("retype");
    let shown = move || crate::intl::count(i18n.get_locale(), number);
    view! {
        <div class="eb-field" class:eb-wrong=move || wrong.get()>
            <label class="eb-label" for=id.clone()>{move || t_string!(i18n, confirm.retype, number = shown()).to_string()}</label>
            <input class="form-control num" id=id type="text" inputmode="numeric" autocomplete="off" aria-invalid=move || wrong.get().to_string()
                prop:value=move || typed.get() on:input:target=move |event| typed.set(event.target().value())/>
            <p class="eb-field-error" role="alert">{move || wrong.get().then(|| t_string!(i18n, confirm.wrong, number = shown()).to_string())}</p>
        </div>
    }
}

#[component]
fn Refused(failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move |failure: Failure| match failure {
        Failure::Problem(problem) => {
            problem.errors.first().map_or(problem.detail.clone(), |field| field.detail.clone())
        }
        Failure::Network => t_string!(i18n, confirm.network).to_owned(),
        Failure::Unreadable(what) => what,
    };
    view! { <div role="alert">{move || failure.get().map(|failure| view! { <p class="eb-field-error">{text(failure)}</p> })}</div> }
}
