//! What the campaign would cost as it is saved, beside the steps.

use leptos::prelude::*;

use super::Wizard;
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    remote::Remote,
    ui::Estimate,
};

/// The block; nothing by e-mail, and before audience and template are chosen.
#[component]
pub(super) fn Cost(
    /// The wizard.
    wizard: Wizard,
    /// Whether it is shown country by country.
    #[prop(default = true)]
    lines: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let (id, editor) = (wizard.id, wizard.editor);
    if editor.draft.with_untracked(|draft| draft.channel == domain::Channel::Email) {
        return ().into_any();
    }
    let saved = Memo::new(move |_| editor.saved.with(|saved| saved.as_ref().map(|saved| saved.version)));
    let cost = Remote::new(move || {
        saved.track();
        api.cost(id)
    });
    let estimate = move || cost.get()?.ok()?.estimate;
    (move || {
        estimate().map(|estimate| {
            view! {
                <section class="eb-block" aria-labelledby="wizard-cost">
                    <h2 class="eb-small-title" id="wizard-cost">{move || t_string!(i18n, cost.estimated)}</h2>
                    <Estimate estimate lines/>
                </section>
            }
        })
    })
    .into_any()
}
