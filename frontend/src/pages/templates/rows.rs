//! The rows: a table on wide screens, cards on phones.

use domain::{TemplateId, template::TemplateSummary};
use leptos::prelude::*;

use crate::{
    api::Templates,
    editor::{Ask, RowActs, Target},
    i18n::{t, t_string, use_i18n},
    intl,
    ui::{Avatar, ChannelLabel},
    words,
};

/// The templates of one page.
#[component]
pub(crate) fn Rows(
    /// The templates.
    templates: Vec<TemplateSummary>,
    /// Where questions go.
    ask: RwSignal<Option<Ask<TemplateId>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <table class="eb-table">
            <caption class="visually-hidden">{move || t_string!(i18n, templates.title)}</caption>
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, templates.column_template)}</th>
                <th scope="col">{move || t_string!(i18n, templates.column_content)}</th>
                <th scope="col">{t!(i18n, list.updated, zone = intl::zone())}</th>
                <th scope="col"><span class="visually-hidden">{move || t_string!(i18n, list.acts)}</span></th>
            </tr></thead>
            <tbody>{templates.into_iter().map(|template| view! { <Row template ask/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(template: TemplateSummary, ask: RwSignal<Option<Ask<TemplateId>>>) -> impl IntoView {
    let i18n = use_i18n();
    let TemplateSummary { id, name, channel, subject, excerpt, archived, owner, updated_at, .. } = template;
    let target = Target { id, name: name.clone(), archived, version: None };
    view! {
        <tr>
            <th scope="row" class="eb-cell-name">
                <a href=format!("/templates/{id}")>{move || words::named(i18n.get_locale(), &name)}</a>
                <span class="eb-cell-meta"><ChannelLabel channel/>
                    {owner.map(|owner| view! { <Avatar name=owner.name.clone()/><span class="visually-hidden">{owner.name}</span> })}
                </span>
            </th>
            <td class="eb-cell-text" data-label=move || t_string!(i18n, templates.column_content)>
                {subject.filter(|subject| !subject.is_empty()).map(|subject| view! { <span class="eb-cell-subject">{subject}</span> })}
                <span class="eb-cell-sub eb-two-lines">{excerpt}</span>
            </td>
            <td class="eb-cell-time" data-label=move || t_string!(i18n, list.updated, zone = intl::zone()).to_string()>
                <time class="num" datetime=intl::iso(updated_at)>{move || intl::short(i18n.get_locale(), updated_at)}</time>
                <span class="eb-cell-sub">{move || intl::ago(i18n.get_locale(), updated_at)}</span>
            </td>
            <td class="eb-cell-acts"><RowActs noun=Templates target editable=!archived ask/></td>
        </tr>
    }
}
