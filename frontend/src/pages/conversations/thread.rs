//! One conversation: with whom, what was said, and the answer.

use domain::{
    ConversationId, Permission,
    list::Page,
    provider::AccountId,
    whatsapp::{Conversation, ConversationState},
};
use leptos::{prelude::*, task::spawn_local};

use super::{LOOK, answer::AnswerBox, head::Head, messages::Messages};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Loaded, may},
    watch::{every, watch},
};

/// The conversation. Looking at it is reading it, for whoever may answer.
#[component]
pub(super) fn Thread(id: ConversationId, list: Remote<Page<Conversation>>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let conversation = Remote::new(move || api.conversation(id));
    let messages = Remote::new(move || api.messages(id));
    let look = Callback::new(move |()| {
        conversation.refetch();
        messages.refetch();
    });
    every(LOOK, move || look.run(()));
    let is_unread = Memo::new(move |_| {
        conversation
            .with(|now| matches!(now, Some(Ok(Conversation { state: ConversationState::Unread, .. }))))
    });
    let here = RwSignal::new(());
    let may_reply = may(Permission::ConversationsReply);
    watch(move || {
        if is_unread.get() && may_reply {
            spawn_local(async move {
                if api.mark_read(id).await.is_ok() && !here.is_disposed() {
                    conversation.refetch();
                    list.refetch();
                }
            });
        }
    });
    // The box is not made again with each answer of the server: somebody is writing in it.
    let answered = Memo::new(move |before: Option<&Option<(AccountId, bool)>>| {
        conversation.with(|now| match now {
            Some(Ok(now)) => {
                Some((now.account.clone(), now.window_until.is_some_and(|until| !intl::is_past(until))))
            }
            // Nor is it taken away because the server did not answer for once.
            _ => before.cloned().flatten(),
        })
    });
    let changed = Callback::new(move |()| {
        look.run(());
        list.refetch();
    });
    view! {
        <section class="eb-block eb-thread" aria-label=move || t_string!(i18n, conversations.thread)>
            <Loaded from=conversation right=Permission::ConversationsRead rows=2 ready=move |now| view! { <Head now changed/> }/>
            <Loaded from=messages right=Permission::ConversationsRead rows=6 ready=move |page| view! { <Messages conversation=id page/> }/>
            {move || answered.get().map(|(account, is_open)| view! { <AnswerBox id account is_open changed/> })}
        </section>
    }
}
