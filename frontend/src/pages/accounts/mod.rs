//! The accounts that messages leave by: how each is, and what it takes to let it send again.

mod card;
mod domains;
mod number;
mod pace;
mod rates;
mod taken;
mod warm_up;

pub(crate) use pace::PacePage;
pub(crate) use rates::RateCardsPage;

use domain::{
    Permission,
    provider::{Account, AccountId},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Failure, use_api},
    i18n::{t_string, td_string, use_i18n},
    remote::Remote,
    ui::{Confirm, Empty, Icon, Loaded, may, set_title, use_notices},
};

/// `/accounts`
#[component]
pub(crate) fn AccountsPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    set_title(move || t_string!(i18n, accounts.title).to_owned());
    let accounts = Remote::new(move || api.accounts());
    view! {
        <div class="eb-page-head">
            <div><h1>{move || t_string!(i18n, accounts.title)}</h1><p class="eb-page-sub">{move || t_string!(i18n, accounts.about)}</p></div>
            <div class="eb-page-acts">
                {may(Permission::SettingsRead).then(|| view! { <a class="btn btn-secondary" href="/rate-cards"><Icon name=icondata_bs::BsCashCoin/>{move || t_string!(i18n, rates.open)}</a> })}
                <button type="button" class="btn btn-secondary" on:click=move |_| accounts.refetch()><Icon name=icondata_bs::BsArrowClockwise/>{move || t_string!(i18n, accounts.refresh)}</button>
            </div>
        </div>
        <Loaded from=accounts right=Permission::CampaignsRead ready=move |all| view! { <Cards all from=accounts/> }/>
    }
}

#[component]
fn Cards(all: Vec<Account>, from: Remote<Vec<Account>>) -> impl IntoView {
    let i18n = use_i18n();
    if all.is_empty() {
        return view! {
            <div class="eb-block"><Empty icon=icondata_bs::BsPlug title=move || t_string!(i18n, accounts.none) text=move || t_string!(i18n, accounts.none_text)/></div>
        }
        .into_any();
    }
    let asked = RwSignal::new(None::<AccountId>);
    let (open, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let ask = Callback::new(move |id: AccountId| {
        asked.set(Some(id));
        open.set(true);
    });
    let name = move || asked.get().map(|id| id.0).unwrap_or_default();
    view! {
        <div class="eb-accounts">{all.into_iter().map(|account| view! { <card::Card account ask/> }).collect_view()}</div>
        <Confirm open failure title=move || t_string!(i18n, accounts.resume_title, name = name()).to_string()
            text=move || t_string!(i18n, accounts.resume_text) act=move || t_string!(i18n, accounts.resume)
            on_yes=resuming(asked, from, open, failure)/>
    }
    .into_any()
}

fn resuming(
    asked: RwSignal<Option<AccountId>>,
    from: Remote<Vec<Account>>,
    open: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
) -> Callback<()> {
    let (api, notices, i18n) = (use_api(), use_notices(), use_i18n());
    Callback::new(move |()| {
        let Some(id) = asked.get_untracked() else { return };
        spawn_local(async move {
            match api.resume_account(&id).await {
                _ if open.is_disposed() => {}
                Ok(account) => {
                    open.set(false);
                    let said = td_string!(i18n.get_locale_untracked(), accounts.resumed, name = account.id.0);
                    notices.say(said.to_string());
                    from.refetch();
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    })
}
