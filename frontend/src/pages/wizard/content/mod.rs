//! What it says: sender, subject, message, and how one person of the audience will see it.

mod begin;
mod message;
mod preview;
mod sender;
pub(crate) mod template;
mod whatsapp;

pub(super) use preview::Preview;

use domain::Channel;
use leptos::prelude::*;

use super::Wizard;
use crate::i18n::{t_string, use_i18n};

/// The second step.
#[component]
pub(super) fn Content(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let email = wizard.editor.draft.with_untracked(|draft| draft.channel == Channel::Email);
    if !email {
        return view! { <whatsapp::WhatsappContent wizard/> }.into_any();
    }
    view! {
        <div class="eb-panes eb-panes-even">
            <div class="eb-pane">
                <section class="eb-block eb-form-block" aria-labelledby="content-from">
                    <h2 id="content-from">{move || t_string!(i18n, content.from)}</h2>
                    <sender::SenderFields wizard/>
                </section>
                <section class="eb-block eb-form-block" aria-labelledby="content-message">
                    <h2 id="content-message">{move || t_string!(i18n, content.message)}</h2>
                    <begin::Begin wizard/>
                    <message::Message wizard/>
                </section>
            </div>
            <Preview wizard/>
        </div>
    }
    .into_any()
}
