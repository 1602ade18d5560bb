//! What is wrong, above the form, with a way to each field.

use leptos::prelude::*;

use super::{
    field::{field_id, nearest},
    form::Form,
    save::SUMMARY,
};
use crate::{
    api::Failure,
    browser,
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::Icon,
};

/// Takes the focus when saving was refused.
#[component]
pub(crate) fn Summary(
    /// Whose errors.
    form: Form,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let fields = form.problems.get();
        let advised = form.adviser.hindered.get();
        if let Some(failure) = form.failure.get() {
            view! { <Refused failure/> }.into_any()
        } else if advised && fields.is_empty() {
            view! { <Hindered form/> }.into_any()
        } else if fields.is_empty() {
            ().into_any()
        } else {
            let links = fields
                .into_iter()
                .map(|problem| (field_id(&problem.pointer), problem.pointer, problem.detail));
            view! { <Links title=Signal::derive(move || t_string!(i18n, editor.to_correct)) links=links.collect()/> }.into_any()
        }
    }
}

/// What speaks against the next step, once it was asked for.
#[component]
fn Hindered(form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let title = Signal::derive(move || t_string!(i18n, editor.to_correct_first));
    move || {
        let advice = form.adviser.advice.get().into_iter().filter(|one| one.blocks);
        let links: Vec<_> = advice
            .map(|one| (field_id(&one.pointer), one.pointer.clone(), (one.tell)(i18n.get_locale())))
            .collect();
        (!links.is_empty()).then(|| view! { <Links title links/> })
    }
}

#[component]
fn Links(title: Signal<&'static str>, links: Vec<(String, String, String)>) -> impl IntoView {
    let i18n = use_i18n();
    let link = move |(id, pointer, detail): (String, String, String)| {
        let href = format!("#{id}");
        let pointed = pointer.clone();
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            browser::focus(&nearest(&pointed));
        };
        view! {
            <li><a href=href rel="external" on:click=go>{move || field_name(i18n.get_locale(), &pointer)} {move || t_string!(i18n, field.colon)} {detail}</a></li>
        }
    };
    view! {
        <div class="eb-notice eb-danger eb-summary" role="alert" id=SUMMARY tabindex="-1">
            <Icon name=icondata_bs::BsExclamationCircle/>
            <div><b>{move || title.get()}</b><ul>{links.into_iter().map(link).collect_view()}</ul></div>
        </div>
    }
}

#[component]
fn Refused(failure: Failure) -> impl IntoView {
    let i18n = use_i18n();
    let request = failure.request().map(str::to_owned);
    let text = move || match &failure {
        Failure::Problem(problem) => (problem.title.clone(), problem.detail.clone()),
        Failure::Network => {
            let l = i18n.get_locale();
            (td_string!(l, broken.network).to_owned(), td_string!(l, editor.network).to_owned())
        }
        Failure::Unreadable(what) => {
            (td_string!(i18n.get_locale(), broken.unreadable).to_owned(), what.clone())
        }
    };
    let again = text.clone();
    view! {
        <div class="eb-notice eb-danger eb-summary" role="alert" id=SUMMARY tabindex="-1">
            <Icon name=icondata_bs::BsXOctagon/>
            <div>
                <b>{move || text().0}</b>
                <p>{move || again().1}</p>
                {request.map(|request| view! { <p class="eb-mono eb-small">{move || t_string!(i18n, broken.request)} " " {request}</p> })}
            </div>
        </div>
    }
}

/// A field's name, by its pointer.
pub(super) fn field_name(l: Locale, pointer: &str) -> String {
    match pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "name" => td_string!(l, field.name).to_owned(),
        "channel" => td_string!(l, field.channel).to_owned(),
        "subject" => td_string!(l, field.subject).to_owned(),
        "preheader" => td_string!(l, field.preheader).to_owned(),
        "template_id" => td_string!(l, field.template).to_owned(),
        "tags" => td_string!(l, field.tags).to_owned(),
        "html" => td_string!(l, field.html).to_owned(),
        "text" => td_string!(l, field.text).to_owned(),
        "sender" | "account" => td_string!(l, field.sender).to_owned(),
        "reply_to" => td_string!(l, field.reply_to).to_owned(),
        "audience" => td_string!(l, wizard.audience).to_owned(),
        "schedule" => td_string!(l, wizard.schedule).to_owned(),
        "per_second" => td_string!(l, pace.per_second).to_owned(),
        "per_minute" => td_string!(l, pace.per_minute).to_owned(),
        "per_day" => td_string!(l, pace.per_day).to_owned(),
        "warm_up" => td_string!(l, pace.warm_up).to_owned(),
        "domains" => td_string!(l, pace.domains).to_owned(),
        "pace_per_minute" => td_string!(l, settings.pace).to_owned(),
        "pace_per_day" => td_string!(l, slices.per_day).to_owned(),
        "canary" => td_string!(l, slices.first).to_owned(),
        "doubt" => td_string!(l, settings.doubt).to_owned(),
        "category" => td_string!(l, studio.category).to_owned(),
        "language" => td_string!(l, studio.language).to_owned(),
        "header" => td_string!(l, studio.header).to_owned(),
        "body" => td_string!(l, studio.body).to_owned(),
        "footer" => td_string!(l, studio.footer).to_owned(),
        "buttons" => td_string!(l, studio.buttons).to_owned(),
        "examples" => td_string!(l, studio.examples).to_owned(),
        "quiet_hours" => td_string!(l, settings.quiet).to_owned(),
        other => other.to_owned(),
    }
}
