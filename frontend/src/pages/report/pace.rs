//! Another pace while it leaves: how many a minute, how many a day, and at which hours none.

use domain::{
    Permission,
    campaign::{Campaign, CampaignPace},
    quiet::QuietHours,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::Sheet;
use crate::{
    api::{Campaigns, Failure, use_api},
    editor::whole,
    i18n::{t_string, td_string, use_i18n},
    pages::quiet::Quiet,
    remote::Remote,
    ui::{Dialog, Icon, Loaded, fresh_id, told, use_notices},
};

/// The button, and the form behind it.
#[component]
pub(super) fn Pace(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let may_change = Memo::new(move |_| sheet.state().may_change_pace());
    view! {
        <Show when=move || may_change.get()>
            <div class="eb-live-acts">
                <button type="button" class="btn btn-secondary" on:click=move |_| open.set(true)><Icon name=icondata_bs::BsSliders/>{move || t_string!(i18n, live.pace)}</button>
            </div>
        </Show>
        <Dialog open on_close=Callback::new(move |()| open.set(false)) title=move || t_string!(i18n, live.pace_title)>
            <Present sheet open/>
        </Dialog>
    }
}

/// The pace is read when it is asked for: the campaign may have moved since the page was opened.
#[component]
fn Present(sheet: Sheet, open: RwSignal<bool>) -> impl IntoView {
    let api = use_api();
    let present = Remote::new(move || api.read::<Campaigns>(sheet.id));
    let ready = move |campaign: Campaign| view! { <PaceForm sheet open campaign/> };
    view! { <Loaded from=present right=Permission::CampaignsRead rows=3 ready/> }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    per_minute: RwSignal<Option<u32>>,
    per_day: RwSignal<Option<u32>>,
    quiet: RwSignal<Option<QuietHours>>,
}

impl Typed {
    fn of(campaign: &Campaign) -> Self {
        let CampaignPace { pace_per_minute, pace_per_day, quiet_hours } = campaign.pace();
        Self {
            per_minute: RwSignal::new(pace_per_minute),
            per_day: RwSignal::new(pace_per_day),
            quiet: RwSignal::new(quiet_hours),
        }
    }

    fn pace(self) -> CampaignPace {
        CampaignPace {
            pace_per_minute: self.per_minute.get_untracked(),
            pace_per_day: self.per_day.get_untracked(),
            quiet_hours: self.quiet.get_untracked(),
        }
    }
}

#[component]
fn PaceForm(sheet: Sheet, open: RwSignal<bool>, campaign: Campaign) -> impl IntoView {
    let (api, notices, i18n) = (use_api(), use_notices(), use_i18n());
    let typed = Typed::of(&campaign);
    let version = campaign.version;
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        let pace = typed.pace();
        spawn_local(async move {
            let result = api.change_pace(sheet.id, version, &pace).await;
            if open.is_disposed() || busy.is_disposed() {
                return;
            }
            busy.set(false);
            match result {
                Ok(campaign) => {
                    open.set(false);
                    notices.say(td_string!(i18n.get_locale_untracked(), live.pace_changed));
                    sheet.adopt(campaign);
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let refused = move || failure.with(|failure| failure.as_ref().map(|why| told(i18n.get_locale(), why)));
    view! {
        <form class="eb-form-block" on:submit=submit novalidate>
            <Limit label=move || t_string!(i18n, settings.pace) help=move || t_string!(i18n, settings.pace_help) value=typed.per_minute/>
            <Limit label=move || t_string!(i18n, slices.per_day) help=move || t_string!(i18n, slices.per_day_help) value=typed.per_day/>
            <Hours hours=typed.quiet/>
            <div role="alert">{move || refused().map(|why| view! { <p class="eb-field-error">{why}</p> })}</div>
            <div class="eb-dialog-acts">
                <button type="submit" class="btn btn-primary" disabled=move || busy.get()>{move || t_string!(i18n, live.pace_save)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| open.set(false)>{move || t_string!(i18n, confirm.back)}</button>
            </div>
        </form>
    }
}

#[component]
fn Limit(
    #[prop(into)] label: TextProp,
    #[prop(into)] help: TextProp,
    value: RwSignal<Option<u32>>,
) -> impl IntoView {
    let id = fresh_id("pace");
    let about = format!("{id}-help");
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || label.get()}</label>
            <input class="form-control num" id=id type="number" inputmode="numeric" min="1" step="1" autocomplete="off" aria-describedby=about.clone()
                prop:value=value.get_untracked().map(|limit| limit.to_string()).unwrap_or_default()
                on:input:target=move |event| value.set(whole(&event.target()))/>
            <p class="eb-help" id=about>{move || help.get()}</p>
        </div>
    }
}

#[component]
fn Hours(hours: RwSignal<Option<QuietHours>>) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("quiet");
    let kept = hours.get_untracked();
    let present = Quiet::of(kept.as_ref());
    let own = (present == Quiet::Own).then_some(Quiet::Own);
    let choose = move |key: String| {
        let chosen = Quiet::OFFERED.into_iter().find(|quiet| quiet.key() == key);
        hours.set(chosen.map_or_else(|| kept.clone(), Quiet::hours));
    };
    let option = move |quiet: Quiet| {
        view! { <option value=quiet.key() selected=quiet == present>{move || quiet.name(i18n.get_locale())}</option> }
    };
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || t_string!(i18n, settings.quiet)}</label>
            <select class="form-select" id=id on:change:target=move |event| choose(event.target().value())>
                {Quiet::OFFERED.into_iter().chain(own).map(option).collect_view()}
            </select>
            <p class="eb-help">{move || t_string!(i18n, settings.quiet_help)}</p>
        </div>
    }
}
