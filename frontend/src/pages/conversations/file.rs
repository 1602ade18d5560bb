//! A file that somebody sent: named, and fetched when somebody asks for it.

use domain::{
    ConversationId, MessageId,
    errand::{Errand, ErrandState},
    whatsapp::Media,
};
use icondata_bs as bs;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Api, use_api},
    i18n::{Locale, t_string, td_string, use_i18n},
    live::pause,
    ui::{Icon, use_notices},
    words,
};

/// Between two looks, in milliseconds.
const BETWEEN: i32 = 1_000;
/// How often is looked before it is left to a later click.
const LOOKS: u8 = 90;

/// What it is, and the way to it.
#[component]
pub(super) fn SentFile(conversation: ConversationId, message: MessageId, media: Media) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let Media { what, caption, .. } = media;
    let download = move |_| {
        notices.say(td_string!(i18n.get_locale_untracked(), conversations.file_asked));
        spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            match fetched(api, locale, conversation, message).await {
                // Refused only where the browser forbids leaving, and a download does not leave.
                Ok(path) => drop(window().location().assign(&path)),
                Err(why) => notices.say(why),
            }
        })
    };
    view! {
        <p class="eb-message-text"><Icon name=bs::BsPaperclip/>" "{move || t_string!(i18n, conversations.file, what = what.clone()).to_string()}</p>
        {caption.map(|caption| view! { <p class="eb-message-text" dir="auto">{caption}</p> })}
        <button type="button" class="btn btn-secondary btn-sm" on:click=download><Icon name=bs::BsDownload/>{move || t_string!(i18n, conversations.download)}</button>
    }
}

/// The path of the file once it is here, else why it is not.
async fn fetched(
    api: Api,
    locale: Locale,
    conversation: ConversationId,
    message: MessageId,
) -> Result<String, String> {
    let told = |failure| words::file_failure(locale, failure);
    let mut errand = api.fetch_media(conversation, message).await.map_err(told)?;
    for _ in 0..LOOKS {
        match errand.state {
            ErrandState::Done => {
                return api.open_media(conversation, message).await.map(|ticket| ticket.path).map_err(told);
            }
            ErrandState::Failed => return Err(words::file_lost(locale, code(&errand))),
            ErrandState::Waiting | ErrandState::Running => pause(BETWEEN).await,
        }
        errand = api.follow_media(conversation, message, errand.id).await.map_err(told)?;
    }
    Err(td_string!(locale, conversations.file_late).to_owned())
}

fn code(errand: &Errand) -> &str {
    errand.result.as_ref().and_then(|result| result.get("code")?.as_str()).unwrap_or_default()
}
