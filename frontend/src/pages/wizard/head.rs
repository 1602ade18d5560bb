//! Above the steps: where one is, what it is called, whether it is saved.

use leptos::prelude::*;

use super::{Place, Wizard, naming, step::Readiness};
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
            <Show when=move || !wizard.is_part && !editor.form().readonly.get()>
                <button type="button" class="btn btn-quiet eb-icon-button" aria-label=move || t_string!(i18n, wizard.rename)
                    on:click=move |_| named.set(true)><Icon name=icondata_bs::BsPencil/></button>
            </Show>
            <Stepper wizard/>
            <div class="eb-wizard-state">
                <SaveState autosave=wizard.autosave/>
                {(!wizard.is_part).then(|| view! { <MoreActs editor/> })}
            </div>
        </header>
        <naming::Naming wizard open=named/>
    }
}

#[component]
fn Stepper(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let places = Memo::new(move |_| wizard.places());
    view! {
        <nav class="eb-steps" aria-label=move || t_string!(i18n, wizard.steps)>
            <ol>{move || places.get().into_iter().enumerate().map(|(at, place)| view! { <Entry wizard place number=at + 1/> }).collect_view()}</ol>
        </nav>
    }
}

#[component]
fn Entry(wizard: Wizard, place: Place, number: usize) -> impl IntoView {
    let i18n = use_i18n();
    let Place { step, id, .. } = place;
    let here = id == wizard.id;
    let current = move || (here && wizard.step.get() == step).then_some("step");
    // Of the other campaign nothing is known here.
    let readiness = Memo::new(move |_| {
        if here { wizard.editor.draft.with(|draft| step.readiness(draft)) } else { Readiness::ToDo }
    });
    let sign = move || match readiness.get() {
        Readiness::Ready => view! { <Icon name=icondata_bs::BsCheckLg/> }.into_any(),
        Readiness::ToDo | Readiness::Begun => number.into_any(),
    };
    let class = move || match readiness.get() {
        Readiness::Ready => "eb-step-sign eb-step-ready",
        Readiness::Begun => "eb-step-sign eb-step-begun",
        Readiness::ToDo => "eb-step-sign",
    };
    let told = move || here.then(|| words::readiness(i18n.get_locale(), readiness.get()));
    let name = move || place.name(i18n.get_locale(), &wizard.places());
    view! {
        <li><a href=place.href() aria-current=current>
            <span class=class aria-hidden="true">{sign}</span>
            <span class="eb-step-name">{name}</span>
            {move || told().map(|told| view! { <span class="visually-hidden">", " {told}</span> })}
        </a></li>
    }
}
