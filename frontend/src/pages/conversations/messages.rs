//! What was said, the oldest first.

use domain::{
    ConversationId, MessageId,
    list::Page,
    whatsapp::{ConversationMessage, Direction, InboundContent, MessageState},
};
use icondata_bs as bs;
use leptos::prelude::*;

use super::file::SentFile;
use crate::{
    i18n::{t_string, use_i18n},
    intl,
    ui::Icon,
    words,
};

/// The messages; the newest are told first by the API.
#[component]
pub(super) fn Messages(conversation: ConversationId, page: Page<ConversationMessage>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ol class="eb-messages" tabindex="0" aria-label=move || t_string!(i18n, conversations.messages)>
            {page.items.into_iter().rev().map(|message| view! { <Message conversation message/> }).collect_view()}
        </ol>
    }
}

#[component]
fn Message(conversation: ConversationId, message: ConversationMessage) -> impl IntoView {
    let i18n = use_i18n();
    let ConversationMessage { id, direction, content, campaign, author, state, reason, at, .. } = message;
    let is_ours = direction == Direction::Outbound;
    let who = move || match (is_ours, &author) {
        (false, _) => t_string!(i18n, conversations.them).to_owned(),
        (true, Some(author)) => author.clone(),
        (true, None) => t_string!(i18n, conversations.automatic).to_owned(),
    };
    let of = campaign.map(|id| view! {
        <a href=format!("/campaigns/{id}")><Icon name=bs::BsReply/>{move || t_string!(i18n, conversations.of_campaign)}</a>" · "
    });
    view! {
        <li class="eb-message" class:eb-message-ours=is_ours>
            <p class="eb-message-who eb-small">{who}</p>
            <Said conversation message=id content/>
            <p class="eb-small eb-message-foot">{of}<time class="num" datetime=intl::iso(at)>{move || intl::short(i18n.get_locale(), at)}</time>
                {state.map(|state| view! { " · "<Stands state/> })}</p>
            {reason.map(|reason| view! { <p class="eb-small eb-message-why">{reason}</p> })}
        </li>
    }
}

#[component]
fn Said(conversation: ConversationId, message: MessageId, content: InboundContent) -> impl IntoView {
    let i18n = use_i18n();
    match content {
        InboundContent::Text { text } => view! { <p class="eb-message-text" dir="auto">{text}</p> }.into_any(),
        InboundContent::Button { text, .. } => {
            view! { <p class="eb-message-text"><Icon name=bs::BsHandIndex/>" "{text}</p> }.into_any()
        }
        InboundContent::Media(media) => view! { <SentFile conversation message media/> }.into_any(),
        InboundContent::Other { what } => view! {
            <p class="eb-message-text eb-soft">{move || t_string!(i18n, conversations.other, what = what.clone()).to_string()}</p>
        }
        .into_any(),
    }
}

/// Where an answer of ours stands: icon and word.
#[component]
fn Stands(state: MessageState) -> impl IntoView {
    use MessageState as S;
    let i18n = use_i18n();
    let icon = match state {
        S::Waiting => bs::BsClock,
        S::Accepted | S::Sent => bs::BsCheck,
        S::Delivered | S::Read => bs::BsCheckAll,
        S::Failed => bs::BsXOctagon,
        S::Unknown => bs::BsQuestionCircle,
    };
    view! { <span><Icon name=icon/>{move || words::message_state(i18n.get_locale(), state)}</span> }
}
