//! When it leaves: at once, or at a wall time in a zone, with the instant that it means.

pub(super) mod settings;
pub(super) mod slices;
mod zone;

use chrono::NaiveDateTime;
use domain::campaign::Schedule as Due;
use leptos::prelude::*;

use super::Wizard;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    ui::Icon,
};

/// The zone that is offered first.
const ZONE: &str = "Europe/Paris";

/// What is wrong with a schedule, now.
pub(super) fn problem(l: Locale, due: &Due) -> Option<&'static str> {
    match zone::instant(due.wall, &due.zone) {
        None => Some(td_string!(l, schedule.skipped)),
        Some(at) if intl::is_past(at) => Some(td_string!(l, schedule.past)),
        Some(_) => None,
    }
}

/// The third step.
#[component]
pub(super) fn Schedule(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let due = Memo::new(move |_| editor.draft.with(|draft| draft.edit.schedule.clone()));
    let set = move |due: Option<Due>| editor.draft.update(|draft| draft.edit.schedule = due);
    let later = Memo::new(move |_| due.with(Option::is_some));
    view! {
        <section class="eb-block eb-home eb-narrow-block" aria-labelledby="schedule-when">
            <h2 id="schedule-when">{move || t_string!(i18n, schedule.when)}</h2>
            <fieldset class="eb-bare" disabled=move || editor.form().readonly.get()>
                <div class="eb-cards" role="radiogroup" aria-labelledby="schedule-when">
                    <label class="eb-card"><span class="eb-card-icon"><Icon name=icondata_bs::BsSend/></span>
                        <span class="eb-card-text"><b>{move || t_string!(i18n, schedule.now)}</b><small>{move || t_string!(i18n, schedule.now_text)}</small></span>
                        <input class="form-check-input" type="radio" name="when" prop:checked=move || !later.get() on:change=move |_| set(None)/></label>
                    <label class="eb-card"><span class="eb-card-icon"><Icon name=icondata_bs::BsCalendarCheck/></span>
                        <span class="eb-card-text"><b>{move || t_string!(i18n, schedule.later)}</b><small>{move || t_string!(i18n, schedule.later_text)}</small></span>
                        <input class="form-check-input" type="radio" name="when" prop:checked=move || later.get() on:change=move |_| set(zone::tomorrow(ZONE))/></label>
                </div>
                <Show when=move || later.get()><When due set=Callback::new(set)/></Show>
            </fieldset>
        </section>
        <slices::Slices wizard/>
        <settings::Settings wizard/>
    }
}

#[component]
fn When(due: Memo<Option<Due>>, set: Callback<Option<Due>>) -> impl IntoView {
    let i18n = use_i18n();
    let wall = move || due.with(|due| due.as_ref().map(|due| due.wall.format("%Y-%m-%dT%H:%M").to_string()));
    let change = move |change: &dyn Fn(&mut Due)| {
        if let Some(mut next) = due.get_untracked() {
            change(&mut next);
            set.run(Some(next));
        }
    };
    let typed = move |value: String| {
        // An input that is not filled in yet says nothing.
        if let Ok(wall) = format!("{value}:00").parse::<NaiveDateTime>() {
            change(&|due| due.wall = wall);
        }
    };
    let wrong = move || due.with(|due| due.as_ref().and_then(|due| problem(i18n.get_locale(), due)));
    view! {
        <div class="eb-when" class:eb-wrong=move || wrong().is_some()>
            <div class="eb-field"><label class="eb-label" for="field-schedule">{move || t_string!(i18n, schedule.wall)}</label>
                <input class="form-control num" id="field-schedule" type="datetime-local" aria-describedby="schedule-told schedule-wrong"
                    aria-invalid=move || wrong().is_some().to_string() prop:value=move || wall().unwrap_or_default()
                    on:change:target=move |event| typed(event.target().value())/></div>
            <div class="eb-field"><label class="eb-label" for="field-zone">{move || t_string!(i18n, schedule.zone)}</label>
                <zone::ZoneChoice due on_choice=Callback::new(move |zone: String| change(&|due| due.zone.clone_from(&zone)))/></div>
            <p id="schedule-told" class="eb-when-told" role="status">{move || due.with(|due| due.as_ref().and_then(|due| told(i18n.get_locale(), due)))}</p>
            <p id="schedule-wrong" class="eb-field-error" role="alert">{move || wrong().map(|text| view! { <Icon name=icondata_bs::BsExclamationCircle/>{text} })}</p>
        </div>
    }
}

/// « mardi 3 mars 2026 à 14 h 30 (Europe/Paris), soit 13 h 30 UTC ».
fn told(l: Locale, due: &Due) -> Option<String> {
    let at = zone::instant(due.wall, &due.zone)?;
    let (there, utc) = (intl::long_in(l, at, &due.zone), intl::hour_in(l, at, "UTC"));
    Some(td_string!(l, schedule.told, there = there, utc = utc).to_string())
}
