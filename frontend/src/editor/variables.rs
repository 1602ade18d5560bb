//! The variables that a template may name: a click puts one where the cursor was.

use domain::variables::VARIABLES;
use js_sys::JsString;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement, HtmlTextAreaElement};

use crate::{
    browser,
    i18n::{t_string, use_i18n},
};

/// The fields that take variables.
const FIELDS: [&str; 4] = ["field-subject", "field-html", "field-text", "field-whatsapp-free_text"];
/// What fills a WhatsApp template: a field for each of its variables.
const VALUES: &str = "field-whatsapp-values-";

fn takes_variables(id: &str) -> bool {
    FIELDS.contains(&id) || id.starts_with(VALUES)
}

/// A row of buttons.
#[component]
pub(crate) fn Variables() -> impl IntoView {
    let i18n = use_i18n();
    let last = StoredValue::new(None::<String>);
    let handle = window_event_listener(ev::focusin, move |event| {
        let id =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).map(|element| element.id());
        if let Some(id) = id.filter(|id| takes_variables(id)) {
            last.set_value(Some(id));
        }
    });
    on_cleanup(move || handle.remove());
    let put = move |name: &str| {
        // Where nothing was focused yet: the main text.
        let field = last.get_value().filter(|id| browser::element(id).is_some());
        let field = field.or_else(|| {
            FIELDS.iter().skip(1).find(|id| browser::element(id).is_some()).map(|id| (*id).to_owned())
        });
        if let Some(field) = field {
            insert(&field, &format!("{{{{ {name} }}}}"));
        }
    };
    view! {
        <div class="eb-field" role="group" aria-labelledby="variables-label" aria-describedby="variables-help">
            <span class="eb-label" id="variables-label">{move || t_string!(i18n, field.variables)}</span>
            <div class="eb-chips">
                {VARIABLES.iter().map(|name| view! {
                    <button type="button" class="eb-chip" title=move || t_string!(i18n, field.insert) on:click=move |_| put(name)>{*name}</button>
                }).collect_view()}
            </div>
            <p class="eb-help" id="variables-help">{move || t_string!(i18n, field.variables_help)}</p>
        </div>
    }
}

/// Puts the text in place of the selection, as if it had been typed.
pub(crate) fn insert(field: &str, text: &str) {
    let Some(element) = browser::element(field) else { return };
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        // Refused only where nothing can be selected; a text area always can.
        drop(area.set_range_text(text));
    } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        drop(input.set_range_text(text));
    }
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &bubbling) {
        drop(element.dispatch_event(&event));
    }
    browser::focus(field);
}

/// Puts a mark on both sides of the selection, which stays selected.
pub(crate) fn wrap(field: &str, mark: &str) {
    let Some(element) = browser::element(field) else { return };
    let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() else { return };
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default();
    let (from, to) = (place(area.selection_start()), place(area.selection_end()));
    let chosen = String::from(JsString::from(area.value()).slice(from, to));
    insert(field, &format!("{mark}{chosen}{mark}"));
    // Marks are ASCII: as many units as bytes.
    let beside = u32::try_from(mark.len()).unwrap_or_default();
    browser::select(field, from + beside, to + beside);
}
