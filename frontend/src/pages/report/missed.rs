//! People whom Meta held back: they wait at least 24 hours for another WhatsApp, and can be written to by e-mail.

use domain::{Channel, Permission, audience::MissedReason, campaign::FollowUp, limits::NAME_MAX};
use leptos::{prelude::*, task::spawn_local};

use super::Sheet;
use crate::{
    api::{Failure, use_api},
    browser,
    i18n::{t_string, td_string, use_i18n},
    intl,
    pages::Step,
    shell::use_go,
    ui::{Icon, may, use_notices},
};

/// How many there are, and the way to an e-mail to them; nothing where there is nobody.
#[component]
pub(super) fn Missed(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let whatsapp = sheet.campaign.with_untracked(|campaign| campaign.channel == Channel::Whatsapp);
    let capped = Memo::new(move |_| {
        sheet.report.with(|report| {
            let report = report.as_ref().and_then(|report| report.as_ref().ok());
            report.map_or(0, |report| MissedReason::Capped.count(&report.reasons))
        })
    });
    let write = writing(sheet);
    let told = move || {
        let count = intl::count(i18n.get_locale(), capped.get());
        t_string!(i18n, missed.told, count = count).to_string()
    };
    view! {
        <Show when=move || whatsapp && capped.get() != 0>
            <section class="eb-block eb-home eb-launch" aria-labelledby="report-missed">
                <p id="report-missed"><Icon name=icondata_bs::BsHourglassBottom/>" "{told}</p>
                {may(Permission::CampaignsWrite).then(|| view! {
                    <button type="button" class="btn btn-secondary" on:click=move |_| write.run(())><Icon name=icondata_bs::BsEnvelope/>{move || t_string!(i18n, missed.act)}</button>
                })}
            </section>
        </Show>
    }
}

fn writing(sheet: Sheet) -> Callback<()> {
    let (api, go, notices, i18n) = (use_api(), use_go(), use_notices(), use_i18n());
    // The same key for every click of this page: a second one makes no second draft.
    let key = StoredValue::new(browser::attempt_key());
    Callback::new(move |()| {
        let locale = i18n.get_locale_untracked();
        let Some(key) = key.get_value() else { return };
        let name = sheet.campaign.with_untracked(|campaign| campaign.name.clone());
        let name = td_string!(locale, missed.name, name = name).to_string().chars().take(NAME_MAX).collect();
        spawn_local(async move {
            let follow_up = FollowUp { name, missed: MissedReason::Capped };
            match api.follow_up(sheet.id, &follow_up, key).await {
                Ok(draft) => go.now(&Step::Audience.href(draft.id)),
                Err(Failure::Problem(problem)) => notices.say(problem.title),
                Err(_) => notices.say(td_string!(locale, broken.network)),
            }
        });
    })
}
