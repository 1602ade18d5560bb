//! A WhatsApp message on a phone.

use domain::{
    campaign::{CampaignPreview, WhatsappPreview},
    whatsapp::{HeaderMedia, TemplateButton},
};
use icondata_bs as bs;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    ui::Icon,
    words,
};

/// The message, and beside it what is said instead where the window is open.
#[component]
pub(super) fn Phone(
    /// The message as it was last rendered.
    last: Memo<Option<CampaignPreview>>,
) -> impl IntoView {
    let shown =
        move || last.get().and_then(|preview| preview.whatsapp).map(|message| view! { <Screen message/> });
    view! { <div class="eb-phone">{shown}</div> }
}

#[component]
fn Screen(message: WhatsappPreview) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappPreview { header, media, media_url, body, footer, buttons, free_text, unfit } = message;
    let unfit = unfit.map(|code| {
        view! { <p class="eb-check eb-check-blocking"><Icon name=bs::BsXCircleFill/><span>{move || words::reason(i18n.get_locale(), &code)}</span></p> }
    });
    let bubble = body.map(|body| {
        view! {
            <div class="eb-bubble">
                {media.map(|media| view! { <Media media missing=media_url.is_none()/> })}
                {header.map(|header| view! { <p class="eb-bubble-header">{header}</p> })}
                <p class="eb-bubble-body">{body}</p>
                {footer.map(|footer| view! { <p class="eb-bubble-footer">{footer}</p> })}
            </div>
            <Buttons buttons/>
        }
    });
    let free = free_text.map(|text| {
        view! {
            <p class="eb-phone-note">{move || t_string!(i18n, whatsapp.within_window)}</p>
            <div class="eb-bubble"><p class="eb-bubble-body">{text}</p></div>
        }
    });
    view! { {unfit}{bubble}{free} }
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
        view! { <li><Icon name=icon/><span>{name}</span></li> }
    });
    view! { <ul class="eb-bubble-buttons">{each.collect_view()}</ul> }
}
