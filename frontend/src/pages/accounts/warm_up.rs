//! The plan of an account that mailboxes do not know yet: somewhat more every day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::pace::WarmUp;
use js_sys::Date;
use leptos::prelude::*;

use crate::{
    api::Paces,
    editor::{Editor, Number},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
};

/// Today, where the days of plans begin.
pub(super) fn today() -> NaiveDate {
    #[allow(clippy::cast_possible_truncation)] // milliseconds of this age
    let now = Date::now() as i64;
    DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default().date_naive()
}

/// A cautious beginning, as the large mailbox providers ask for.
fn usual() -> WarmUp {
    WarmUp { from: today(), first: 500, growth_percent: 50, until: 50_000 }
}

/// « dès le 3 mars 2026 : 500, +50 % par jour, jusqu’à 50 000 ».
pub(super) fn told(l: Locale, plan: WarmUp) -> String {
    let WarmUp { from, first, growth_percent, until } = plan;
    let number = |value: u64| intl::number(l, value);
    td_string!(
        l,
        pace.plan_told,
        day = intl::day_of(l, from),
        first = number(first.into()),
        growth = number(growth_percent.into()),
        until = number(until.into())
    )
    .to_string()
}

/// The plan, and what it comes to.
#[component]
pub(super) fn Plan(
    /// The form's state.
    editor: Editor<Paces>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let on = Memo::new(move |_| editor.draft.with(|draft| draft.warm_up.is_some()));
    let switch = move |on: bool| editor.draft.update(|draft| draft.warm_up = on.then(usual));
    view! {
        <fieldset class="eb-bare" disabled=move || form.readonly.get()>
            <legend class="eb-label">{move || t_string!(i18n, pace.warm_up)}</legend>
            <div class="form-check form-switch"><input class="form-check-input" type="checkbox" role="switch" id="field-warm_up" prop:checked=move || on.get()
                on:change:target=move |event| switch(event.target().checked())/>
                <label class="form-check-label" for="field-warm_up">{move || t_string!(i18n, pace.warm_up_on)}</label></div>
            <Show when=move || on.get()><Fields editor/></Show>
        </fieldset>
    }
}

#[component]
fn Fields(editor: Editor<Paces>) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let plan = move || editor.draft.with(|draft| draft.warm_up).unwrap_or_else(usual);
    let change = move |change: &dyn Fn(&mut WarmUp)| {
        editor.draft.update(|draft| draft.warm_up.iter_mut().for_each(change));
    };
    let day = move |text: String| {
        // A day that is not filled in yet says nothing.
        if let Ok(from) = text.parse() {
            change(&|plan| plan.from = from);
        }
    };
    view! {
        <div class="eb-halves">
            <div class="eb-field"><div class="eb-field-head"><label class="eb-label" for="field-warm_up-from">{move || t_string!(i18n, pace.from)}</label></div>
                <input class="form-control num" id="field-warm_up-from" type="date" prop:value=move || plan().from.to_string() on:change:target=move |event| day(event.target().value())/>
                <p class="eb-help">{move || intl::day_of(i18n.get_locale(), plan().from)}</p></div>
            <Number form pointer="/warm_up/first" label=move || t_string!(i18n, pace.first) help="" value=Signal::derive(move || Some(plan().first))
                on_input=Callback::new(move |number: Option<u32>| change(&|plan| plan.first = number.unwrap_or_default()))/>
            <Number form pointer="/warm_up/growth_percent" label=move || t_string!(i18n, pace.growth) help="" value=Signal::derive(move || Some(plan().growth_percent.into()))
                on_input=Callback::new(move |number: Option<u32>| change(&|plan| plan.growth_percent = number.unwrap_or_default().try_into().unwrap_or(u16::MAX)))/>
            <Number form pointer="/warm_up/until" label=move || t_string!(i18n, pace.until) help="" value=Signal::derive(move || Some(plan().until))
                on_input=Callback::new(move |number: Option<u32>| change(&|plan| plan.until = number.unwrap_or_default()))/>
        </div>
        <p class="eb-help" role="status">{move || comes_to(i18n.get_locale(), plan())}</p>
    }
}

/// « Aujourd’hui : 750 messages au plus. Le plan s’achève le 14 mars 2026. »
fn comes_to(l: Locale, plan: WarmUp) -> String {
    let limit = plan.limit_on(today()).map(|limit| {
        let count = intl::number(l, limit.into());
        match intl::is_single(l, limit.into()) {
            true => td_string!(l, pace.today.single, count).to_string(),
            false => td_string!(l, pace.today.several, count).to_string(),
        }
    });
    let end = plan.ends_on().map(|day| td_string!(l, pace.ends, day = intl::day_of(l, day)).to_string());
    limit.into_iter().chain(end).collect::<Vec<_>>().join(" ")
}
