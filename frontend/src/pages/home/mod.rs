//! The dashboard: whom we can reach, how the campaigns stand, and what to do next. Real numbers only.

mod campaigns;
mod figures;
mod groups;
mod recent;

use domain::Permission;
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t, t_string, use_i18n},
    remote::Remote,
    ui::{Icon, Loaded, may, set_title, use_me},
};

/// `/`
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, home.title).to_owned());
    view! {
        <div class="eb-page-head">
            <div><h1>{move || t_string!(i18n, home.title)}</h1><p class="eb-page-sub">{t!(i18n, home.hello, name = use_me().name)}</p></div>
            {may(Permission::CampaignsWrite).then(|| view! {
                <div class="eb-page-acts">
                    <a class="btn btn-primary" href="/campaigns/new"><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, campaigns.new)}</a>
                </div>
            })}
        </div>
        <div class="eb-grid">
            <Sources/>
        </div>
    }
}

#[component]
fn Sources() -> impl IntoView {
    let api = use_api();
    let i18n = use_i18n();
    let counts = Remote::new(move || api.sources());
    view! {
        <section class="eb-block eb-span-12 eb-flush" aria-label=move || t_string!(i18n, home.reach)>
            <Loaded from=counts right=Permission::PeopleRead rows=2 ready=|counts| view! { <figures::Figures counts/> }/>
        </section>
        {may(Permission::CampaignsRead).then(|| view! { <recent::Recent/> <campaigns::Standing/> })}
        {move || counts.get().and_then(Result::ok).map(|counts| counts.sources.into_iter()
            .filter(|source| !source.groups.is_empty())
            .map(|source| view! { <groups::Groups source/> }).collect_view())}
    }
}
