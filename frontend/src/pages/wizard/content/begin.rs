//! The template that a message begins with. It never replaces what was written without asking.

use domain::{TemplateId, campaign::CampaignEdit, template::Template};
use leptos::{prelude::*, task::spawn_local};

use super::template::TemplateChoice;
use crate::{
    api::{Failure, Templates, use_api},
    i18n::{t_string, use_i18n},
    pages::wizard::Wizard,
    ui::{Confirm, use_notices},
};

/// The choice, and the question before something is replaced.
#[component]
pub(super) fn Begin(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let editor = wizard.editor;
    let asked = RwSignal::new(None::<Template>);
    let open = RwSignal::new(false);
    let fill = move |template: Template| editor.draft.update(|draft| begin_with(&mut draft.edit, template));
    let took = move |template: Template| match editor.draft.with_untracked(|draft| is_blank(&draft.edit)) {
        true => fill(template),
        false => {
            asked.set(Some(template));
            open.set(true);
        }
    };
    let choose = Callback::new(move |id: Option<TemplateId>| {
        let Some(id) = id else { return editor.draft.update(|draft| draft.edit.template_id = None) };
        spawn_local(async move {
            match api.read::<Templates>(id).await {
                _ if open.is_disposed() => {}
                Ok(template) => took(template),
                Err(Failure::Problem(problem)) => notices.say(problem.title),
                Err(_) => notices.say(t_string!(i18n, broken.network)),
            }
        });
    });
    let name = move || asked.get().map(|template| template.name).unwrap_or_default();
    let yes = Callback::new(move |()| {
        asked.get_untracked().into_iter().for_each(fill);
        open.set(false);
    });
    view! {
        <TemplateChoice form=editor.form() channel=Memo::new(move |_| editor.draft.with(|draft| draft.channel))
            chosen=Signal::derive(move || editor.draft.with(|draft| draft.edit.template_id)) on_choice=choose/>
        <Confirm open title=move || t_string!(i18n, content.replace, name = name()).to_string() text=move || t_string!(i18n, content.replace_text)
            act=move || t_string!(i18n, content.replace_act) failure=RwSignal::new(None) on_yes=yes/>
    }
}

fn is_blank(edit: &CampaignEdit) -> bool {
    [&edit.subject, &edit.html, &edit.text].into_iter().flatten().all(|text| text.trim().is_empty())
}

fn begin_with(edit: &mut CampaignEdit, template: Template) {
    edit.template_id = Some(template.id);
    // A WhatsApp template is chosen, not copied: its text is Meta's to know.
    if template.channel == domain::Channel::Email {
        edit.subject = template.subject.or(edit.subject.take());
        (edit.html, edit.text) = (template.html, template.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_wrote_is_replaced_without_asking() {
        assert!(is_blank(&CampaignEdit { text: Some(" \n".into()), ..CampaignEdit::default() }));
        assert!(!is_blank(&CampaignEdit { subject: Some("Soldes".into()), ..CampaignEdit::default() }));
    }
}
