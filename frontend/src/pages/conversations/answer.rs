//! The answer: a free text while the window is open, an approved template outside of it.

use domain::{
    ConversationId, Permission,
    provider::AccountId,
    whatsapp::{ConversationAnswer, FREE_TEXT_MAX},
};
use icondata_bs as bs;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::template::ByTemplate;
use crate::{
    api::{Failure, use_api},
    i18n::{t_string, use_i18n},
    remote::Remote,
    ui::{Icon, fresh_id, may, told, use_notices},
    words,
};

/// A text and the way to send it, or why there is none.
#[component]
pub(super) fn AnswerBox(
    id: ConversationId,
    account: AccountId,
    is_open: bool,
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    if !may(Permission::ConversationsReply) {
        let right = move || words::permission(i18n.get_locale(), Permission::ConversationsReply);
        return view! { <p class="eb-soft eb-small" role="note"><Icon name=bs::BsLock/>" "{move || t_string!(i18n, conversations.no_right, right = right()).to_string()}</p> }
            .into_any();
    }
    if !is_open {
        return view! { <p class="eb-notice" role="note"><Icon name=bs::BsInfoCircle/><span>{move || t_string!(i18n, conversations.closed_text)}</span></p><ByTemplate id account changed/> }
            .into_any();
    }
    view! { <Writing id account changed/> }.into_any()
}

#[component]
fn Writing(id: ConversationId, account: AccountId, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let (text, busy, failure) =
        (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None::<Failure>));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let said = text.get_untracked();
            let sent = api.answer(id, &ConversationAnswer::Text { text: said.clone() }).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match sent {
                Ok(_) => {
                    // What was written meanwhile is the next answer.
                    text.update(|text| {
                        if let Some(rest) = text.strip_prefix(&said) {
                            *text = rest.trim_start().to_owned();
                        }
                    });
                    notices
                        .say(crate::i18n::td_string!(i18n.get_locale_untracked(), conversations.on_its_way));
                    changed.run(());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let longest = Remote::new(move || {
        let account = account.clone();
        async move { api.free_text_max(&account).await }
    });
    let max = move || longest.get().and_then(Result::ok).unwrap_or(FREE_TEXT_MAX).to_string();
    let field = fresh_id("answer");
    view! {
        <form class="eb-answer" on:submit=send>
            <label class="eb-label" for=field.clone()>{move || t_string!(i18n, conversations.answer)}</label>
            <textarea id=field class="form-control" rows="3" required maxlength=max
                prop:value=move || text.get() on:input:target=move |event| text.set(event.target().value())></textarea>
            <p class="eb-field-error" role="alert">{move || failure.get().map(|why| told(i18n.get_locale(), &why))}</p>
            <button type="submit" class="btn btn-primary" aria-disabled=move || busy.get().to_string()><Icon name=bs::BsSend/>{move || t_string!(i18n, conversations.send)}</button>
        </form>
    }
}
