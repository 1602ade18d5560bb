//! The same data as a table.

use leptos::prelude::*;

use super::drawing::{Drawing, Series};
use crate::{
    i18n::{Locale, use_i18n},
    intl,
};

/// A row for each label, a column for each series.
#[component]
pub(super) fn DataTable(
    /// What is drawn.
    drawing: Signal<Drawing>,
    /// The question.
    #[prop(into)]
    caption: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let head = move || {
        drawing.with(|drawing| {
            let names = drawing
                .series
                .iter()
                .map(|series| view! { <th scope="col" class="r">{series.name.clone()}</th> });
            view! { <tr><th scope="col">{drawing.over.clone()}</th>{names.collect_view()}</tr> }
        })
    };
    let rows = move || drawing.with(|drawing| rows(i18n.get_locale(), drawing));
    view! {
        <div class="eb-data" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="eb-table">
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <thead>{head}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn rows(locale: Locale, drawing: &Drawing) -> Vec<AnyView> {
    let cell = |series: &Series, at: usize| {
        let value = series.values.get(at).copied().flatten();
        let text = value.map_or_else(|| "–".to_owned(), |value| intl::decimal(locale, value));
        view! { <td class="r">{text}</td> }
    };
    let labels = drawing.labels.iter().enumerate();
    labels
        .map(|(at, label)| {
            let cells = drawing.series.iter().map(|series| cell(series, at)).collect_view();
            view! { <tr><th scope="row">{label.clone()}</th>{cells}</tr> }.into_any()
        })
        .collect()
}
