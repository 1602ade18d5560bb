//! Wall times and instants, by what the browser knows of zones.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, Utc};
use domain::campaign::Schedule;
use js_sys::{Array, Date, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::intl;

/// The wall time that clocks of a zone show at an instant; none where the browser does not know the zone.
fn shown(at: DateTime<Utc>, zone: &str) -> Option<NaiveDateTime> {
    let date = intl::date_of(at);
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
    let format: Function = Reflect::get(&date, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
    // Swedish dates are written as ISO 8601 has them. An unknown zone is an error here, not a panic.
    let text = format.call2(&date, &"sv-SE".into(), &options).ok()?.as_string()?;
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok()
}

/// The instant of a wall time; none where clocks skip it, or where the zone is not known.
pub(super) fn instant(wall: NaiveDateTime, zone: &str) -> Option<DateTime<Utc>> {
    let mut at = wall.and_utc();
    // The first step finds the offset of about that time, the second one that of the very time.
    for _ in 0..2 {
        at += wall - shown(at, zone)?;
    }
    (shown(at, zone)? == wall).then_some(at)
}

/// Tomorrow at nine, as somebody there would say.
pub(super) fn tomorrow(zone: &str) -> Option<Schedule> {
    #[allow(clippy::cast_possible_truncation)] // milliseconds of this age
    let now = DateTime::from_timestamp_millis(Date::now() as i64)?;
    let day = shown(now, zone)?.date().checked_add_days(Days::new(1))?;
    Some(Schedule { wall: day.and_time(NaiveTime::from_hms_opt(9, 0, 0)?), zone: zone.to_owned() })
}

/// Every zone that the browser knows.
fn zones() -> Vec<String> {
    let known = || -> Result<Array, JsValue> {
        let intl: &JsValue = &Reflect::get(&js_sys::global(), &"Intl".into())?;
        let values: Function = Reflect::get(intl, &"supportedValuesOf".into())?.dyn_into()?;
        values.call1(intl, &"timeZone".into())?.dyn_into()
    };
    // A browser that cannot list them has at least its own.
    known().map_or_else(
        |_| vec![intl::zone()],
        |zones| zones.iter().filter_map(|zone| zone.as_string()).collect(),
    )
}

/// The choice of a zone.
#[component]
pub(super) fn ZoneChoice(
    /// The schedule.
    due: Memo<Option<Schedule>>,
    /// Takes the zone.
    on_choice: Callback<String>,
) -> impl IntoView {
    let present = move || due.with(|due| due.as_ref().map(|due| due.zone.clone())).unwrap_or_default();
    let first = untrack(present);
    let mut names = zones();
    if !names.contains(&first) {
        names.insert(0, first);
    }
    let option = move |name: String| {
        let shown = name.replace('_', " ");
        let value = name.clone();
        view! { <option value=value prop:selected=move || present() == name>{shown}</option> }
    };
    view! {
        <select class="form-select" id="field-zone" on:change:target=move |event| on_choice.run(event.target().value())>
            {names.into_iter().map(option).collect_view()}
        </select>
    }
}
