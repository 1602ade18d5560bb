//! The form of a template.

use domain::{
    Channel,
    limits::{HTML_MAX, NAME_MAX, SUBJECT_MAX, TEXT_MAX, WHATSAPP_MAX},
    template::{TemplateCreate, TemplateQuery},
};
use leptos::prelude::*;

use super::list::templates_href;
use crate::{
    api::Templates,
    editor::{Area, Choice, Difference, Editor, EditorFrame, Line, Variables},
    i18n::{Locale, t_string, td_string, use_i18n},
    shell::Rail,
    ui::{Avatar, ChannelLabel},
    watch::watch,
    words,
};

/// What the template is, and what it says.
#[component]
pub(crate) fn TemplateForm(
    /// The form's state.
    editor: Editor<Templates>,
) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let title = Signal::derive(move || {
        editor
            .saved
            .with(|template| {
                template.as_ref().map(|template| words::named(i18n.get_locale(), &template.name))
            })
            .unwrap_or_else(|| t_string!(i18n, templates.new).to_owned())
    });
    let channel = editor.draft.with_untracked(|draft| draft.channel);
    let back = templates_href(&TemplateQuery { channel: Some(channel), ..TemplateQuery::default() });
    let name = Signal::derive(move || match channel {
        Channel::Email => t_string!(i18n, rail.email_templates),
        Channel::Whatsapp => t_string!(i18n, templates.whatsapp_texts),
    });
    shown_in_rail(editor);
    view! {
        <EditorFrame editor back=(back, name) title facts=move || view! { <Facts editor/> } differences>
            <section class="eb-block eb-form-block" aria-labelledby="form-what">
                <h2 id="form-what">{move || t_string!(i18n, templates.what)}</h2>
                <Line form pointer="/name" label=move || t_string!(i18n, field.name) help=move || t_string!(i18n, templates.name_help)
                    max=NAME_MAX required=true value=Signal::derive(move || editor.draft.with(|draft| draft.name.clone()))
                    on_input=Callback::new(move |name| editor.draft.update(|draft| draft.name = name))/>
                <Show when=move || editor.saved.with(Option::is_none)><ChannelChoice editor/></Show>
            </section>
            <section class="eb-block eb-form-block" aria-labelledby="form-content">
                <h2 id="form-content">{move || t_string!(i18n, templates.content)}</h2>
                <Content editor/>
            </section>
        </EditorFrame>
    }
}

/// The rail has an entry per channel, and the address of a template does not name it.
fn shown_in_rail(editor: Editor<Templates>) {
    let rail: Rail = expect_context();
    watch(move || rail.open.set(Some(editor.draft.with(|draft| draft.channel))));
    on_cleanup(move || rail.open.set(None));
}

#[component]
fn Facts(editor: Editor<Templates>) -> impl IntoView {
    move || {
        editor.saved.get().map(|template| view! {
        <ChannelLabel channel=template.channel/>
        {template.owner.map(|owner| view! { <span class="eb-owner"><Avatar name=owner.name.clone()/>{owner.name}</span> })}
    })
    }
}

#[component]
fn ChannelChoice(editor: Editor<Templates>) -> impl IntoView {
    let form = editor.form().for_good();
    let i18n = use_i18n();
    let choose = Callback::new(move |value: String| {
        if let Ok(channel) = value.parse() {
            editor.draft.update(|draft| {
                draft.channel = channel;
                if channel == Channel::Whatsapp {
                    (draft.subject, draft.html) = (None, None);
                }
            });
        }
    });
    view! {
        <Choice form pointer="/channel" label=move || t_string!(i18n, field.channel) help=move || t_string!(i18n, field.channel_help) on_choice=choose>
            {Channel::ALL.iter().map(|channel| view! {
                <option value=channel.as_str() prop:selected=move || editor.draft.with(|draft| draft.channel == *channel)>
                    {move || words::channel(i18n.get_locale(), *channel)}</option>
            }).collect_view()}
        </Choice>
    }
}

#[component]
fn Content(editor: Editor<Templates>) -> impl IntoView {
    let form = editor.form();
    let i18n = use_i18n();
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let email = Memo::new(move |_| editor.draft.with(|draft| draft.channel == Channel::Email));
    let text = move |rows: u32, max: usize, help: Signal<&'static str>| {
        view! {
            <Area form pointer="/text" label=move || t_string!(i18n, field.text) help=move || help.get() max rows
                value=Signal::derive(move || editor.draft.with(|draft| draft.text.clone().unwrap_or_default()))
                on_input=Callback::new(move |text| editor.draft.update(|draft| draft.text = filled(text)))/>
        }
    };
    view! {
        <Show when=move || !editor.is_readonly()><Variables/></Show>
        <Show when=move || email.get() fallback=move || text(10, WHATSAPP_MAX, Signal::derive(move || t_string!(i18n, field.text_whatsapp_help)))>
            <Line form pointer="/subject" label=move || t_string!(i18n, field.subject) help=move || t_string!(i18n, field.subject_help) max=SUBJECT_MAX
                value=Signal::derive(move || editor.draft.with(|draft| draft.subject.clone().unwrap_or_default()))
                on_input=Callback::new(move |text| editor.draft.update(|draft| draft.subject = filled(text)))/>
            <Area form pointer="/html" label=move || t_string!(i18n, field.html) help=move || t_string!(i18n, field.html_help) max=HTML_MAX rows=16
                value=Signal::derive(move || editor.draft.with(|draft| draft.html.clone().unwrap_or_default()))
                on_input=Callback::new(move |text| editor.draft.update(|draft| draft.html = filled(text)))/>
            {text(8, TEXT_MAX, Signal::derive(move || t_string!(i18n, field.text_email_help)))}
        </Show>
    }
}

fn differences(l: Locale, theirs: &TemplateCreate, mine: &TemplateCreate) -> Vec<Difference> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        Difference::between(td_string!(l, field.name), &theirs.name, &mine.name),
        Difference::between(td_string!(l, field.subject), &text(&theirs.subject), &text(&mine.subject)),
        Difference::between(td_string!(l, field.html), &text(&theirs.html), &text(&mine.html)),
        Difference::between(td_string!(l, field.text), &text(&theirs.text), &text(&mine.text)),
    ];
    fields.into_iter().flatten().collect()
}
