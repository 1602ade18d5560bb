//! With whom, what it waits for, and how long anything may be said.

use domain::{
    Permission,
    whatsapp::{Conversation, ConversationState},
};
use icondata_bs as bs;
use leptos::{prelude::*, task::spawn_local};

use super::list::State;
use crate::{
    api::{Failure, use_api},
    i18n::{t_string, td_string, use_i18n},
    intl,
    ui::{Icon, may, told, use_notices},
};

/// The head of a conversation.
#[component]
pub(super) fn Head(now: Conversation, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let name = now.name.clone().unwrap_or_else(|| now.address.clone());
    let until = now.window_until.filter(|until| !intl::is_past(*until));
    let window = move || match until {
        Some(at) => {
            let (l, left) = (i18n.get_locale(), intl::left(i18n.get_locale(), at));
            t_string!(i18n, conversations.open_until, when = intl::long(l, at), left = left).to_string()
        }
        None => t_string!(i18n, conversations.closed).to_owned(),
    };
    let class = if until.is_some() { "eb-talk-window" } else { "eb-talk-window eb-soft" };
    view! {
        <div class="eb-thread-head">
            <a class="eb-talk-back" href="/conversations"><Icon name=bs::BsChevronLeft/>{move || t_string!(i18n, conversations.back)}</a>
            <div class="eb-talk-line"><h2>{name}</h2><State state=now.state unread=now.unread/></div>
            <p class="eb-soft eb-small">{now.address.clone()}" · "{now.account.0.clone()}</p>
            <p class=class><Icon name=bs::BsClock/>{window}</p>
            {(now.state == ConversationState::NeedsPerson).then(|| view! { <Decide now changed/> })}
        </div>
    }
}

/// The question that a colleague answers: did the person opt out?
#[component]
fn Decide(now: Conversation, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let failure = RwSignal::new(None::<Failure>);
    let decide = move |opted_out: bool| {
        spawn_local(async move {
            match api.resolve(now.id, opted_out).await {
                _ if failure.is_disposed() => {}
                Ok(_) => {
                    notices.say(td_string!(i18n.get_locale_untracked(), conversations.decided));
                    changed.run(());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let acts = may(Permission::ConversationsReply).then(|| view! {
        <div class="eb-talk-acts">
            <button type="button" class="btn btn-secondary" on:click=move |_| decide(true)>{move || t_string!(i18n, conversations.opted_out)}</button>
            <button type="button" class="btn btn-secondary" on:click=move |_| decide(false)>{move || t_string!(i18n, conversations.not_opted_out)}</button>
        </div>
    });
    view! {
        <div class="eb-notice eb-warning" role="note"><Icon name=bs::BsExclamationTriangle/><div>
            <p><b>{move || t_string!(i18n, conversations.meant)}</b></p>
            <p>{move || t_string!(i18n, conversations.meant_text)}</p>
            {acts}
            <p role="alert">{move || failure.get().map(|why| told(i18n.get_locale(), &why))}</p>
        </div></div>
    }
}
