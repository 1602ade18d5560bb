//! Messages that never left, by where and why they ended.

use domain::{Permission, delivery::EndDecision, report::DeadEndGroup};
use icondata_bs as bs;
use leptos::prelude::*;

use super::{Asked, count, goes_on};
use crate::{
    i18n::{t_string, use_i18n},
    intl,
    pages::report::{Sheet, recipients::people_at},
    ui::{Icon, may},
    words,
};

/// The groups, and the way to send all of them again.
#[component]
pub(super) fn Letters(
    /// The campaign.
    sheet: Sheet,
    /// The groups.
    letters: Vec<DeadEndGroup>,
    /// What is asked.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let deliveries = count(&letters, EndDecision::Replay.about());
    let shown = Memo::new(move |_| may(Permission::CampaignsSend) && goes_on(sheet));
    let several = letters.len() > 1;
    let all = letters.clone();
    // A decision about a reason is about all that ended for it, wherever.
    let same =
        move |code: &str| all.iter().filter(|group| group.code == code).map(|group| group.deliveries).sum();
    let rows = letters.into_iter().map(|group| {
        let ask = Asked {
            decision: EndDecision::Replay,
            code: Some(group.code.clone()),
            deliveries: same(&group.code),
        };
        view! { <Row sheet group ask asked shown/> }
    });
    view! {
        <div class="eb-end">
            <h3><Icon name=bs::BsEnvelopeX/>{move || t_string!(i18n, ends.dead, count = intl::count(i18n.get_locale(), deliveries)).to_string()}</h3>
            <p>{move || t_string!(i18n, ends.dead_text)}</p>
            <table class="eb-table eb-end-table">
                <thead><tr>
                    <th scope="col">{move || t_string!(i18n, ends.reason)}</th>
                    <th scope="col">{move || t_string!(i18n, ends.state)}</th>
                    <th scope="col" class="r">{move || t_string!(i18n, ends.count)}</th>
                    <th scope="col"><span class="visually-hidden">{move || t_string!(i18n, list.acts)}</span></th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <Show when=move || several && shown.get()>
                <div class="eb-end-acts"><button type="button" class="btn btn-secondary" on:click=move |_| asked.set(Some(Asked { decision: EndDecision::Replay, code: None, deliveries }))>
                    <Icon name=bs::BsArrowRepeat/>{move || t_string!(i18n, ends.replay_all)}</button></div>
            </Show>
        </div>
    }
}

#[component]
fn Row(
    sheet: Sheet,
    group: DeadEndGroup,
    ask: Asked,
    asked: RwSignal<Option<Asked>>,
    shown: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let DeadEndGroup { end, code, deliveries } = group;
    let people = people_at(sheet.id, end, Some(code.clone()));
    let raw = code.clone();
    let reason = move || words::end_reason(i18n.get_locale(), &code);
    let about = reason.clone();
    let is_word = {
        let (reason, raw) = (reason.clone(), raw.clone());
        move || !raw.is_empty() && reason() != raw
    };
    let ask = StoredValue::new(ask);
    view! {
        <tr>
            <th scope="row" class="eb-cell-name"><b>{reason}</b>{move || is_word().then(|| view! { <span class="eb-cell-sub eb-mono">{raw.clone()}</span> })}</th>
            <td class="eb-cell-state" data-label=move || t_string!(i18n, ends.state)>{move || words::dead_end(i18n.get_locale(), end)}</td>
            <td class="r num" data-label=move || t_string!(i18n, ends.count)>{move || intl::count(i18n.get_locale(), deliveries)}</td>
            <td class="eb-cell-acts"><div class="eb-row-acts">
                <Show when=move || shown.get()><button type="button" class="btn btn-secondary btn-sm" on:click=move |_| asked.set(Some(ask.get_value()))>
                    <Icon name=bs::BsArrowRepeat/>{move || t_string!(i18n, ends.replay)}</button></Show>
                <a class="btn btn-quiet btn-sm" href=people><Icon name=bs::BsPeople/>{move || t_string!(i18n, ends.people)}
                    <span class="visually-hidden">" " {about}</span></a>
            </div></td>
        </tr>
    }
}
