//! The canvas that the charts' library draws on.

use leptos::{html, prelude::*, task::spawn_local};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::drawing::{Drawing, Series};
use crate::{
    i18n::{Locale, td_string, use_i18n},
    intl,
    watch::watch,
};

#[wasm_bindgen(module = "/js/load.js")]
extern "C" {
    /// A chart on its canvas.
    type Chart;

    #[wasm_bindgen(catch, js_name = draw)]
    async fn load(canvas: HtmlCanvasElement, spec: String) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn show(this: &Chart, spec: String);

    #[wasm_bindgen(method)]
    fn end(this: &Chart);
}

/// What the library is told.
#[derive(Serialize)]
struct Spec<'a> {
    locale: &'static str,
    colon: &'static str,
    labels: &'a [String],
    series: &'a [Series],
}

fn spec(locale: Locale, drawing: &Drawing) -> String {
    let spec = Spec {
        locale: intl::tag(locale),
        colon: td_string!(locale, field.colon),
        labels: &drawing.labels,
        series: &drawing.series,
    };
    // Texts and finite numbers: they always encode.
    serde_json::to_string(&spec).unwrap_or_default()
}

/// Draws, and draws again when the data or the language change. Tells when the library cannot be had.
#[component]
pub(super) fn Canvas(
    /// What is drawn.
    drawing: Signal<Drawing>,
    /// What it shows, for whoever does not see it.
    #[prop(into)]
    label: Signal<String>,
    /// Told when there is no drawing.
    on_failure: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Canvas>::new();
    let chart = StoredValue::new_local(None::<Chart>);
    let text = move || drawing.with(|drawing| spec(i18n.get_locale(), drawing));
    watch(move || {
        let (Some(canvas), text) = (node.get(), text()) else { return };
        if chart.with_value(|chart| chart.as_ref().map(|chart| chart.show(text.clone()))).is_some() {
            return;
        }
        spawn_local(async move {
            match load(canvas, text).await {
                Ok(drawn) => keep(chart, drawn.unchecked_into()),
                Err(_) => drop(on_failure.try_run(())),
            }
        });
    });
    on_cleanup(move || chart.with_value(|chart| chart.as_ref().map_or((), Chart::end)));
    view! { <canvas role="img" node_ref=node aria-label=move || label.get()></canvas> }
}

/// The chart is there; the page may have gone meanwhile, or another one was drawn first.
fn keep(place: StoredValue<Option<Chart>, LocalStorage>, chart: Chart) {
    match place.try_with_value(Option::is_none) {
        Some(true) => place.set_value(Some(chart)),
        _ => chart.end(),
    }
}
