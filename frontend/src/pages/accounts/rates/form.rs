//! Importing a card: Meta's CSV, pasted as it is.

use chrono::NaiveDate;
use domain::{
    provider::Provider,
    whatsapp::{RateCard, RateCardImport},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    api::{Failure, use_api},
    i18n::{t_string, td_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Icon, Line, fresh_id, use_notices},
    words,
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    provider: RwSignal<Provider>,
    begins_on: RwSignal<String>,
    currency: RwSignal<String>,
    fee: RwSignal<String>,
    csv: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            provider: RwSignal::new(Provider::Meta),
            begins_on: text(""),
            currency: text("EUR"),
            fee: text(""),
            csv: text(""),
        }
    }

    /// The day from which on it holds; none while none is chosen.
    fn day(self) -> Option<NaiveDate> {
        self.begins_on.get().parse().ok()
    }

    /// The import; none while no day is chosen.
    fn import(self) -> Option<RateCardImport> {
        let begins_on = untrack(|| self.day())?;
        Some(RateCardImport {
            provider: self.provider.get_untracked(),
            begins_on,
            currency: self.currency.get_untracked().trim().to_uppercase(),
            fee: Some(self.fee.get_untracked().trim().to_owned()).filter(|fee| !fee.is_empty()),
            csv: self.csv.get_untracked(),
        })
    }
}

/// How the import stands.
#[derive(Clone, Copy)]
struct Asked {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    no_day: RwSignal<bool>,
}

impl Asked {
    /// What is wrong with a field: all of it, for a table has many lines.
    fn wrong(self, pointer: &'static str) -> Signal<Vec<String>> {
        Signal::derive(move || {
            self.failure.with(|failure| {
                let fields = failure.iter().flat_map(Failure::fields);
                fields.filter(|field| field.pointer == pointer).map(|field| field.detail.clone()).collect()
            })
        })
    }
}

/// The form.
#[component]
pub(super) fn Import(
    /// The list, which a new card belongs to.
    from: Remote<Vec<RateCard>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = Typed::new();
    let asked =
        Asked { busy: RwSignal::new(false), failure: RwSignal::new(None), no_day: RwSignal::new(false) };
    let no_day = Signal::derive(move || match asked.no_day.get() {
        true => vec![t_string!(i18n, rates.no_day).to_owned()],
        false => asked.wrong("/begins_on").get(),
    });
    let is_twilio = move || typed.provider.get() == Provider::Twilio;
    let other = move || {
        asked.failure.with(|failure| failure.as_ref().is_some_and(|failure| failure.fields().is_empty()))
    };
    view! {
        <form class="eb-block eb-form-block" novalidate on:submit=importing(typed, asked, from)>
            <h2>{move || t_string!(i18n, rates.import)}</h2>
            <p class="eb-soft eb-small">{move || t_string!(i18n, rates.import_help)}</p>
            <Whose typed/>
            <Line label=move || t_string!(i18n, rates.begins_on) kind="date" value=typed.begins_on wrong=no_day
                means=Signal::derive(move || typed.day().map(|day| intl::day_of(i18n.get_locale(), day)))/>
            <Line label=move || t_string!(i18n, rates.currency) value=typed.currency wrong=asked.wrong("/currency")/>
            <Show when=is_twilio><Line label=move || t_string!(i18n, rates.fee) value=typed.fee wrong=asked.wrong("/fee")/></Show>
            <Csv value=typed.csv wrong=asked.wrong("/csv")/>
            <Show when=other><p class="eb-field-error" role="alert">{move || t_string!(i18n, rates.failed)}</p></Show>
            <div><button type="submit" class="btn btn-primary" aria-disabled=move || asked.busy.get().to_string()><Icon name=icondata_bs::BsUpload/>{move || t_string!(i18n, rates.import)}</button></div>
        </form>
    }
}

fn importing(typed: Typed, asked: Asked, from: Remote<Vec<RateCard>>) -> impl Fn(SubmitEvent) {
    let (api, notices, i18n) = (use_api(), use_notices(), use_i18n());
    move |event: SubmitEvent| {
        event.prevent_default();
        let import = typed.import();
        asked.no_day.set(import.is_none());
        let Some(import) = import.filter(|_| !asked.busy.get_untracked()) else { return };
        asked.busy.set(true);
        asked.failure.set(None);
        spawn_local(async move {
            let imported = api.import_rate_card(&import).await;
            if asked.busy.is_disposed() {
                return;
            }
            asked.busy.set(false);
            match imported {
                Ok(_) => {
                    typed.csv.set(String::new());
                    notices.say(td_string!(i18n.get_locale_untracked(), rates.done).to_owned());
                    from.refetch();
                }
                Err(why) => asked.failure.set(Some(why)),
            }
        });
    }
}

#[component]
fn Whose(typed: Typed) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("field");
    let choose = move |word: String| typed.provider.set(word.parse().unwrap_or(Provider::Meta));
    let offer = move |provider: Provider| {
        view! { <option value=provider.as_str() prop:selected=move || typed.provider.get() == provider>{words::provider(provider)}</option> }
    };
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || t_string!(i18n, rates.provider)}</label>
            <select id=id class="form-select" on:change:target=move |event| choose(event.target().value())>{[Provider::Meta, Provider::Twilio].map(offer)}</select>
        </div>
    }
}

#[component]
fn Csv(value: RwSignal<String>, wrong: Signal<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, error) = (fresh_id("field"), fresh_id("error"));
    let told = move || wrong.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || t_string!(i18n, rates.csv)}</label>
            <textarea id=id class="form-control" rows="10" spellcheck="false" prop:value=move || value.get() aria-describedby=error.clone()
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true") on:input:target=move |event| value.set(event.target().value())></textarea>
            <ul class="eb-field-error" id=error role="alert">{told}</ul>
        </div>
    }
}
