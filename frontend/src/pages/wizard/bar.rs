//! At the foot: back, leave, and on. The way on is always open, and says what is missing.

use leptos::prelude::*;

use super::{
    Place, Wizard, schedule,
    step::{self, Need, Readiness, Step},
};
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::Icon,
};

/// Stays at the foot of the page.
#[component]
pub(super) fn Bar(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let missing = move || missing(i18n.get_locale(), wizard);
    let before = move || wizard.around()[0].map(Place::href);
    let after = move || wizard.around()[2].map(Place::href);
    view! {
        <div class="eb-wizard-bar">
            {move || before().map(|href| view! { <a class="btn btn-secondary" href=href>{move || t_string!(i18n, wizard.before)}</a> })}
            <a class="btn btn-quiet" href="/campaigns">{move || t_string!(i18n, wizard.leave)}</a>
            <p class="eb-wizard-missing" role="status">{move || missing().map(|text| view! { <Icon name=icondata_bs::BsExclamationCircle/>{text} })}</p>
            {move || after().map(|href| view! {
                <a class="btn btn-primary" href=href>{move || t_string!(i18n, wizard.after)}<Icon name=icondata_bs::BsArrowRight/></a>
            })}
        </div>
    }
}

/// What this step still needs.
fn missing(l: Locale, wizard: Wizard) -> Option<String> {
    let step = wizard.step.get();
    wizard.editor.draft.with(|draft| match (step, step.readiness(draft)) {
        (Step::Schedule, _) => {
            draft.edit.schedule.as_ref().and_then(|due| schedule::problem(l, due)).map(str::to_owned)
        }
        (Step::Review, _) | (_, Readiness::Ready) => None,
        (Step::Audience, _) => Some(td_string!(l, wizard.missing_audience).to_owned()),
        (Step::Content, _) => {
            let needs: Vec<_> = step::missing(draft).map(|need| name(l, need)).collect();
            Some(td_string!(l, wizard.missing_content, needs = needs.join(", ")).to_string())
        }
    })
}

fn name(l: Locale, need: Need) -> &'static str {
    match need {
        Need::Subject => td_string!(l, wizard.need_subject),
        Need::Message => td_string!(l, wizard.need_message),
        Need::Sender => td_string!(l, wizard.need_sender),
        Need::Template => td_string!(l, wizard.need_template),
    }
}
