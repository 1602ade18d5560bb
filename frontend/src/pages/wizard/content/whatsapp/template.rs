//! The choice of a template: only an approved one; the others show why not.

use domain::{
    ProblemCode, TemplateId,
    list::MAX_LIMIT,
    template::TemplateSort,
    whatsapp::{TemplateStatus, WhatsappTemplate, WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use leptos::prelude::*;

use crate::{
    api::{Api, Failure, use_api},
    editor::Choice,
    i18n::{t_string, use_i18n},
    intl,
    pages::wizard::Wizard,
    remote::Remote,
    words,
};

/// A template that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct One {
    id: TemplateId,
    /// With its language; empty of the present one where it is not to be found.
    name: String,
    /// Where it stands; none of the present one where that cannot be read.
    status: Option<TemplateStatus>,
    archived: bool,
}

impl One {
    fn is_usable(&self) -> bool {
        self.status == Some(TemplateStatus::Approved) && !self.archived
    }
}

impl From<WhatsappTemplateSummary> for One {
    fn from(row: WhatsappTemplateSummary) -> Self {
        let WhatsappTemplateSummary { id, name, language, status, archived, .. } = row;
        Self { id, name: words::template_label(&name, &language), status: Some(status), archived }
    }
}

impl From<WhatsappTemplate> for One {
    fn from(template: WhatsappTemplate) -> Self {
        let WhatsappTemplate { id, content, status, archived, .. } = template;
        Self {
            id,
            name: words::template_label(&content.name, &content.language),
            status: Some(status),
            archived,
        }
    }
}

/// What can be chosen, with what cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offered {
    templates: Vec<One>,
    /// Whether there are approved ones beyond these.
    more: bool,
}

/// The templates of all accounts by their names and languages: the approved ones first, so that none of another status takes their
/// place; and the present one wherever it is, archived or beyond the page.
async fn offered(api: Api, present: Option<TemplateId>) -> Result<Offered, Failure> {
    let page = |status| async move {
        let query = WhatsappTemplateQuery {
            status,
            sort: TemplateSort::Name,
            limit: MAX_LIMIT,
            ..WhatsappTemplateQuery::default()
        };
        api.whatsapp_templates(&query).await
    };
    let approved = page(Some(TemplateStatus::Approved)).await?;
    let more = approved.next.is_some();
    let mut templates: Vec<One> = approved.items.into_iter().map(One::from).collect();
    for row in page(None).await?.items {
        if templates.iter().all(|known| known.id != row.id) {
            templates.push(row.into());
        }
    }
    if let Some(id) = present.filter(|id| templates.iter().all(|known| known.id != *id)) {
        let other = match api.whatsapp_template(id).await {
            Ok(template) => template.into(),
            Err(failure) if failure.code() == Some(ProblemCode::TemplateNotFound) => {
                One { name: String::new(), ..unread(id) }
            }
            Err(_) => unread(id),
        };
        templates.insert(0, other);
    }
    Ok(Offered { templates, more })
}

/// A template that cannot be read still shows by its number: the choice must not look empty.
fn unread(id: TemplateId) -> One {
    One { id, name: id.to_string(), status: None, archived: false }
}

/// The choice; it says when there are more approved ones than it shows.
#[component]
pub(super) fn Choose(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let editor = wizard.editor;
    let chosen = Signal::derive(move || editor.draft.with(|draft| draft.edit.template_id));
    let offer = Remote::new(move || {
        let present = chosen.get_untracked();
        async move { offered(api, present).await }
    });
    let on_choice = Callback::new(move |value: String| {
        editor.draft.update(|draft| draft.edit.template_id = value.parse().ok());
    });
    let help = move || match offer.get() {
        Some(Err(_)) => t_string!(i18n, field.template_failed).to_owned(),
        Some(Ok(offer)) if !offer.templates.iter().any(One::is_usable) => {
            t_string!(i18n, whatsapp.none_approved).to_owned()
        }
        Some(Ok(offer)) if offer.more => t_string!(
            i18n,
            field.template_more,
            number = intl::number(i18n.get_locale(), u64::from(MAX_LIMIT))
        )
        .to_string(),
        _ => t_string!(i18n, whatsapp.template_help).to_owned(),
    };
    let templates = move || match offer.get() {
        Some(Ok(offer)) => offer.templates,
        Some(Err(_)) => chosen.get_untracked().map(unread).into_iter().collect(),
        None => Vec::new(),
    };
    view! {
        <Choice form=editor.form() pointer="/template_id" label=move || t_string!(i18n, field.template) help on_choice>
            <option value="" prop:selected=move || chosen.get().is_none()>{move || t_string!(i18n, whatsapp.choose)}</option>
            {move || templates().into_iter().map(|one| view! { <Offer one chosen/> }).collect_view()}
        </Choice>
    }
}

#[component]
fn Offer(one: One, chosen: Signal<Option<TemplateId>>) -> impl IntoView {
    let i18n = use_i18n();
    let usable = one.is_usable();
    let One { id, name, status, .. } = one;
    let shown = move || match status {
        Some(status) if !usable => format!("{name} – {}", words::template_status(i18n.get_locale(), status)),
        None if name.is_empty() => t_string!(i18n, whatsapp.not_found).to_owned(),
        _ => name.clone(),
    };
    view! { <option value=id.to_string() disabled=!usable prop:selected=move || chosen.get() == Some(id)>{shown}</option> }
}
