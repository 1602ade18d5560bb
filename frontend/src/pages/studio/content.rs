//! What the message says: header, body and footer.

use domain::whatsapp::{BODY_MAX, HeaderMedia, TemplateContent, TemplateHeader};
use icondata_bs as bs;
use leptos::prelude::*;

use super::draft::{Studio, read, write};
use crate::{
    editor::{Area, Choice, Line, insert, wrap},
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::Icon,
};

/// Most characters above the text, and below it (developers.facebook.com, templates/components).
const LINE_MAX: usize = 60;
/// Most characters of an address.
const URL_MAX: usize = 2_000;
/// The body's element.
const BODY: &str = "field-body";

/// The fields.
#[component]
pub(super) fn Content(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let filled = |text: String| (!text.is_empty()).then_some(text);
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="studio-content">
            <h2 id="studio-content">{move || t_string!(i18n, studio.content)}</h2>
            <Header editor/>
            <div>
                <Show when=move || !form.readonly.get()><Tools/></Show>
                <Area form pointer="/body" label=move || t_string!(i18n, studio.body) help=move || t_string!(i18n, studio.body_help) max=BODY_MAX rows=8
                    value=read(editor, |content| content.body.clone()) on_input=write(editor, |content, body| content.body = body)/>
            </div>
            <Line form pointer="/footer" label=move || t_string!(i18n, studio.footer) help=move || t_string!(i18n, studio.footer_help) max=LINE_MAX
                value=read(editor, |content| content.footer.clone().unwrap_or_default())
                on_input=write(editor, move |content, footer| content.footer = filled(footer))/>
        </section>
    }
}

/// What a header can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    Nothing,
    Text,
    Media(HeaderMedia),
}

impl Above {
    const ALL: [Self; 5] = [
        Self::Nothing,
        Self::Text,
        Self::Media(HeaderMedia::Image),
        Self::Media(HeaderMedia::Video),
        Self::Media(HeaderMedia::Document),
    ];

    fn of(content: &TemplateContent) -> Self {
        match content.header {
            None => Self::Nothing,
            Some(TemplateHeader::Text { .. }) => Self::Text,
            Some(TemplateHeader::Media { media, .. }) => Self::Media(media),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Text => "text",
            Self::Media(media) => media.as_str(),
        }
    }

    fn name(self, l: Locale) -> &'static str {
        match self {
            Self::Nothing => td_string!(l, studio.header_none),
            Self::Text => td_string!(l, studio.header_text),
            Self::Media(HeaderMedia::Image) => td_string!(l, studio.header_image),
            Self::Media(HeaderMedia::Video) => td_string!(l, studio.header_video),
            Self::Media(HeaderMedia::Document) => td_string!(l, studio.header_document),
        }
    }

    /// What was written stays, as far as it fits.
    fn put(self, content: &mut TemplateContent) {
        let written = written(content);
        content.header = match self {
            Self::Nothing => None,
            Self::Text => Some(TemplateHeader::Text { text: written }),
            Self::Media(media) => Some(TemplateHeader::Media { media, example_url: written }),
        };
    }
}

fn written(content: &TemplateContent) -> String {
    match &content.header {
        Some(TemplateHeader::Text { text }) => text.clone(),
        Some(TemplateHeader::Media { example_url, .. }) => example_url.clone(),
        None => String::new(),
    }
}

fn rewrite(content: &mut TemplateContent, typed: String) {
    match &mut content.header {
        Some(TemplateHeader::Text { text }) => *text = typed,
        Some(TemplateHeader::Media { example_url, .. }) => *example_url = typed,
        None => {}
    }
}

#[component]
fn Header(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let above = Memo::new(move |_| editor.draft.with(|draft| Above::of(&draft.content)));
    let choose = write(editor, |content, word| {
        let chosen = Above::ALL.into_iter().find(|one| one.word() == word);
        chosen.unwrap_or(Above::Nothing).put(content);
    });
    let line = move || {
        match above.get() {
        Above::Nothing => ().into_any(),
        Above::Text => view! {
            <Line form pointer="/header/text" label=move || t_string!(i18n, studio.header_line) help=move || t_string!(i18n, studio.header_line_help) max=LINE_MAX
                value=read(editor, written) on_input=write(editor, rewrite)/>
        }
        .into_any(),
        Above::Media(_) => view! {
            <Line form pointer="/header/example_url" label=move || t_string!(i18n, studio.example_url) help=move || t_string!(i18n, studio.example_url_help) max=URL_MAX
                value=read(editor, written) on_input=write(editor, rewrite)/>
        }
        .into_any(),
    }
    };
    view! {
        <Choice form pointer="/header" label=move || t_string!(i18n, studio.header) help=move || t_string!(i18n, studio.header_help) on_choice=choose>
            {Above::ALL.into_iter().map(|one| view! {
                <option value=one.word() prop:selected=move || above.get() == one>{move || one.name(i18n.get_locale())}</option>
            }).collect_view()}
        </Choice>
        {line}
    }
}

/// How a part of the body looks, and what is put into it.
#[component]
fn Tools() -> impl IntoView {
    let i18n = use_i18n();
    let look = move |mark: &'static str, icon: icondata_core::Icon, name: Signal<&'static str>| {
        view! {
            <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=move || name.get() title=move || name.get() on:click=move |_| wrap(BODY, mark)><Icon name=icon/></button>
        }
    };
    let names = move || {
        t_string!(i18n, studio.variable_names).split(' ').map(|name| view! {
        <button type="button" class="eb-chip" on:click=move |_| insert(BODY, &format!("{{{{{name}}}}}"))>{name}</button>
    }).collect_view()
    };
    view! {
        <div class="eb-studio-tools">
            <div role="group" aria-label=move || t_string!(i18n, studio.format)>
                {look("*", bs::BsTypeBold, Signal::derive(move || t_string!(i18n, studio.bold)))}
                {look("_", bs::BsTypeItalic, Signal::derive(move || t_string!(i18n, studio.italic)))}
                {look("~", bs::BsTypeStrikethrough, Signal::derive(move || t_string!(i18n, studio.struck)))}
                {look("```", bs::BsCode, Signal::derive(move || t_string!(i18n, studio.code)))}
            </div>
            <div role="group" aria-labelledby="studio-variables" aria-describedby="studio-variables-help">
                <span class="eb-label" id="studio-variables">{move || t_string!(i18n, studio.variables)}</span>
                <div class="eb-chips">{names}</div>
                <p class="eb-help" id="studio-variables-help">{move || t_string!(i18n, studio.variables_help)}</p>
            </div>
        </div>
    }
}
