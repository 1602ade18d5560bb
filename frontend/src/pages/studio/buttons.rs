//! The buttons below the text.

use domain::whatsapp::TemplateButton;
use icondata_bs as bs;
use leptos::prelude::*;

use super::draft::{Studio, change, read, write};
use crate::{
    browser,
    editor::{Line, Remarks, pointer},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    ui::{Icon, fresh_id},
};

/// Most characters on a button.
const LABEL_MAX: usize = 25;
/// Most characters of an address, and of a number.
const URL_MAX: usize = 2_000;
const PHONE_MAX: usize = 20;
/// The group's element.
const GROUP: &str = "field-buttons";

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reply,
    Tracked,
    Url,
    Phone,
    Code,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Reply, Self::Tracked, Self::Url, Self::Phone, Self::Code];

    const fn of(button: &TemplateButton) -> Self {
        match button {
            TemplateButton::QuickReply { .. } => Self::Reply,
            TemplateButton::Tracked { .. } => Self::Tracked,
            TemplateButton::Url { .. } => Self::Url,
            TemplateButton::Phone { .. } => Self::Phone,
            TemplateButton::CopyCode => Self::Code,
        }
    }

    fn blank(self) -> TemplateButton {
        let text = String::new();
        match self {
            Self::Reply => TemplateButton::QuickReply { text, opts_out: false },
            Self::Tracked => TemplateButton::Tracked { text },
            Self::Url => TemplateButton::Url { text, url: String::new() },
            Self::Phone => TemplateButton::Phone { text, phone: String::new() },
            Self::Code => TemplateButton::CopyCode,
        }
    }

    fn name(self, l: Locale) -> &'static str {
        match self {
            Self::Reply => td_string!(l, studio.add_reply),
            Self::Tracked => td_string!(l, studio.add_tracked),
            Self::Url => td_string!(l, studio.add_url),
            Self::Phone => td_string!(l, studio.add_phone),
            Self::Code => td_string!(l, studio.add_code),
        }
    }
}

/// All of them, and the ways to one more.
#[component]
pub(super) fn Buttons(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    // What is typed on a button does not make its fields anew.
    let kinds = Memo::new(move |_| {
        editor.draft.with(|draft| draft.content.buttons.iter().map(Kind::of).collect::<Vec<_>>())
    });
    let count = move || {
        let count = u64::try_from(kinds.with(Vec::len)).unwrap_or(u64::MAX);
        t_string!(i18n, studio.buttons_count, count = intl::number(i18n.get_locale(), count)).to_string()
    };
    let cards = move || {
        let all = kinds.get();
        let last = all.len().saturating_sub(1);
        all.into_iter().enumerate().map(|(at, kind)| view! { <Card editor at kind last/> }).collect_view()
    };
    let add = move |kind: Kind| {
        change(editor, |content| content.buttons.push(kind.blank()));
        editor.advise_again();
    };
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="studio-buttons">
            <div class="eb-field-head" id=GROUP tabindex="-1"><h2 id="studio-buttons">{move || t_string!(i18n, studio.buttons)}</h2><span class="eb-counter num" role="status">{count}</span></div>
            <Remarks form pointer="/buttons"/>
            {cards}
            <Show when=move || !form.readonly.get() fallback=move || kinds.with(Vec::is_empty).then(|| view! { <p class="eb-soft">{t_string!(i18n, studio.buttons_none)}</p> })>
                <div role="group" aria-label=move || t_string!(i18n, studio.add) class="eb-studio-add">
                    {Kind::ALL.into_iter().map(|kind| view! {
                        <button type="button" class="btn btn-secondary btn-sm" on:click=move |_| add(kind)><Icon name=bs::BsPlusLg/>{move || kind.name(i18n.get_locale())}</button>
                    }).collect_view()}
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Card(editor: Studio, at: usize, kind: Kind, last: usize) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let number = move || intl::number(i18n.get_locale(), u64::try_from(at + 1).unwrap_or(u64::MAX));
    let title = move || {
        t_string!(i18n, studio.button, number = number(), kind = kind.name(i18n.get_locale())).to_string()
    };
    view! {
        <div class="eb-studio-button" role="group" aria-label=title>
            <div class="eb-field-head"><b>{title}</b>
                <Show when=move || !form.readonly.get()><Places editor at last/></Show>
            </div>
            <Remarks form pointer=pointer(format!("/buttons/{at}"))/>
            <Fields editor at kind/>
        </div>
    }
}

