//! The choice of a template: only an approved one; the others show why not.

use domain::{
    TemplateId,
    list::MAX_LIMIT,
    template::TemplateSort,
    whatsapp::{TemplateStatus, WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    editor::Choice,
    i18n::{t_string, use_i18n},
    pages::wizard::Wizard,
    remote::Remote,
    words,
};

/// The templates of all accounts by their names and languages.
#[component]
pub(super) fn Choose(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let editor = wizard.editor;
    let templates = Remote::new(move || async move {
        let query = WhatsappTemplateQuery {
            sort: TemplateSort::Name,
            limit: MAX_LIMIT,
            ..WhatsappTemplateQuery::default()
        };
        api.whatsapp_templates(&query).await.map(|page| page.items)
    });
    let chosen = Signal::derive(move || editor.draft.with(|draft| draft.edit.template_id));
    let on_choice = Callback::new(move |value: String| {
        editor.draft.update(|draft| draft.edit.template_id = value.parse().ok());
    });
    let help = move || match templates.get() {
        Some(Err(_)) => t_string!(i18n, field.template_failed).to_owned(),
        Some(Ok(all)) if !all.iter().any(is_usable) => t_string!(i18n, whatsapp.none_approved).to_owned(),
        _ => t_string!(i18n, whatsapp.template_help).to_owned(),
    };
    view! {
        <Choice form=editor.form() pointer="/template_id" label=move || t_string!(i18n, field.template) help on_choice>
            <option value="" prop:selected=move || chosen.get().is_none()>{move || t_string!(i18n, whatsapp.choose)}</option>
            {move || templates.get().and_then(Result::ok).map(|all| all.into_iter().map(|one| view! { <Offer one chosen/> }).collect_view())}
        </Choice>
    }
}

#[component]
fn Offer(one: WhatsappTemplateSummary, chosen: Signal<Option<TemplateId>>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, usable, status) = (one.id, is_usable(&one), one.status);
    let name = format!("{} ({})", one.name, one.language);
    let shown = move || match usable {
        true => name.clone(),
        false => format!("{name} – {}", words::template_status(i18n.get_locale(), status)),
    };
    view! { <option value=id.to_string() disabled=!usable prop:selected=move || chosen.get() == Some(id)>{shown}</option> }
}

fn is_usable(template: &WhatsappTemplateSummary) -> bool {
    template.status == TemplateStatus::Approved && !template.archived
}
