//! The navigation: a rail, narrow by choice or on narrower screens.

use std::time::Duration;

use domain::{Channel, Permission};
use icondata_bs as bs;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    api::use_api,
    browser::{self, LASTING},
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Icon, Mark, may},
    watch::every,
};

const KEY: &str = "rail";
/// How often it looks whether somebody wrote.
const LOOK: Duration = Duration::from_secs(60);
const TIGHT: &str = "(max-width: 1279px)";

/// How the rail stands.
#[derive(Clone, Copy)]
pub(crate) struct Rail {
    chosen: RwSignal<bool>,
    tight: RwSignal<bool>,
    /// The open page wants the room.
    page: RwSignal<bool>,
    /// The channel of the template that is open: its address does not tell.
    pub(crate) open: RwSignal<Option<Channel>>,
    /// Whether the phone's drawer is open.
    pub(crate) drawer: RwSignal<bool>,
}

impl Rail {
    /// As it was left, and as the screen allows.
    pub(crate) fn new() -> Self {
        let rail = Self {
            chosen: RwSignal::new(LASTING.read(KEY).is_some()),
            tight: RwSignal::new(browser::matches(TIGHT)),
            page: RwSignal::new(false),
            open: RwSignal::new(None),
            drawer: RwSignal::new(false),
        };
        let handle = window_event_listener(ev::resize, move |_| rail.tight.set(browser::matches(TIGHT)));
        on_cleanup(move || handle.remove());
        rail
    }

    /// Whether only icons are shown.
    pub(crate) fn is_narrow(self) -> bool {
        self.chosen.get() || self.tight.get() || self.page.get()
    }

    /// Narrow for as long as this page is open.
    fn narrow_here(self) {
        self.page.set(true);
        on_cleanup(move || self.page.set(false));
    }

    fn toggle(self) {
        let narrow = !self.chosen.get_untracked();
        self.chosen.set(narrow);
        if narrow {
            LASTING.keep(KEY, "narrow")
        } else {
            LASTING.forget(KEY)
        };
    }
}

/// The open page wants the room of the rail.
pub(crate) fn narrow_rail() {
    expect_context::<Rail>().narrow_here();
}

/// The rail at the side.
#[component]
pub(crate) fn SideRail() -> impl IntoView {
    let i18n = use_i18n();
    let rail: Rail = expect_context();
    view! {
        <nav class="eb-rail" id="rail" aria-label=move || t_string!(i18n, rail.label)>
            <Brand/>
            <Sections/>
            <div class="eb-rail-foot">
                <Entry href="/help" icon=bs::BsQuestionCircle name=Signal::derive(move || t_string!(i18n, rail.help))/>
                <button type="button" class="eb-rail-toggle" aria-controls="rail" aria-expanded=move || (!rail.is_narrow()).to_string()
                    title=move || t_string!(i18n, rail.collapse) on:click=move |_| rail.toggle()>
                    <Icon name=bs::BsChevronDoubleLeft/><span class="eb-rail-word">{move || t_string!(i18n, rail.collapse)}</span>
                </button>
            </div>
        </nav>
    }
}

/// The product's name, leading home.
#[component]
pub(super) fn Brand() -> impl IntoView {
    view! {
        <a class="eb-brand" href="/"><Mark/><span class="eb-rail-word"><small>"EB VISION"</small>" Marketing"</span></a>
    }
}

/// The pages, by section.
#[component]
pub(super) fn Sections() -> impl IntoView {
    let i18n = use_i18n();
    let section = |key: &'static str, items: AnyView, name: Signal<&'static str>| {
        view! { <p class="eb-rail-section" id=key><span>{move || name.get()}</span></p><ul aria-labelledby=key>{items}</ul> }
    };
    let campaigns = may(Permission::CampaignsRead);
    let templates = may(Permission::TemplatesRead);
    let name =
        move |get: fn(crate::i18n::Locale) -> &'static str| Signal::derive(move || get(i18n.get_locale()));
    let talk = may(Permission::ConversationsRead);
    let settings = may(Permission::SettingsRead) && campaigns;
    let accounts = view! { <li><Entry href="/accounts" icon=bs::BsPlug name=name(|l| crate::i18n::td_string!(l, rail.accounts))/></li> };
    let sending = view! {
        {campaigns.then(|| view! { <li><Entry href="/campaigns" icon=bs::BsSend name=name(|l| crate::i18n::td_string!(l, rail.campaigns))/></li> })}
        {templates.then(|| view! { <li><Entry href="/templates?channel=email" templates_of=Channel::Email icon=bs::BsEnvelope name=name(|l| crate::i18n::td_string!(l, rail.email_templates))/></li> })}
        {templates.then(|| view! { <li><Entry href="/whatsapp/templates" templates_of=Channel::Whatsapp icon=bs::BsWhatsapp name=name(|l| crate::i18n::td_string!(l, rail.whatsapp_templates))/></li> })}
    };
    view! {
        <div class="eb-rail-scroll">
            <ul><li><Entry href="/" icon=bs::BsGrid1x2 name=name(|l| crate::i18n::td_string!(l, rail.home))/></li></ul>
            {(campaigns || templates).then(|| section("rail-send", sending.into_any(), name(|l| crate::i18n::td_string!(l, rail.send))))}
            {talk.then(|| section("rail-talk", view! { <li><Conversations name=name(|l| crate::i18n::td_string!(l, rail.conversations))/></li> }.into_any(), name(|l| crate::i18n::td_string!(l, rail.talk))))}
            {settings.then(|| section("rail-settings", accounts.into_any(), name(|l| crate::i18n::td_string!(l, rail.settings))))}
        </div>
    }
}

/// Conversations, with how many of them wait.
#[component]
fn Conversations(name: Signal<&'static str>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let counts = Remote::new(move || api.waiting_conversations());
    every(LOOK, move || counts.refetch());
    let waiting = move || {
        let counts = counts.get()?.ok()?;
        Some(counts.unread + counts.needs_person).filter(|waiting| *waiting > 0)
    };
    view! {
        <Entry href="/conversations" icon=bs::BsChatDots name/>
        {move || waiting().map(|waiting| view! {
            <span class="eb-rail-count num">{intl::count(i18n.get_locale(), waiting)}<span class="visually-hidden">" "{t_string!(i18n, rail.waiting)}</span></span>
        })}
    }
}

/// One page of the navigation; the current one says so.
#[component]
pub(super) fn Entry(
    /// Where it leads.
    href: &'static str,
    /// Whose templates it leads to.
    #[prop(optional)]
    templates_of: Option<Channel>,
    /// Its picture.
    icon: icondata_core::Icon,
    /// Its name.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    let location = use_location();
    let rail: Rail = expect_context();
    // The texts of a channel are listed and opened at addresses that both channels share.
    let shared = move |channel: Channel| {
        is_inside(&location.pathname.get(), "/templates")
            && (rail.open.get() == Some(channel)
                || location.search.with(|search| search.contains(channel.as_str())))
    };
    let current = move || {
        let here = is_inside(&location.pathname.get(), href) || templates_of.is_some_and(shared);
        here.then_some("page")
    };
    view! {
        <a href=href aria-current=current title=move || name.get()><Icon name=icon/><span class="eb-rail-word">{move || name.get()}</span></a>
    }
}

/// Whether a page is this one, or one below it.
fn is_inside(path: &str, page: &str) -> bool {
    path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || (page != "/" && rest.starts_with('/')))
}
