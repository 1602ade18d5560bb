//! In several goes: a few first, then the rest; so many a day.

use chrono::TimeDelta;
use domain::{
    Channel,
    audience::AudienceQuestion,
    campaign::{CampaignEdit, Canary, Slice},
    pace,
};
use leptos::prelude::*;

use super::zone;
use crate::{
    api::use_api,
    editor::{Choice, Number},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    pages::wizard::Wizard,
    remote::Remote,
};

/// Who leaves first, by the names that this form has for it.
const ALL: &str = "all";
const PEOPLE: &str = "people";
const PERCENT: &str = "percent";
/// How many are tried out where nobody says otherwise.
const FEW: u32 = 500;

fn kind(canary: Option<&Canary>) -> &'static str {
    match canary.map(|canary| canary.slice) {
        None => ALL,
        Some(Slice::People(_)) => PEOPLE,
        Some(Slice::Percent(_)) => PERCENT,
    }
}

/// « D’abord un échantillon de 500, puis le reste après 4 h si tout va bien. »; nothing where all leave at once.
pub(in crate::pages::wizard) fn told(l: Locale, canary: Option<&Canary>) -> Option<String> {
    let canary = canary?;
    let first = match canary.slice {
        Slice::People(people) => {
            td_string!(l, slices.review_people, count = intl::number(l, people.into())).to_string()
        }
        Slice::Percent(percent) => {
            td_string!(l, slices.review_percent, share = intl::ratio(l, percent.into(), 100)).to_string()
        }
    };
    let hours = intl::number(l, canary.hours.into());
    Some(td_string!(l, slices.review_first, first = first, hours = hours).to_string())
}

/// Shown to everybody: what is usual is one choice and one empty field.
#[component]
pub(super) fn Slices(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let per_day = Callback::new(move |limit| editor.draft.update(|draft| draft.edit.pace_per_day = limit));
    view! {
        <section class="eb-block eb-narrow-block" aria-labelledby="schedule-slices">
            <h2 id="schedule-slices">{move || t_string!(i18n, slices.title)}</h2>
            <div class="eb-form-block">
                <First wizard/>
                <Number form=editor.form() pointer="/pace_per_day" label=move || t_string!(i18n, slices.per_day) help=move || t_string!(i18n, slices.per_day_help)
                    value=Signal::derive(move || editor.draft.with(|draft| draft.edit.pace_per_day)) on_input=per_day/>
                <Course wizard/>
            </div>
        </section>
    }
}

/// Who leaves first, and what is asked of them.
#[component]
fn First(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let chosen = Memo::new(move |_| editor.draft.with(|draft| kind(draft.edit.canary.as_ref())));
    let choose = Callback::new(move |value: String| {
        editor.draft.update(|draft| {
            let slice = match value.as_str() {
                PEOPLE => Slice::People(FEW),
                PERCENT => Canary::default().slice,
                _ => return draft.edit.canary = None,
            };
            draft.edit.canary = Some(Canary { slice, ..draft.edit.canary.unwrap_or_default() });
        });
    });
    let option = move |value: &'static str| {
        let name = move || match value {
            PEOPLE => t_string!(i18n, slices.people),
            PERCENT => t_string!(i18n, slices.percent),
            _ => t_string!(i18n, slices.all),
        };
        view! { <option value=value prop:selected=move || chosen.get() == value>{name}</option> }
    };
    view! {
        <Choice form=editor.form() pointer="/canary" label=move || t_string!(i18n, slices.first) help=move || t_string!(i18n, slices.first_help) on_choice=choose>
            {[ALL, PEOPLE, PERCENT].map(option).collect_view()}
        </Choice>
        {move || (chosen.get() != ALL).then(|| view! { <Asked wizard kind=chosen.get()/> })}
    }
}

