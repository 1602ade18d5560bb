//! The page around a form: where one is, what it is called, why it may be read only, and the form itself.

use leptos::{ev, ev::SubmitEvent, prelude::*};

use super::{
    Ask, Asking, Difference, Editor, Target,
    bar::{Restored, SaveBar},
    conflict::Conflict,
    summary::Summary,
};
use crate::{
    api::Noun,
    i18n::{Locale, t, t_string, use_i18n},
    ui::Icon,
    words,
};

/// Heading, notices, form and bar; the page gives the fields.
#[component]
pub(crate) fn EditorFrame<N: Noun>(
    /// The form's state.
    editor: Editor<N>,
    /// Back to the list: its address and name.
    back: (String, Signal<&'static str>),
    /// The page's heading.
    #[prop(into)]
    title: Signal<String>,
    /// Beside the heading: state, channel.
    #[prop(into)]
    facts: ViewFn,
    /// Beside those: what can be done with it, where that is more than copying it and putting it away.
    #[prop(into, optional)]
    acts: ViewFn,
    /// Which fields differ in a conflict.
    differences: fn(Locale, &N::Draft, &N::Draft) -> Vec<Difference>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let handle = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s") {
            event.prevent_default();
            editor.save();
        }
    });
    on_cleanup(move || handle.remove());
    crate::ui::set_title(move || title.get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.save();
    };
    let (href, name) = back;
    let form = editor.form();
    view! {
        <nav class="eb-back"><a href=href><Icon name=icondata_bs::BsChevronLeft/>{move || name.get()}</a></nav>
        <div class="eb-page-head">
            <div><h1>{move || title.get()}</h1><div class="eb-page-facts">{facts.run()}</div></div>
            <Acts editor/>{acts.run()}
        </div>
        <Why editor/>
        <Restored form/>
        <Summary form/>
        <form class="eb-form" novalidate on:submit=submit>
            {children()}
            <Show when=move || !form.readonly.get()><SaveBar form/></Show>
        </form>
        <Conflict editor differences/>
    }
}

#[component]
fn Acts<N: Noun>(editor: Editor<N>) -> impl IntoView {
    let i18n = use_i18n();
    let ask = RwSignal::new(None);
    let target = move || editor.saved.get().map(|view| Target::from(N::facts(&view)));
    let archived = move || target().is_some_and(|target| target.archived);
    let offered = move || N::COPIES && editor.writes && editor.saved.with(Option::is_some);
    view! {
        <Show when=offered>
            <div class="eb-page-acts">
                <button type="button" class="btn btn-secondary" on:click=move |_| ask.set(target().map(Ask::Duplicate))>
                    <Icon name=icondata_bs::BsCopy/>{move || t_string!(i18n, acts.duplicate)}
                </button>
                <button type="button" class="btn btn-secondary" on:click=move |_| ask.set(target().map(Ask::PutAway))>
                    <Icon name=icondata_bs::BsArchive/>
                    {move || if archived() { t_string!(i18n, acts.unarchive) } else { t_string!(i18n, acts.archive) }}
                </button>
            </div>
        </Show>
        <Asking noun=N::default() ask done=Callback::new(move |view| editor.adopt_flags(view))/>
    }
}

/// Why nothing can be changed, when nothing can.
#[component]
pub(crate) fn Why<N: Noun>(
    /// The form's state.
    editor: Editor<N>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let archived = editor.saved.with(|view| view.as_ref().is_some_and(|view| N::facts(view).archived));
        let reason = if !editor.writes {
            t!(
                i18n,
                readonly.right,
                right = move || words::permission(i18n.get_locale(), N::WRITE),
                code = N::WRITE.as_str()
            )
            .into_any()
        } else if archived {
            t!(i18n, readonly.archived).into_any()
        } else {
            (move || N::locked(i18n.get_locale())).into_any()
        };
        editor.is_readonly().then(|| view! {
            <div class="eb-notice" role="note"><Icon name=icondata_bs::BsLock/><p><b>{move || t_string!(i18n, readonly.title)}</b> " " {reason}</p></div>
        })
    }
}
