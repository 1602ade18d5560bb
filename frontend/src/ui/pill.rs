//! A state is icon, word and colour; a channel is shape, word and colour.

use domain::{Channel, campaign::CampaignState};
use icondata_bs as bs;
use leptos::prelude::*;

use super::Icon;
use crate::{i18n::use_i18n, words};

fn look(state: CampaignState) -> (&'static str, icondata_core::Icon) {
    use CampaignState as S;
    match state {
        S::Draft => ("neutral", bs::BsPencil),
        S::AwaitingApproval => ("warning", bs::BsPersonCheck),
        S::Scheduled => ("info", bs::BsCalendarCheck),
        S::Overdue => ("warning", bs::BsAlarm),
        S::Planning => ("info", bs::BsHourglassSplit),
        S::Sending => ("live", bs::BsBroadcast),
        S::Paused => ("warning", bs::BsPauseFill),
        S::Finished => ("done", bs::BsCheckCircleFill),
        S::Cancelled => ("neutral", bs::BsSlashCircle),
        S::Failed => ("danger", bs::BsXOctagonFill),
    }
}

/// Where a campaign stands.
#[component]
pub(crate) fn StatePill(
    /// The state.
    state: CampaignState,
) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, icon) = look(state);
    view! {
        <span class=format!("eb-pill eb-pill-{tone}")><Icon name=icon/>{move || words::state(i18n.get_locale(), state)}</span>
    }
}

/// How a message travels.
#[component]
pub(crate) fn ChannelLabel(
    /// The channel.
    channel: Channel,
) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = match channel {
        Channel::Email => ("eb-channel eb-channel-email", bs::BsEnvelopeFill),
        Channel::Whatsapp => ("eb-channel eb-channel-whatsapp", bs::BsWhatsapp),
    };
    view! { <span class=class><Icon name=icon/>{move || words::channel(i18n.get_locale(), channel)}</span> }
}
