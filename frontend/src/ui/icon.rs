//! Icons: inline, on a grid of 16, in the colour of the text around. They never speak alone.

use leptos::prelude::*;

/// An icon of Bootstrap's set.
#[component]
pub(crate) fn Icon(
    /// Which one.
    name: icondata_core::Icon,
) -> impl IntoView {
    view! { <svg class="eb-icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" inner_html=name.data></svg> }
}

/// The suite's mark: an eye.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! {
        <svg class="eb-mark" viewBox="0 0 28 28" aria-hidden="true">
            <rect width="28" height="28" rx="7"/>
            <path d="M5.5 14Q14 2 22.5 14Q14 26 5.5 14z"/>
            <circle cx="14" cy="14" r="3"/>
        </svg>
    }
}
