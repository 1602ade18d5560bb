//! A button that opens a short list. The browser's popover closes it by Esc or a click beside, and gives the focus back.

use leptos::{html, prelude::*};

use super::fresh_id;

/// Room between the button and its list, in pixels.
const GAP: f64 = 4.0;

/// The list's children are buttons and links; choosing one closes it.
#[component]
pub(crate) fn Menu(
    /// The button's whole name.
    #[prop(into)]
    label: TextProp,
    /// The button's style.
    class: &'static str,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// What the list holds.
    children: Children,
) -> impl IntoView {
    let id = fresh_id("menu");
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    // Before the choice acts, so that a dialog which it opens gives the focus back to the button, not to a hidden list.
    let close = move |_| {
        if let (Some(list), Some(button)) = (list.get_untracked(), button.get_untracked()) {
            // Each fails only for what is closed, or gone, already.
            drop(list.hide_popover());
            drop(button.focus());
        }
    };
    view! {
        <button type="button" class=class node_ref=button popovertarget=id.clone()
            aria-label=move || label.get()>{face.run()}</button>
        <div class="eb-menu" popover="auto" id=id node_ref=list on:click:capture=close
            on:toggle=move |_| place(button, list)>{children()}</div>
    }
}

/// Whether somebody is choosing from a menu just now.
pub(crate) fn menu_is_open() -> bool {
    document().query_selector(".eb-menu:popover-open").is_ok_and(|menu| menu.is_some())
}

/// Under the button, inside the window.
fn place(button: NodeRef<html::Button>, list: NodeRef<html::Div>) {
    let (Some(button), Some(list)) = (button.get_untracked(), list.get_untracked()) else { return };
    let (anchor, own) = (button.get_bounding_client_rect(), list.get_bounding_client_rect());
    let side =
        |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or_default();
    let (width, height) = (side(window().inner_width()), side(window().inner_height()));
    // Not `clamp`, which would bring what writes its complaint about such numbers.
    let left = (anchor.right() - own.width()).min(width - own.width() - GAP).max(GAP);
    let below = anchor.bottom() + GAP;
    let top =
        if below + own.height() > height { (anchor.top() - own.height() - GAP).max(GAP) } else { below };
    let style = web_sys::HtmlElement::style(&list);
    // Lengths that we have just computed are never refused.
    drop(style.set_property("left", &pixels(left)));
    drop(style.set_property("top", &pixels(top)));
}

/// Whole ones: what writes numbers with a point need not come with the first page.
#[allow(clippy::cast_possible_truncation)] // no window is wider than 2^31 pixels
fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i32)
}
