//! What fills the template: one line for each of its variables, the header's media, and where its button leads.

use domain::whatsapp::{TemplateContent, TemplateHeader, WhatsappMessage};
use leptos::prelude::*;

use super::message;
use crate::{
    api::Campaigns,
    editor::{Editor, Line, Variables, pointer},
    i18n::{t_string, use_i18n},
    pages::wizard::Wizard,
};

/// Longest expression that stands for a variable.
const VALUE_MAX: usize = 200;
/// Longest address.
const URL_MAX: usize = 2_000;

/// The fields that this template wants; a template that wants nothing has none.
#[component]
pub(super) fn Values(
    /// The wizard.
    wizard: Wizard,
    /// What the template says.
    content: TemplateContent,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let form = editor.form();
    let has_media = matches!(content.header, Some(TemplateHeader::Media { .. }));
    let is_tracked = content.is_tracked();
    let names: Vec<String> = content.variables().into_iter().map(str::to_owned).collect();
    if names.is_empty() && !has_media && !is_tracked {
        return ().into_any();
    }
    let examples = content.examples;
    let values = names.into_iter().map(|name| {
        let example = examples.get(&name).cloned().unwrap_or_default();
        view! { <Value editor name example/> }
    });
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="content-values">
            <h2 id="content-values">{move || t_string!(i18n, whatsapp.values)}</h2>
            {values.collect_view()}
            {has_media.then(|| view! {
                <Line form pointer="/whatsapp/media_url" label=move || t_string!(i18n, whatsapp.media_url) help=move || t_string!(i18n, whatsapp.media_help) max=URL_MAX
                    value=part(editor, |message| message.media_url.clone()) on_input=message::write(editor, |message| &mut message.media_url)/>
            })}
            {is_tracked.then(|| view! {
                <Line form pointer="/whatsapp/link" label=move || t_string!(i18n, whatsapp.link) help=move || t_string!(i18n, whatsapp.link_help) max=URL_MAX
                    value=part(editor, |message| message.link.clone()) on_input=message::write(editor, |message| &mut message.link)/>
            })}
            <Variables/>
        </section>
    }
    .into_any()
}

#[component]
fn Value(editor: Editor<Campaigns>, name: String, example: String) -> impl IntoView {
    let i18n = use_i18n();
    let pointer = pointer(format!("/whatsapp/values/{name}"));
    let (of, to, label) = (name.clone(), name.clone(), format!("{{{{{name}}}}}"));
    let value = part(editor, move |message| message.values.get(&of).cloned());
    let on_input = Callback::new(move |text: String| {
        message::change(editor, |message| match text.is_empty() {
            true => drop(message.values.remove(&to)),
            false => drop(message.values.insert(to.clone(), text.clone())),
        });
    });
    let help = move || t_string!(i18n, whatsapp.value_help, example = example.clone()).to_string();
    view! { <Line form=editor.form() pointer label help max=VALUE_MAX value on_input/> }
}

/// A text of the message, empty where there is none.
fn part(
    editor: Editor<Campaigns>,
    of: impl Fn(&WhatsappMessage) -> Option<String> + Send + Sync + 'static,
) -> Signal<String> {
    Signal::derive(move || {
        editor.draft.with(|draft| draft.edit.whatsapp.as_ref().and_then(&of)).unwrap_or_default()
    })
}
