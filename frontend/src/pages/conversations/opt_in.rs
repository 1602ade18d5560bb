//! An opt-in by WhatsApp, with what proves it: without text and name nobody opted in.

use chrono::{DateTime, Utc};
use domain::{
    Channel, Permission,
    consent::{ConsentRecord, Decision, Purpose},
};
use icondata_bs as bs;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::{Map, Value};

use crate::{
    api::{Failure, use_api},
    i18n::{t_string, use_i18n},
    intl,
    ui::{Icon, Line, NoRight, fresh_id, may, set_title, told, use_notices},
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    address: RwSignal<String>,
    text: RwSignal<String>,
    business: RwSignal<String>,
    place: RwSignal<String>,
    at: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { address: empty(), text: empty(), business: empty(), place: empty(), at: empty() }
    }

    fn record(self) -> ConsentRecord {
        let told = [("text", self.text), ("business_name", self.business), ("source", self.place)];
        let said = told.map(|(name, value)| (name.to_owned(), Value::from(value.get_untracked().trim())));
        ConsentRecord {
            address: self.address.get_untracked(),
            channel: Channel::Whatsapp,
            purpose: Purpose::Marketing,
            decision: Decision::Granted,
            occurred_at: instant(&self.at.get_untracked()).unwrap_or_else(intl::instant_now),
            evidence: said.into_iter().filter(|(_, value)| value != "").collect::<Map<_, _>>(),
        }
    }

    fn clear(self) {
        self.address.set(String::new());
    }
}

/// `/conversations/opt-in`
#[component]
pub(crate) fn OptInPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, opt_in.title).to_owned());
    let form = if may(Permission::ConsentWrite) {
        view! { <OptIn/> }.into_any()
    } else {
        view! { <div class="eb-block"><NoRight permission=Permission::ConsentWrite/></div> }.into_any()
    };
    view! {
        <div class="eb-page-head"><div>
            <a class="eb-talk-back" href="/conversations"><Icon name=bs::BsChevronLeft/>{move || t_string!(i18n, conversations.back)}</a>
            <h1>{move || t_string!(i18n, opt_in.title)}</h1><p class="eb-page-sub">{move || t_string!(i18n, opt_in.about)}</p>
        </div></div>
        {form}
    }
}

#[component]
fn OptIn() -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let typed = Typed::new();
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let saved = api.record_consent(&typed.record()).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match saved {
                Ok(entry) => {
                    typed.clear();
                    let l = i18n.get_locale_untracked();
                    notices
                        .say(crate::i18n::td_string!(l, opt_in.saved, address = entry.address).to_string());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let wrong = move |pointer: &'static str| {
        Signal::derive(move || {
            failure.with(|failure| {
                let fields = failure.iter().flat_map(Failure::fields);
                fields.filter(|field| field.pointer == pointer).map(|field| field.detail.clone()).collect()
            })
        })
    };
    let at = Signal::derive(move || instant(&typed.at.get()).map(|at| intl::long(i18n.get_locale(), at)));
    view! {
        <form class="eb-block eb-form-block" novalidate on:submit=save>
            <Line label=move || t_string!(i18n, opt_in.address) kind="tel" value=typed.address wrong=wrong("/address")/>
            <Text label=move || t_string!(i18n, opt_in.text) value=typed.text wrong=wrong("/evidence/text")/>
            <Line label=move || t_string!(i18n, opt_in.business) value=typed.business wrong=wrong("/evidence/business_name")/>
            <Line label=move || t_string!(i18n, opt_in.place) value=typed.place/>
            <Line label=move || t_string!(i18n, opt_in.at, zone = intl::zone()).to_string() kind="datetime-local" value=typed.at wrong=wrong("/occurred_at") means=at/>
            <p class="eb-field-error" role="alert">{move || failure.get().map(|why| told(i18n.get_locale(), &why))}</p>
            <div><button type="submit" class="btn btn-primary" aria-disabled=move || busy.get().to_string()><Icon name=bs::BsShieldCheck/>{move || t_string!(i18n, opt_in.save)}</button></div>
        </form>
    }
}

#[component]
fn Text(#[prop(into)] label: TextProp, value: RwSignal<String>, wrong: Signal<Vec<String>>) -> impl IntoView {
    let (id, error) = (fresh_id("field"), fresh_id("error"));
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || label.get()}</label>
            <textarea id=id class="form-control" rows="4" prop:value=move || value.get() aria-describedby=error.clone()
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true") on:input:target=move |event| value.set(event.target().value())></textarea>
            <p class="eb-field-error" id=error role="alert">{move || wrong.get().join(" ")}</p>
        </div>
    }
}

/// The instant of a wall time in the browser's zone; none where nothing, or nothing whole, was chosen.
fn instant(wall: &str) -> Option<DateTime<Utc>> {
    if wall.is_empty() { None } else { intl::instant_of(wall) }
}
