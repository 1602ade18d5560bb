//! Above the steps: where one is, what it is called, whether it is saved.

use leptos::prelude::*;

use super::{
    Wizard, naming,
    step::{Readiness, Step},
};
use crate::{
    editor::{MoreActs, SaveState},
    i18n::{t_string, use_i18n},
    ui::{ChannelLabel, Icon, StatePill},
    words,
};

/// Stays at the top, under the bar of the product.
#[component]
pub(super) fn Head(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let named = RwSignal::new(false);
    let name = move || editor.draft.with(|draft| words::named(i18n.get_locale(), &draft.edit.name));
    let facts = move || {
        editor.saved.get().map(
            |campaign| view! { <ChannelLabel channel=campaign.channel/><StatePill state=campaign.state/> },
        )
    };
    view! {
        <header class="eb-wizard-head">
            <a class="btn btn-quiet eb-icon-button" href="/campaigns" aria-label=move || t_string!(i18n, wizard.back)><Icon name=icondata_bs::BsArrowLeft/></a>
            <div class="eb-wizard-name">
                <h1>{name}</h1>
                <div class="eb-page-facts">{facts}</div>
            </div>
            <Show when=move || !editor.form().readonly.get()>
                <button type="button" class="btn btn-quiet eb-icon-button" aria-label=move || t_string!(i18n, wizard.rename)
                    on:click=move |_| named.set(true)><Icon name=icondata_bs::BsPencil/></button>
            </Show>
            <Stepper wizard/>
            <div class="eb-wizard-state">
                <SaveState autosave=wizard.autosave/>
                <MoreActs editor/>
            </div>
        </header>
        <naming::Naming wizard open=named/>
    }
}

#[component]
fn Stepper(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="eb-steps" aria-label=move || t_string!(i18n, wizard.steps)>
            <ol>{Step::ALL.into_iter().enumerate().map(|(at, step)| view! { <Entry wizard step number=at + 1/> }).collect_view()}</ol>
        </nav>
    }
}

#[component]
fn Entry(wizard: Wizard, step: Step, number: usize) -> impl IntoView {
    let i18n = use_i18n();
    let current = move || (wizard.step.get() == step).then_some("step");
    let readiness = Memo::new(move |_| wizard.editor.draft.with(|draft| step.readiness(draft)));
    let sign = move || match readiness.get() {
        Readiness::Ready => view! { <Icon name=icondata_bs::BsCheckLg/> }.into_any(),
        Readiness::ToDo | Readiness::Begun => number.into_any(),
    };
    let class = move || match readiness.get() {
        Readiness::Ready => "eb-step-sign eb-step-ready",
        Readiness::Begun => "eb-step-sign eb-step-begun",
        Readiness::ToDo => "eb-step-sign",
    };
    let told = move || words::readiness(i18n.get_locale(), readiness.get());
    view! {
        <li><a href=step.href(wizard.id) aria-current=current>
            <span class=class aria-hidden="true">{sign}</span>
            <span class="eb-step-name">{move || words::step(i18n.get_locale(), step)}</span>
            <span class="visually-hidden">", " {told}</span>
        </a></li>
    }
}
