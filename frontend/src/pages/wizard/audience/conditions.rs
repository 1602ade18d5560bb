//! What contacts of a source must be.

use domain::{
    audience::Field,
    sources::{GroupCount, Source},
};
use leptos::prelude::*;

use super::choice::{Choice, fields};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::fresh_id,
    words,
};

/// The conditions of every source that is chosen.
#[component]
pub(super) fn Conditions(
    /// What is chosen.
    choice: Signal<Choice>,
    /// Takes another choice.
    change: Callback<Choice>,
) -> impl IntoView {
    let of = move |source: Source| {
        let chosen = Memo::new(move |_| choice.with(|choice| choice.has(source)));
        view! { <Show when=move || chosen.get()><OfSource source choice change/></Show> }
    };
    [Source::Clients, Source::Companies].map(of).collect_view()
}

#[component]
fn OfSource(source: Source, choice: Signal<Choice>, change: Callback<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let id = format!("audience-{source}");
    let labelled = id.clone();
    let question = move || match source {
        Source::Clients => t_string!(i18n, audience.which_clients),
        Source::Companies | Source::Import => t_string!(i18n, audience.which_companies),
    };
    // Key contacts have a switch of their own.
    let shown = fields(source).iter().filter(|field| **field != Field::Role);
    view! {
        <section class="eb-block eb-conditions" aria-labelledby=labelled>
            <div><h2 id=id>{question}</h2><p class="eb-page-sub">{move || t_string!(i18n, audience.all_met)}</p></div>
            {shown.map(|field| view! { <OfField source field=*field choice change/> }).collect_view()}
        </section>
    }
}

#[component]
fn OfField(source: Source, field: Field, choice: Signal<Choice>, change: Callback<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let values = Remote::new(move || api.values(field));
    let offered = move || {
        let known = values.get().and_then(Result::ok).unwrap_or_default();
        let known = known.into_iter().filter(|group| !group.value.is_empty());
        // What is chosen stays in sight, even when nobody has it any more.
        let chosen = choice.with_untracked(|choice| choice.values(source, field).to_vec());
        with_chosen(known.collect(), chosen)
    };
    let any = move || choice.with(|choice| choice.values(source, field).is_empty());
    view! {
        <fieldset class="eb-condition">
            <legend>{move || words::field(i18n.get_locale(), field)}
                <Show when=any><small>{move || t_string!(i18n, audience.any)}</small></Show></legend>
            <div class="eb-options">{move || offered().into_iter().map(|group| view! { <Value source field group choice change/> }).collect_view()}</div>
            {move || values.get().is_some_and(|values| values.is_err()).then(|| view! { <p class="eb-help">{move || t_string!(i18n, audience.no_values)}</p> })}
        </fieldset>
    }
}

fn with_chosen(mut known: Vec<GroupCount>, chosen: Vec<String>) -> Vec<GroupCount> {
    let missing: Vec<_> =
        chosen.into_iter().filter(|value| known.iter().all(|group| group.value != *value)).collect();
    known.extend(missing.into_iter().map(|value| GroupCount { value, rows: 0 }));
    known
}

#[component]
fn Value(
    source: Source,
    field: Field,
    group: GroupCount,
    choice: Signal<Choice>,
    change: Callback<Choice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("value");
    let labelled = id.clone();
    let GroupCount { value, rows } = group;
    let name = value.clone();
    let value = StoredValue::new(value);
    let chosen =
        move || choice.with(|choice| value.with_value(|value| choice.values(source, field).contains(value)));
    let toggle = move |_| {
        let mut next = choice.get_untracked();
        let value = value.get_value();
        let mut values = next.values(source, field).to_vec();
        match values.iter().position(|chosen| *chosen == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value),
        }
        next.choose(source, field, values);
        change.run(next);
    };
    view! {
        <label class="eb-option" for=labelled><input class="form-check-input" type="checkbox" id=id prop:checked=chosen on:change=toggle/>
            <span>{move || words::value(i18n.get_locale(), field, &name)}</span>
            {(rows > 0).then(|| view! { <small class="num">{move || intl::number(i18n.get_locale(), rows)}</small> })}</label>
    }
}
