//! The legend, in the order of the drawing.

use leptos::prelude::*;

use super::drawing::{Drawing, Series, Shape};

/// Each series by its mark and name; the table says the rest.
#[component]
pub(super) fn Key(
    /// What is drawn.
    drawing: Signal<Drawing>,
) -> impl IntoView {
    let entry = |series: &Series| {
        let shape = match series.shape {
            Shape::Bar if series.hatched => "eb-mark-hatch",
            Shape::Bar => "eb-mark-bar",
            _ if series.dashed => "eb-mark-dash",
            _ => "eb-mark-line",
        };
        let class = format!("eb-key-mark {shape} {}", series.tone.class());
        view! { <li><span class=class></span>{series.name.clone()}</li> }
    };
    view! {
        <ul class="eb-key" aria-hidden="true">
            {move || drawing.with(|drawing| drawing.series.iter().map(entry).collect_view())}
        </ul>
    }
}
