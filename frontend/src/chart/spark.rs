//! A line without axes: whether a figure rises or falls. The figure beside it says the rest.

use leptos::prelude::*;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
const EDGE: f64 = 3.0;

/// The values of the period, the last one marked.
#[component]
pub(crate) fn Spark(
    /// The values, in order; where there was nothing to measure, none.
    values: Vec<Option<f64>>,
) -> impl IntoView {
    let points = points(&values);
    let path = path(&points);
    let end = points.last().copied();
    view! {
        <svg class="eb-spark" viewBox="0 0 120 28" aria-hidden="true">
            <path d=path></path>
            {end.map(|(x, y)| view! { <circle cx=tenths(x) cy=tenths(y) r="2.5"></circle> })}
        </svg>
    }
}

/// Where the values stand; those that are missing leave a gap in time, not in the line.
#[allow(clippy::cast_precision_loss)] // a period has some hundred values
fn points(values: &[Option<f64>]) -> Vec<(f64, f64)> {
    let top = values.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    let last = values.len().saturating_sub(1).max(1) as f64;
    let place = |(at, value): (usize, &Option<f64>)| {
        let x = EDGE + (WIDTH - 2.0 * EDGE) * at as f64 / last;
        value.map(|value| (x, HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * value / top))
    };
    values.iter().enumerate().filter_map(place).collect()
}

fn path(points: &[(f64, f64)]) -> String {
    let step = |(at, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if at == 0 { 'M' } else { 'L' }, tenths(*x), tenths(*y))
    };
    points.iter().enumerate().map(step).collect()
}

/// `17.4`, of a place inside the drawing: what writes any number with a point need not come with the first page.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 120
fn tenths(place: f64) -> String {
    let tenths = (place * 10.0).round() as u32;
    format!("{}.{}", tenths / 10, tenths % 10)
}