/// How many they are, how long is waited, and by what they are judged.
#[component]
fn Asked(wizard: Wizard, kind: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let by_whatsapp = wizard.editor.draft.with_untracked(|draft| draft.channel) == Channel::Whatsapp;
    let size = move || match kind {
        PEOPLE => {
            view! { <Field wizard pointer="/canary/slice/people" label=move || t_string!(i18n, slices.people_count) help=move || t_string!(i18n, slices.people_help)
            read=first write=|canary, people| canary.slice = Slice::People(people.unwrap_or(0))/> }
        }
        _ => {
            view! { <Field wizard pointer="/canary/slice/percent" label=move || t_string!(i18n, slices.percent_count) help=move || t_string!(i18n, slices.percent_help)
            read=first write=|canary, percent| canary.slice = Slice::Percent(percent.unwrap_or(0))/> }
        }
    };
    view! {
        {size()}
        <Field wizard pointer="/canary/hours" label=move || t_string!(i18n, slices.hours) help=move || t_string!(i18n, slices.hours_help)
            read=|canary| Some(canary.hours) write=|canary, hours| canary.hours = hours.unwrap_or(0)/>
        <Field wizard pointer="/canary/opt_outs_max" label=move || t_string!(i18n, slices.opt_outs) help=move || t_string!(i18n, slices.opt_outs_help)
            read=|canary| Some(canary.opt_outs_max) write=|canary, most| canary.opt_outs_max = most.unwrap_or(0)/>
        <Field wizard pointer="/canary/losses_max" label=move || t_string!(i18n, slices.losses) help=move || t_string!(i18n, slices.losses_help)
            read=|canary| Some(canary.losses_max) write=|canary, most| canary.losses_max = most.unwrap_or(0)/>
        {by_whatsapp.then(|| view! { <Field wizard pointer="/canary/reads_min" label=move || t_string!(i18n, slices.reads) help=move || t_string!(i18n, slices.reads_help)
            read=|canary| canary.reads_min write=|canary, least| canary.reads_min = least/> })}
    }
}

const fn first(canary: &Canary) -> Option<u32> {
    let (Slice::People(first) | Slice::Percent(first)) = canary.slice;
    Some(first)
}

/// One number of the canary.
#[component]
fn Field(
    wizard: Wizard,
    pointer: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into)] help: TextProp,
    read: fn(&Canary) -> Option<u32>,
    write: fn(&mut Canary, Option<u32>),
) -> impl IntoView {
    let editor = wizard.editor;
    let value = Signal::derive(move || editor.draft.with(|draft| draft.edit.canary.as_ref().and_then(read)));
    let on_input = Callback::new(move |number| {
        editor.draft.update(|draft| {
            if let Some(canary) = &mut draft.edit.canary {
                write(canary, number);
            }
        });
    });
    view! { <Number form=editor.form() pointer label help value on_input/> }
}

/// « 3 000 personnes : 600 par jour, sur 5 jours, les 600 dernières le 27 novembre 2026. »
#[component]
fn Course(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let editor = wizard.editor;
    let channel = editor.draft.with_untracked(|draft| draft.channel);
    let segment = Memo::new(move |_| {
        editor.draft.with(|draft| draft.edit.audience.clone().filter(|_| draft.edit.pace_per_day.is_some()))
    });
    let planned = Remote::new(move || {
        let segment = segment.get();
        async move {
            match segment {
                Some(segment) => api
                    .audience(&AudienceQuestion { channel, segment, email_to_the_rest: false })
                    .await
                    .map(|count| Some(count.waterfall.planned)),
                None => Ok(None),
            }
        }
    });
    let told = move || {
        let planned = planned.get()?.ok()??;
        editor.draft.with(|draft| course(i18n.get_locale(), &draft.edit, planned))
    };
    view! { <p class="eb-help num" role="status" id="schedule-course">{told}</p> }
}

/// How many leave each day, and when the last do; nothing where no day has a limit.
fn course(l: Locale, edit: &CampaignEdit, planned: i64) -> Option<String> {
    let limit = edit.pace_per_day.filter(|limit| *limit > 0).map(i64::from).filter(|_| planned > 0)?;
    let people = intl::count(l, planned);
    let days = pace::days(planned, limit, limit);
    if days < 2 {
        return Some(td_string!(l, slices.course_once, people = people).to_string());
    }
    let begins = edit.schedule.as_ref().and_then(|due| zone::instant(due.wall, &due.zone));
    let ends = begins.unwrap_or_else(intl::instant_now) + TimeDelta::days(days - 1);
    let (count, last) = (intl::count(l, limit), intl::count(l, planned - limit * (days - 1)));
    let (days, day) = (intl::count(l, days), intl::day_of(l, ends.date_naive()));
    Some(
        td_string!(l, slices.course, people = people, count = count, days = days, last = last, day = day)
            .to_string(),
    )
}
