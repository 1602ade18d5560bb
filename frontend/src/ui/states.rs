//! What a block shows when it has nothing to show, not yet, or no more.

use leptos::prelude::*;

use super::Icon;
use crate::{
    api::Failure,
    i18n::{t, t_string, use_i18n},
    ui::use_notices,
};

/// Bars at the place of the coming text; the style sheet waits 300 ms before it shows them.
#[component]
pub(crate) fn Skeleton(
    /// How many lines.
    #[prop(default = 6)]
    rows: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let row =
        || view! { <div class="eb-bones" aria-hidden="true"><span></span><span></span><span></span></div> };
    view! {
        <div class="eb-skeleton" role="status">
            <span class="visually-hidden">{move || t_string!(i18n, state.loading)}</span>
            {(0..rows).map(|_| row()).collect_view()}
        </div>
    }
}

/// Nothing there: a sentence, and what to do about it.
#[component]
pub(crate) fn Empty(
    /// A picture for the eye.
    icon: icondata_core::Icon,
    /// What there is not.
    #[prop(into)]
    title: TextProp,
    /// Why, or what would be here.
    #[prop(into)]
    text: TextProp,
    /// One action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="eb-state">
            <span class="eb-state-icon"><Icon name=icon/></span>
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            <div class="eb-state-acts">{children.map(|children| children())}</div>
        </div>
    }
}

/// What failed, what is safe, the number to copy, and another try.
#[component]
pub(crate) fn Broken(
    /// Why.
    failure: Failure,
    /// Another try.
    retry: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let request = failure.request().map(str::to_owned);
    let (title, text) = match failure {
        Failure::Problem(problem) => (Some(problem.title), Some(problem.detail)),
        Failure::Network => (None, None),
        Failure::Unreadable(what) => (None, Some(what)),
    };
    let unread = text.is_some();
    view! {
        <div class="eb-state" role="alert">
            <span class="eb-state-icon eb-danger"><Icon name=icondata_bs::BsXOctagon/></span>
            <h2>{title.map_or_else(
                || if unread { t!(i18n, broken.unreadable).into_any() } else { t!(i18n, broken.network).into_any() },
                IntoAny::into_any)}</h2>
            <p>{text.map_or_else(|| t!(i18n, broken.network_text).into_any(), IntoAny::into_any)}</p>
            {request.clone().map(|request| view! { <p class="eb-mono eb-small">{move || t_string!(i18n, broken.request)} " " {request}</p> })}
            <div class="eb-state-acts">
                <button type="button" class="btn btn-secondary" on:click=move |_| retry.run(())>
                    <Icon name=icondata_bs::BsArrowClockwise/>{move || t_string!(i18n, broken.retry)}
                </button>
                {request.map(|request| view! { <CopyNumber request/> })}
            </div>
        </div>
    }
}

#[component]
fn CopyNumber(request: String) -> impl IntoView {
    let i18n = use_i18n();
    let notices = use_notices();
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&request);
        leptos::task::spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            match wasm_bindgen_futures::JsFuture::from(promise).await {
                Ok(_) => notices.say(crate::i18n::td_string!(locale, broken.copied)),
                Err(_) => notices.say(crate::i18n::td_string!(locale, broken.not_copied)),
            }
        });
    };
    view! {
        <button type="button" class="btn btn-quiet" on:click=copy>
            <Icon name=icondata_bs::BsClipboard/>{move || t_string!(i18n, broken.copy)}
        </button>
    }
}
