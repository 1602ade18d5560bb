//! The channel that a list is narrowed to.

use domain::Channel;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    words,
};

/// All channels or one of them.
#[component]
pub(crate) fn ChannelFilter(
    /// The channel in force; none for all.
    channel: Signal<Option<Channel>>,
    /// Another choice.
    on_choice: Callback<Option<Channel>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = move |wanted: Option<Channel>| move || channel.get() == wanted;
    view! {
        <label class="eb-filter"><span>{move || t_string!(i18n, field.channel)}</span>
            <select class="form-select" on:change:target=move |event| on_choice.run(event.target().value().parse().ok())>
                <option value="" prop:selected=chosen(None)>{move || t_string!(i18n, list.any)}</option>
                {Channel::ALL.iter().map(|channel| view! {
                    <option value=channel.as_str() prop:selected=chosen(Some(*channel))>{move || words::channel(i18n.get_locale(), *channel)}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
