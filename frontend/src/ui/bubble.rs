//! A WhatsApp message as a phone shows it.

use domain::{
    campaign::WhatsappPreview,
    whatsapp::{HeaderMedia, Run, TemplateButton, runs},
};
use icondata_bs as bs;
use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::{t_string, use_i18n},
    words,
};

/// The message, each part in the direction of its own script, and below it what is said instead where the window is open.
#[component]
pub(crate) fn Bubble(
    /// The message.
    message: WhatsappPreview,
) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappPreview { header, media, media_url, body, footer, buttons, free_text, unfit } = message;
    let unfit = unfit.map(|code| {
        view! { <p class="eb-check eb-check-blocking"><Icon name=bs::BsXCircleFill/><span>{move || words::reason(i18n.get_locale(), &code)}</span></p> }
    });
    let bubble = body.map(|body| {
        view! {
            <div class="eb-bubble">
                {media.map(|media| view! { <Media media missing=media_url.is_none()/> })}
                {header.map(|header| view! { <p class="eb-bubble-header" dir="auto">{header}</p> })}
                <Text text=body/>
                {footer.map(|footer| view! { <p class="eb-bubble-footer" dir="auto">{footer}</p> })}
            </div>
            <Buttons buttons/>
        }
    });
    let free = free_text.map(|text| {
        view! {
            <p class="eb-phone-note">{move || t_string!(i18n, whatsapp.within_window)}</p>
            <div class="eb-bubble"><Text text/></div>
        }
    });
    view! { {unfit}{bubble}{free} }
}

/// A text with its bold, italic and other parts.
#[component]
fn Text(text: String) -> impl IntoView {
    let part = |run: Run<'_>| {
        let text = run.text.to_owned();
        let text = if run.code { view! { <code>{text}</code> }.into_any() } else { text.into_any() };
        let text = if run.struck { view! { <s>{text}</s> }.into_any() } else { text };
        let text = if run.italic { view! { <i>{text}</i> }.into_any() } else { text };
        if run.bold { view! { <b>{text}</b> }.into_any() } else { text }
    };
    view! { <p class="eb-bubble-body" dir="auto">{runs(&text).into_iter().map(part).collect_view()}</p> }
}

#[component]
fn Media(media: HeaderMedia, missing: bool) -> impl IntoView {
    let i18n = use_i18n();
    let icon = match media {
        HeaderMedia::Image => bs::BsImage,
        HeaderMedia::Video => bs::BsFilm,
        HeaderMedia::Document => bs::BsFileEarmarkPdf,
    };
    let note = move || match missing {
        true => t_string!(i18n, whatsapp.media_missing),
        false => t_string!(i18n, whatsapp.media_there),
    };
    view! { <p class="eb-bubble-media"><Icon name=icon/><span>{note}</span></p> }
}

#[component]
fn Buttons(buttons: Vec<TemplateButton>) -> impl IntoView {
    let i18n = use_i18n();
    let each = buttons.into_iter().map(move |button| {
        let (icon, text) = match button {
            TemplateButton::QuickReply { text, .. } => (bs::BsReply, Some(text)),
            TemplateButton::Tracked { text } | TemplateButton::Url { text, .. } => {
                (bs::BsBoxArrowUpRight, Some(text))
            }
            TemplateButton::Phone { text, .. } => (bs::BsTelephone, Some(text)),
            TemplateButton::CopyCode => (bs::BsCopy, None),
        };
        let name = move || text.clone().unwrap_or_else(|| t_string!(i18n, whatsapp.copy_code).to_owned());
        view! { <li><Icon name=icon/><span dir="auto">{name}</span></li> }
    });
    view! { <ul class="eb-bubble-buttons">{each.collect_view()}</ul> }
}
