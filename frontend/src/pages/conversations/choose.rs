//! The choice of a template to answer with: looked for at the server by its name, for an account may have thousands.

use std::time::Duration;

use domain::{
    TemplateId,
    provider::AccountId,
    template::TemplateSort,
    whatsapp::{TemplateStatus, WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{debounced, fresh_id},
    words,
};

/// How long hands rest before it is looked for.
const REST: Duration = Duration::from_millis(300);
/// How many are offered at once.
const OFFERED: u32 = 50;

/// A template that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct One {
    pub(super) id: TemplateId,
    /// With its language.
    name: String,
}

impl From<&WhatsappTemplateSummary> for One {
    fn from(row: &WhatsappTemplateSummary) -> Self {
        Self { id: row.id, name: words::template_label(&row.name, &row.language) }
    }
}

/// A field to look for a template of the account, and the approved ones that were found; it says when there are more.
#[component]
pub(super) fn Choose(account: AccountId, chosen: RwSignal<Option<One>>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let typed = RwSignal::new(String::new());
    let words = debounced(Memo::new(move |_| typed.with(|typed| typed.trim().to_owned())), REST);
    let found = Remote::new(move || {
        let query = WhatsappTemplateQuery {
            q: words.get(),
            account: Some(account.clone()),
            status: Some(TemplateStatus::Approved),
            sort: TemplateSort::Name,
            limit: OFFERED,
            ..WhatsappTemplateQuery::default()
        };
        async move { api.whatsapp_templates(&query).await }
    });
    // The chosen one stays on the list whatever is looked for: the choice must not look empty.
    let offered = Memo::new(move |_| {
        let mut offered: Vec<One> = found.with(|answer| match answer {
            Some(Ok(page)) => page.items.iter().map(One::from).collect(),
            Some(Err(_)) | None => Vec::new(),
        });
        if let Some(one) = chosen.get().filter(|one| !offered.contains(one)) {
            offered.insert(0, one);
        }
        offered
    });
    let choose = move |value: String| {
        let id: Option<TemplateId> = value.parse().ok();
        chosen.set(offered.get_untracked().into_iter().find(|one| Some(one.id) == id));
    };
    let help = move || {
        let max = intl::number(i18n.get_locale(), u64::from(OFFERED));
        found.with(|answer| match answer {
            Some(Err(_)) => t_string!(i18n, field.template_failed).to_owned(),
            Some(Ok(page)) if page.items.is_empty() => {
                t_string!(i18n, conversations.template_none).to_owned()
            }
            Some(Ok(page)) if page.next.is_some() => {
                t_string!(i18n, conversations.template_more, number = max).to_string()
            }
            Some(Ok(_)) | None => String::new(),
        })
    };
    let (search, field) = (fresh_id("search"), fresh_id("template"));
    let described = format!("{field}-help");
    view! {
        <div class="eb-field">
            <label class="eb-label" for=search.clone()>{move || t_string!(i18n, conversations.template_search)}</label>
            <input id=search type="search" class="form-control" maxlength="200" autocomplete="off" aria-controls=field.clone()
                on:input:target=move |event| typed.set(event.target().value())/>
        </div>
        <div class="eb-field">
            <label class="eb-label" for=field.clone()>{move || t_string!(i18n, conversations.by_template)}</label>
            <select id=field class="form-select" aria-describedby=described.clone() on:change:target=move |event| choose(event.target().value())>
                <option value="" prop:selected=move || chosen.with(Option::is_none)>{move || t_string!(i18n, whatsapp.choose)}</option>
                {move || offered.get().into_iter().map(|one| view! { <Offer one chosen/> }).collect_view()}
            </select>
            <p class="eb-help" id=described role="status">{help}</p>
        </div>
    }
}

#[component]
fn Offer(one: One, chosen: RwSignal<Option<One>>) -> impl IntoView {
    let One { id, name } = one;
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id));
    view! { <option value=id.to_string() prop:selected=is_chosen>{name}</option> }
}
