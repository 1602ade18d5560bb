//! The rows: a table on wide screens, cards on phones; one markup for both.

use domain::{
    CampaignId, Channel,
    campaign::{CampaignState, CampaignSummary},
    report::Figures,
};
use leptos::prelude::*;

use crate::{
    api::Campaigns,
    editor::{Ask, RowActs, Target},
    i18n::{t, t_string, use_i18n},
    intl,
    ui::{Avatar, ChannelLabel, StatePill},
    words,
};

/// The campaigns of one page.
#[component]
pub(crate) fn Rows(
    /// The campaigns.
    campaigns: Vec<CampaignSummary>,
    /// Where questions go.
    ask: RwSignal<Option<Ask<CampaignId>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <table class="eb-table">
            <caption class="visually-hidden">{move || t_string!(i18n, campaigns.title)}</caption>
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, campaigns.column_campaign)}</th>
                <th scope="col">{move || t_string!(i18n, campaigns.column_state)}</th>
                <th scope="col">{move || t_string!(i18n, campaigns.column_progress)}</th>
                <th scope="col" class="r">{move || t_string!(i18n, kpi.delivered)}</th>
                <th scope="col" class="r">{move || t_string!(i18n, campaigns.column_clicks)}</th>
                <th scope="col">{t!(i18n, list.updated, zone = intl::zone())}</th>
                <th scope="col"><span class="visually-hidden">{move || t_string!(i18n, list.acts)}</span></th>
            </tr></thead>
            <tbody>{campaigns.into_iter().map(|campaign| view! { <Row campaign ask/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(campaign: CampaignSummary, ask: RwSignal<Option<Ask<CampaignId>>>) -> impl IntoView {
    let i18n = use_i18n();
    let editable = campaign.is_editable();
    let CampaignSummary {
        id,
        name,
        channel,
        email_part,
        state,
        state_reason,
        archived,
        subject,
        tags,
        owner,
        figures,
        version,
        updated_at,
        ..
    } = campaign;
    let target = Target { id, name: name.clone(), archived, version: Some(version) };
    let subject = subject.filter(|subject| !subject.is_empty());
    view! {
        <tr>
            <th scope="row" class="eb-cell-name">
                <a href=format!("/campaigns/{id}")>{move || words::named(i18n.get_locale(), &name)}</a>
                {subject.map(|subject| view! { <span class="eb-cell-sub">{subject}</span> })}
                <span class="eb-cell-meta"><ChannelLabel channel/>{email_part.map(|_| view! { <ChannelLabel channel=Channel::Email/> })}
                    {tags.into_iter().map(|tag| view! { <span class="eb-tag">{tag}</span> }).collect_view()}
                    {owner.map(|owner| view! { <Avatar name=owner.name.clone()/><span class="visually-hidden">{owner.name}</span> })}
                </span>
            </th>
            <td class="eb-cell-state"><StatePill state/>{state_reason.map(|reason| view! { <span class="eb-cell-sub">{move || words::reason(i18n.get_locale(), &reason)}</span> })}</td>
            <Progress figures=figures.clone() state/>
            <Rates figures/>
            <td class="eb-cell-time" data-label=move || t_string!(i18n, list.updated, zone = intl::zone()).to_string()>
                <time class="num" datetime=intl::iso(updated_at)>{move || intl::short(i18n.get_locale(), updated_at)}</time>
                <span class="eb-cell-sub">{move || intl::ago(i18n.get_locale(), updated_at)}</span>
            </td>
            <td class="eb-cell-acts"><RowActs noun=Campaigns target editable ask/></td>
        </tr>
    }
}

/// How far it is: a bar while it leaves, the number afterwards.
#[component]
fn Progress(figures: Option<Figures>, state: CampaignState) -> impl IntoView {
    let i18n = use_i18n();
    let Some(Figures { planned, waiting, .. }) = figures else {
        // What the suite sent by itself has no figures of ours.
        let begun = state.has_figures();
        return view! { <td class="eb-cell-progress eb-faint">{move || if begun { "–" } else { t_string!(i18n, campaigns.not_begun) }}</td> }
            .into_any();
    };
    let left = planned - waiting;
    let count = move |value| intl::count(i18n.get_locale(), value);
    view! {
        <td class="eb-cell-progress num" data-label=move || t_string!(i18n, campaigns.column_progress)>
            <b>{move || count(left)}</b> " / " {move || count(planned)}
            {state.is_under_way().then(|| view! { <div class="eb-track" class:eb-held=state == CampaignState::Paused aria-hidden="true"><span style:width=intl::part(left, planned)></span></div> })}
        </td>
    }
    .into_any()
}

#[component]
fn Rates(figures: Option<Figures>) -> impl IntoView {
    let i18n = use_i18n();
    let rate = |of: fn(&Figures) -> domain::report::Rate| {
        let rate = figures.as_ref().map(of);
        move || {
            rate.map_or_else(|| "–".to_owned(), |rate| intl::ratio(i18n.get_locale(), rate.part, rate.whole))
        }
    };
    view! {
        <td class="r" data-label=move || t_string!(i18n, kpi.delivered)>{rate(Figures::delivery_rate)}</td>
        <td class="r" data-label=move || t_string!(i18n, campaigns.column_clicks)>{rate(Figures::click_rate)}</td>
    }
}
