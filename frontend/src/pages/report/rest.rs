//! A campaign with an e-mail part: whom each channel reaches, and how the part stands.

use domain::{Permission, campaign::Campaign};
use leptos::prelude::*;

use super::{Sheet, Tab};
use crate::{
    api::{Campaigns, use_api},
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Kpi, KpiRow, Loaded, StatePill},
    words,
};

/// Targeted, by WhatsApp, by e-mail, left out; nothing where there is no part.
#[component]
pub(super) fn Rest(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let reach = Memo::new(move |_| sheet.report.with(|report| report.as_ref()?.as_ref().ok()?.reach));
    let cards = Signal::derive(move || {
        let l = i18n.get_locale();
        let card = |name: &str, definition: &str, value| Kpi {
            name: name.to_owned(),
            value: intl::count(l, value),
            definition: definition.to_owned(),
            ..Kpi::default()
        };
        reach.get().map_or_else(Vec::new, |reach| {
            vec![
                card(t_string!(i18n, rest.targeted), t_string!(i18n, rest.targeted_is), reach.targeted),
                card(
                    t_string!(i18n, rest.by_whatsapp),
                    t_string!(i18n, rest.by_whatsapp_is),
                    reach.by_whatsapp,
                ),
                card(t_string!(i18n, rest.by_email), t_string!(i18n, rest.by_email_is), reach.by_email),
                card(t_string!(i18n, rest.left_out), t_string!(i18n, rest.left_out_is), reach.left_out),
            ]
        })
    });
    let part = sheet.campaign.with_untracked(|campaign| campaign.email_part);
    part.map(|_| {
        view! {
            <Standing sheet/>
            <div class="eb-grid eb-home"><KpiRow cards label=move || t_string!(i18n, rest.reach)/></div>
        }
    })
}

/// How the e-mails stand: an alarm may have paused them alone.
#[component]
fn Standing(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let part = Remote::new(move || {
        let part = sheet.campaign.with(|campaign| campaign.email_part.unwrap_or(campaign.id));
        api.read::<Campaigns>(part)
    });
    let ready = move |part: Campaign| {
        let reason = part.state_reason;
        view! {
            <p class="eb-page-facts"><a href=Tab::Summary.href(part.id)>{move || t_string!(i18n, rest.email)}</a><StatePill state=part.state/>
                {reason.map(|reason| view! { <span class="eb-reason">{move || words::reason(i18n.get_locale(), &reason)}</span> })}</p>
        }
    };
    view! { <div class="eb-block eb-home"><Loaded from=part right=Permission::CampaignsRead ready/></div> }
}
