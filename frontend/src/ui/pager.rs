//! The way to the neighbouring pages of a list.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::{t_string, use_i18n};

/// Links where there is a neighbour; nothing where there is none on either side.
#[component]
pub(crate) fn Pager(
    /// The address of the page before.
    previous: Option<String>,
    /// The address of the page after.
    next: Option<String>,
    /// How many rows are shown.
    #[prop(into)]
    shown: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="eb-pager" aria-label=move || t_string!(i18n, list.pages)>
            <span class="num" role="status">{move || shown.get()}</span>
            <span class="eb-pager-links">
                {previous.map(|href| view! {
                    <a class="btn btn-secondary btn-sm" rel="prev" href=href><Icon name=icondata_bs::BsChevronLeft/>{move || t_string!(i18n, list.previous)}</a>
                })}
                {next.map(|href| view! {
                    <a class="btn btn-secondary btn-sm" rel="next" href=href>{move || t_string!(i18n, list.next)}<Icon name=icondata_bs::BsChevronRight/></a>
                })}
            </span>
        </nav>
    }
}
