//! A block that answers a question.

use leptos::prelude::*;

use super::{canvas::Canvas, drawing::Drawing, key::Key, table::DataTable};
use crate::{
    i18n::{t_string, use_i18n},
    ui::{Icon, fresh_id},
};

/// The question, its drawing or the table instead, and the answer.
#[component]
pub(crate) fn Figure(
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What exactly is shown: unit, period, zone.
    #[prop(into)]
    about: Signal<String>,
    /// The answer.
    #[prop(into)]
    caption: Signal<String>,
    /// The proof.
    #[prop(into)]
    drawing: Signal<Drawing>,
    /// Its place in the grid.
    #[prop(default = "eb-span-8")]
    span: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("figure");
    let labelled = id.clone();
    let as_table = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let table = move || as_table.get() || missing.get();
    let drawn = move || {
        match table() {
        true => view! { <DataTable drawing caption=title/> }.into_any(),
        false => view! {
            <Key drawing/>
            <div class="eb-canvas"><Canvas drawing label=caption on_failure=Callback::new(move |()| missing.set(true))/></div>
        }
        .into_any(),
    }
    };
    view! {
        <figure class=format!("eb-block eb-chart {span}") aria-labelledby=labelled>
            <div class="eb-block-head">
                <div><h2 id=id>{move || title.get()}</h2><p class="eb-page-sub">{move || about.get()}</p></div>
                <button type="button" class="btn btn-quiet btn-sm" aria-pressed=move || as_table.get().to_string()
                    on:click=move |_| as_table.update(|table| *table = !*table)>
                    <Icon name=icondata_bs::BsTable/>{move || t_string!(i18n, chart.table)}
                </button>
            </div>
            <Show when=move || missing.get()><p class="eb-help" role="status">{move || t_string!(i18n, chart.missing)}</p></Show>
            {drawn}
            <figcaption class="eb-caption">{move || caption.get()}</figcaption>
        </figure>
    }
}
