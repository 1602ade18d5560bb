//! What it was, to whom, from whom; and the pages of the report.

use domain::{CampaignId, Channel, Permission, campaign::Campaign};
use leptos::{prelude::*, task::spawn_local};

use super::{Sheet, Tab};
use crate::{
    api::{Campaigns, Failure, use_api},
    editor::{Ask, Asking, Others, Target},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    pages::{Step, segment_sentence},
    ui::{ChannelLabel, Icon, StatePill, may, use_notices},
    words,
};

/// Heading and acts.
#[component]
pub(super) fn Head(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let campaign = sheet.campaign;
    let name = move || campaign.with(|campaign| words::named(i18n.get_locale(), &campaign.name));
    let ask = RwSignal::new(None::<Ask<CampaignId>>);
    let target = move || {
        campaign.with(|campaign| Target {
            id: campaign.id,
            name: campaign.name.clone(),
            archived: campaign.archived,
            version: Some(campaign.version),
        })
    };
    let told = move || campaign.with(|campaign| told(i18n.get_locale(), campaign));
    view! {
        <nav class="eb-back"><a href="/campaigns"><Icon name=icondata_bs::BsChevronLeft/>{move || t_string!(i18n, campaigns.title)}</a></nav>
        <div class="eb-page-head">
            <div>
                <h1>{name}</h1>
                <div class="eb-page-facts">
                    {move || view! { <StatePill state=sheet.state()/> }}
                    {move || view! { <ChannelLabel channel=campaign.with(|campaign| campaign.channel)/> }}
                    {move || campaign.with(|campaign| campaign.email_part).map(|_| view! { <ChannelLabel channel=Channel::Email/> })}
                    {move || sheet.reason().map(|reason| view! { <span class="eb-reason">{words::reason(i18n.get_locale(), &reason)}</span> })}
                </div>
                <p class="eb-page-sub eb-report-told">{told}</p>
                {move || (sheet.moves() && !sheet.state().is_under_way()).then(|| view! { <p class="eb-page-sub"><Icon name=icondata_bs::BsHourglassSplit/>" "{move || t_string!(i18n, report.moving)}</p> })}
            </div>
            <div class="eb-page-acts">
                <a class="btn btn-secondary" href=Step::Content.href(sheet.id)><Icon name=icondata_bs::BsEye/>{move || t_string!(i18n, report.message)}</a>
                {may(Permission::ReportsExport).then(|| view! { <Export id=sheet.id/> })}
                {move || (may(Permission::CampaignsWrite) && !sheet.is_part()).then(|| view! { <Others noun=Campaigns target=target() ask/> })}
            </div>
        </div>
        <Asking noun=Campaigns ask done=Callback::new(move |campaign: Campaign| sheet.adopt(campaign))/>
    }
}

/// « Clients, statut Actif. De Atelier <a@b.c>, par le compte brevo, mardi 3 mars 2026 à 14 h 30. »
fn told(l: Locale, campaign: &Campaign) -> String {
    let audience = campaign.audience.as_ref().map(|segment| segment_sentence(l, segment));
    let sender = campaign.sender.as_ref().map(|sender| {
        td_string!(l, report.from, sender = format!("{} <{}>", sender.name, sender.email)).to_string()
    });
    let when = campaign.due_at.map(|at| intl::long(l, at));
    [audience, sender, when].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The recipients as a file: the browser opens the address that a ticket is good for.
#[component]
fn Export(id: CampaignId) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let export = move |_| {
        spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            match api.export(id).await {
                // Refused only where the browser forbids leaving, and a download does not leave.
                Ok(ticket) => drop(window().location().assign(&ticket.path)),
                Err(Failure::Problem(problem)) => notices.say(problem.title),
                Err(_) => notices.say(td_string!(locale, broken.network)),
            }
        })
    };
    view! { <button type="button" class="btn btn-secondary" on:click=export><Icon name=icondata_bs::BsDownload/>{move || t_string!(i18n, report.export)}</button> }
}

/// The pages, as links.
#[component]
pub(super) fn Tabs(
    /// The campaign.
    sheet: Sheet,
    /// The open page.
    tab: Memo<Tab>,
) -> impl IntoView {
    let i18n = use_i18n();
    let campaign = sheet.campaign;
    let links = Memo::new(move |_| campaign.with(pages));
    let link = move |Link { which, id, of_part }: Link| {
        let open = move || (tab.get() == which && id == sheet.id).then_some("page");
        let name = move || match (which, of_part) {
            (Tab::Summary, Some(true)) => t_string!(i18n, rest.email),
            (Tab::Summary, Some(false)) => t_string!(i18n, rest.whatsapp),
            (which, _) => words::report_tab(i18n.get_locale(), which),
        };
        view! { <li><a href=which.href(id) aria-current=open data-noscroll="">{name}</a></li> }
    };
    view! { <nav class="eb-tabs" aria-label=move || t_string!(i18n, report.pages)><ul>{move || links.get().into_iter().map(link).collect_view()}</ul></nav> }
}

/// A page of the report, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    which: Tab,
    id: CampaignId,
    /// Whether it is the e-mail part's; none where there is no part.
    of_part: Option<bool>,
}

/// A summary of each channel, and the lists of both.
fn pages(campaign: &Campaign) -> Vec<Link> {
    let main = campaign.part_of.unwrap_or(campaign.id);
    let part = campaign.part_of.map_or(campaign.email_part, |_| Some(campaign.id));
    let of = |which: Tab| {
        let of_part = part.filter(|_| which == Tab::Summary);
        let whole = Link { which, id: main, of_part: part.map(|_| false) };
        std::iter::once(whole).chain(of_part.map(|id| Link { which, id, of_part: Some(true) }))
    };
    Tab::ALL.into_iter().flat_map(of).collect()
}