/// Up, down, away.
#[component]
fn Places(editor: Studio, at: usize, last: usize) -> impl IntoView {
    let i18n = use_i18n();
    let number = move || intl::number(i18n.get_locale(), u64::try_from(at + 1).unwrap_or(u64::MAX));
    let swap = move |with: usize| {
        change(editor, |content| content.buttons.swap(at, with));
        editor.advise_again();
        browser::focus(GROUP);
    };
    let remove = move |_| {
        change(editor, |content| drop(content.buttons.remove(at)));
        editor.advise_again();
        browser::focus(GROUP);
    };
    let up = move || t_string!(i18n, studio.up, number = number()).to_string();
    let down = move || t_string!(i18n, studio.down, number = number()).to_string();
    let away = move || t_string!(i18n, studio.remove, number = number()).to_string();
    view! {
        <span class="eb-studio-places">
            {(at > 0).then(|| view! { <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=up title=up on:click=move |_| swap(at - 1)><Icon name=bs::BsArrowUp/></button> })}
            {(at < last).then(|| view! { <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=down title=down on:click=move |_| swap(at + 1)><Icon name=bs::BsArrowDown/></button> })}
            <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=away title=away on:click=remove><Icon name=bs::BsTrash3/></button>
        </span>
    }
}

#[component]
fn Fields(editor: Studio, at: usize, kind: Kind) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || view! { <Member editor at member="text" label=move || t_string!(i18n, studio.label) help=move || t_string!(i18n, studio.label_help) max=LABEL_MAX/> };
    match kind {
        Kind::Reply => view! { {label()}<OptsOut editor at/> }.into_any(),
        Kind::Tracked => view! { {label()}<p class="eb-help">{move || t_string!(i18n, studio.tracked_help)}</p> }.into_any(),
        Kind::Url => view! { {label()}<Member editor at member="url" label=move || t_string!(i18n, studio.url) help=move || t_string!(i18n, studio.url_help) max=URL_MAX/> }.into_any(),
        Kind::Phone => view! { {label()}<Member editor at member="phone" label=move || t_string!(i18n, studio.phone) help=move || t_string!(i18n, studio.phone_help) max=PHONE_MAX/> }.into_any(),
        Kind::Code => view! { <p class="eb-help">{move || t_string!(i18n, studio.code_help)}</p> }.into_any(),
    }
}

/// A text of a button.
#[component]
fn Member(
    editor: Studio,
    at: usize,
    member: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into)] help: TextProp,
    max: usize,
) -> impl IntoView {
    let value = read(editor, move |content| {
        let text = content.buttons.get(at).and_then(|button| part(&mut button.clone(), member).cloned());
        text.unwrap_or_default()
    });
    let on_input = write(editor, move |content, typed| {
        if let Some(text) = content.buttons.get_mut(at).and_then(|button| part(button, member)) {
            *text = typed;
        }
    });
    view! { <Line form=editor.form() pointer=pointer(format!("/buttons/{at}/{member}")) label help max required=true value on_input/> }
}

fn part<'b>(button: &'b mut TemplateButton, member: &str) -> Option<&'b mut String> {
    match (button, member) {
        (TemplateButton::Url { url, .. }, "url") => Some(url),
        (TemplateButton::Phone { phone, .. }, "phone") => Some(phone),
        (
            TemplateButton::QuickReply { text, .. }
            | TemplateButton::Tracked { text }
            | TemplateButton::Url { text, .. }
            | TemplateButton::Phone { text, .. },
            "text",
        ) => Some(text),
        _ => None,
    }
}

#[component]
fn OptsOut(editor: Studio, at: usize) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let is_on = move || {
        editor.draft.with(|draft| {
            matches!(draft.content.buttons.get(at), Some(TemplateButton::QuickReply { opts_out: true, .. }))
        })
    };
    let turn = move |on: bool| {
        change(editor, |content| {
            if let Some(TemplateButton::QuickReply { opts_out, .. }) = content.buttons.get_mut(at) {
                *opts_out = on;
            }
        });
        editor.advise_again();
    };
    let id = fresh_id("opts-out");
    view! {
        <div class="form-check form-switch">
            <input class="form-check-input" type="checkbox" role="switch" id=id.clone() disabled=move || form.readonly.get()
                prop:checked=is_on on:change:target=move |event| turn(event.target().checked())/>
            <label class="form-check-label" for=id>{move || t_string!(i18n, studio.opts_out)}</label>
        </div>
    }
}
