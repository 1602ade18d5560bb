//! The form at the left; the phone, and where the template stands, at the right.

use std::time::Duration;

use domain::{
    provider::Account,
    whatsapp::{TemplateContent, TemplateHeader, WhatsappTemplateCreate},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    acts::Acts, advice, buttons::Buttons, content::Content, draft::Studio, examples::Examples,
    follow::Follow, identity::Identity, preview::Preview,
};
use crate::{
    api::use_api,
    editor::{Difference, EVERYWHERE, EditorFrame},
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::TemplatePill,
    watch::every,
    words,
};

/// How often the page looks whether the provider has told something.
const LOOK: Duration = Duration::from_secs(5);

/// The template.
#[component]
pub(super) fn StudioForm(
    /// The form's state.
    editor: Studio,
    /// The accounts that speak WhatsApp, as far as they may be seen.
    accounts: Vec<Account>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || editor.saved.with(|saved| saved.as_ref().map(|saved| saved.content.name.clone()));
    let title = Signal::derive(move || name().unwrap_or_else(|| t_string!(i18n, studio.new).to_owned()));
    let back = ("/whatsapp/templates".to_owned(), Signal::derive(move || t_string!(i18n, studio.back)));
    be_advised(editor, &accounts);
    keep_current(editor);
    view! {
        <EditorFrame editor back title facts=move || view! { <Facts editor/> } acts=move || view! { <Acts editor/> } differences>
            <div class="eb-studio">
                <div class="eb-pane">
                    <Identity editor accounts/>
                    <Content editor/>
                    <Examples editor/>
                    <Buttons editor/>
                </div>
                <div class="eb-pane eb-studio-side">
                    <Preview editor/>
                    <Follow editor/>
                </div>
            </div>
        </EditorFrame>
    }
}

/// A draft that was saved is looked at whole; of a new one each field, once it is left.
fn be_advised(editor: Studio, accounts: &[Account]) {
    let providers = accounts.iter().map(|account| (account.id.clone(), account.provider)).collect();
    editor.advised_by(advice::adviser(editor, providers));
    if editor.saved.with_untracked(Option::is_some) && !untrack(|| editor.is_readonly()) {
        editor.advise(EVERYWHERE);
    }
}

/// A verdict arrives while nobody types: it shows by itself.
fn keep_current(editor: Studio) {
    let api = use_api();
    every(LOOK, move || {
        let Some(id) = editor.saved.with_untracked(|saved| saved.as_ref().map(|saved| saved.id)) else {
            return;
        };
        spawn_local(async move {
            // Unheard news is heard the next time.
            if let Ok(view) = api.whatsapp_template(id).await {
                editor.hear(view);
            }
        });
    });
}

#[component]
fn Facts(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        editor.saved.get().map(|template| {
            let category = template.content.category;
            view! {
                <TemplatePill status=template.status/>
                <span>{template.content.language}" · "{move || words::category(i18n.get_locale(), category)}" · "{template.account.0}</span>
            }
        })
    }
}

fn differences(l: Locale, theirs: &WhatsappTemplateCreate, mine: &WhatsappTemplateCreate) -> Vec<Difference> {
    let (theirs, mine) = (&theirs.content, &mine.content);
    let fields = [
        Difference::between(td_string!(l, studio.name), &theirs.name, &mine.name),
        Difference::between(td_string!(l, studio.language), &theirs.language, &mine.language),
        Difference::between(
            td_string!(l, studio.category),
            words::category(l, theirs.category),
            words::category(l, mine.category),
        ),
        Difference::between(td_string!(l, studio.header), header(theirs), header(mine)),
        Difference::between(td_string!(l, studio.body), &theirs.body, &mine.body),
        Difference::between(td_string!(l, studio.footer), footer(theirs), footer(mine)),
        Difference::between(td_string!(l, studio.buttons), &labels(l, theirs), &labels(l, mine)),
        Difference::between(td_string!(l, studio.examples), &examples(theirs), &examples(mine)),
    ];
    fields.into_iter().flatten().collect()
}

fn header(content: &TemplateContent) -> &str {
    match &content.header {
        Some(TemplateHeader::Text { text }) => text,
        Some(TemplateHeader::Media { example_url, .. }) => example_url,
        None => "",
    }
}

fn footer(content: &TemplateContent) -> &str {
    content.footer.as_deref().unwrap_or_default()
}

fn labels(l: Locale, content: &TemplateContent) -> String {
    let label = |button: &domain::whatsapp::TemplateButton| {
        button.label().map_or_else(|| td_string!(l, whatsapp.copy_code).to_owned(), str::to_owned)
    };
    content.buttons.iter().map(label).collect::<Vec<_>>().join("\n")
}

fn examples(content: &TemplateContent) -> String {
    let lines = content.examples.iter().map(|(name, example)| format!("{name} = {example}"));
    lines.collect::<Vec<_>>().join("\n")
}
