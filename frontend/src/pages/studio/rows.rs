//! The rows: a table on wide screens, cards on phones.

use domain::whatsapp::{Rejection, TemplateCategory, WhatsappTemplateSummary};
use icondata_bs as bs;
use leptos::prelude::*;

use crate::{
    i18n::{t, t_string, use_i18n},
    intl,
    ui::{Icon, QualityPill, TemplatePill},
    words,
};

/// The templates of one page.
#[component]
pub(super) fn Rows(
    /// The templates.
    templates: Vec<WhatsappTemplateSummary>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <table class="eb-table">
            <caption class="visually-hidden">{move || t_string!(i18n, whatsapp.title)}</caption>
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, templates.column_template)}</th>
                <th scope="col">{move || t_string!(i18n, whatsapp.status_label)}</th>
                <th scope="col">{move || t_string!(i18n, whatsapp.quality_label)}</th>
                <th scope="col">{move || t_string!(i18n, whatsapp.used)}</th>
                <th scope="col">{t!(i18n, list.updated, zone = intl::zone())}</th>
            </tr></thead>
            <tbody>{templates.into_iter().map(|template| view! { <Row template/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(template: WhatsappTemplateSummary) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappTemplateSummary {
        id,
        account,
        name,
        language,
        category,
        excerpt,
        status,
        quality,
        rejection,
        next_category,
        used,
        updated_at,
        ..
    } = template;
    view! {
        <tr>
            <th scope="row" class="eb-cell-name"><a href=format!("/whatsapp/templates/{id}")>{name}</a>
                <span class="eb-cell-meta">{language}" · "{move || words::category(i18n.get_locale(), category)}" · "{account.0}</span>
                <span class="eb-cell-sub eb-two-lines">{excerpt}</span>
            </th>
            <td data-label=move || t_string!(i18n, whatsapp.status_label)><TemplatePill status/>
                {rejection.map(|rejection| view! { <Why rejection/> })}
                {next_category.map(|category| view! { <Soon category/> })}
            </td>
            <td data-label=move || t_string!(i18n, whatsapp.quality_label)><QualityPill quality/></td>
            <td class="num" data-label=move || t_string!(i18n, whatsapp.used)>{move || intl::count(i18n.get_locale(), used)}</td>
            <td class="eb-cell-time" data-label=move || t_string!(i18n, list.updated, zone = intl::zone()).to_string()>
                <time class="num" datetime=intl::iso(updated_at)>{move || intl::short(i18n.get_locale(), updated_at)}</time>
            </td>
        </tr>
    }
}

/// Why it was refused or paused, in plain words, and what the provider advises.
#[component]
fn Why(rejection: Rejection) -> impl IntoView {
    let i18n = use_i18n();
    let Rejection { reason, detail, recommendation } = rejection;
    let advice = recommendation.or(detail);
    view! {
        <span class="eb-cell-sub">{move || words::rejection(i18n.get_locale(), &reason)}</span>
        {advice.map(|advice| view! { <span class="eb-cell-sub">{advice}</span> })}
    }
}

/// The category that it is about to get: it costs more then, or takes another consent.
#[component]
fn Soon(category: TemplateCategory) -> impl IntoView {
    let i18n = use_i18n();
    let told = move || {
        let category = words::category(i18n.get_locale(), category);
        t_string!(i18n, whatsapp.category_soon, category).to_string()
    };
    view! { <span class="eb-cell-sub"><Icon name=bs::BsHourglassSplit/>" "{told}</span> }
}
