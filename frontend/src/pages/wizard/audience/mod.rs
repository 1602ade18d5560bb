//! Who it is for: sources, conditions, and what they come to.

mod choice;
mod conditions;
mod count;
mod rest;
pub(super) mod sentence;
mod sources;

use std::time::Duration;

use domain::audience::{AudienceQuestion, Field, Segment};
use leptos::prelude::*;

use super::{Wizard, cost::Cost};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    remote::Remote,
    ui::{Icon, debounced},
};
use choice::Choice;

/// How long hands rest before it is counted.
const REST: Duration = Duration::from_millis(400);

/// The first step.
#[component]
pub(super) fn Audience(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let editor = wizard.editor;
    let segment = Memo::new(move |_| editor.draft.with(|draft| draft.edit.audience.clone()));
    let count = counted(wizard, segment);
    // Another program may have composed an audience that these fields cannot show.
    let shown =
        move || segment.with(|segment| segment.as_ref().is_none_or(|segment| Choice::of(segment).is_some()));
    let readonly = editor.form().readonly;
    let choice = Signal::derive(move || {
        segment.with(|segment| segment.as_ref().and_then(Choice::of).unwrap_or_default())
    });
    let change = Callback::new(move |choice: Choice| {
        editor.draft.update(|draft| draft.edit.audience = choice.segment())
    });
    view! {
        <div class="eb-panes">
            <div class="eb-pane">
                {move || if shown() {
                    view! { <fieldset class="eb-bare" disabled=move || readonly.get()><sources::Sources choice change/><conditions::Conditions choice change/></fieldset> }.into_any()
                } else if segment.with(follows_up) {
                    // Exactly those: there is nothing to choose.
                    ().into_any()
                } else {
                    view! { <Foreign wizard/> }.into_any()
                }}
                <rest::Rest wizard/>
                <Told segment/>
                <count::Falls count/>
            </div>
            <aside class="eb-rail-pane"><count::Planned count segment/><rest::Reached count/><Cost wizard lines=false/><count::People count/></aside>
        </div>
    }
}

/// Whether it is those whom a campaign by WhatsApp did not reach.
fn follows_up(segment: &Option<Segment>) -> bool {
    matches!(segment, Some(Segment::Is(condition)) if condition.field == Field::Missed)
}

/// The count of the audience, once hands rest.
fn counted(
    wizard: Wizard,
    segment: Memo<Option<Segment>>,
) -> Remote<Option<domain::audience::AudienceCount>> {
    let api = use_api();
    let channel = wizard.editor.draft.with_untracked(|draft| draft.channel);
    let settled = debounced(segment, REST);
    let email_to_the_rest = Memo::new(move |_| rest::is_wanted(wizard));
    Remote::new(move || {
        let (segment, email_to_the_rest) = (settled.get(), email_to_the_rest.get());
        async move {
            match segment {
                Some(segment) => {
                    api.audience(&AudienceQuestion { channel, segment, email_to_the_rest }).await.map(Some)
                }
                None => Ok(None),
            }
        }
    })
}

/// The audience as one reads it.
#[component]
fn Told(segment: Memo<Option<Segment>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        segment.get().map(|segment| view! {
            <p class="eb-block eb-sentence"><Icon name=icondata_bs::BsChatQuote/>
                <span>{move || t_string!(i18n, list.quoted, words = sentence::of(i18n.get_locale(), &segment)).to_string()}</span></p>
        })
    }
}

/// An audience that the fields cannot show.
#[component]
fn Foreign(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    view! {
        <section class="eb-block">
            <h2>{move || t_string!(i18n, audience.foreign)}</h2>
            <p>{move || t_string!(i18n, audience.foreign_text)}</p>
            <div class="eb-dialog-acts"><button type="button" class="btn btn-secondary"
                on:click=move |_| editor.draft.update(|draft| draft.edit.audience = None)>{move || t_string!(i18n, audience.again)}</button></div>
        </section>
    }
}
