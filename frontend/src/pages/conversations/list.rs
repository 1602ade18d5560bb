//! The conversations, the one with the newest message first.

use domain::{
    ConversationId,
    list::Page,
    whatsapp::{Conversation, ConversationQuery, ConversationState, Direction},
};
use icondata_bs as bs;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl,
    pages::address::href,
    shell::use_go,
    ui::{Avatar, Empty, Icon, Pager, SearchBox},
    words,
};

const PATH: &str = "/conversations";

/// Words, and what the conversations wait for; both live in the address.
#[component]
pub(super) fn Filters(query: Memo<ConversationQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut ConversationQuery)| {
        let mut next = ConversationQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&href(PATH, &next));
        }
    };
    view! {
        <div class="eb-filters eb-talk-filters">
            <SearchBox label=move || t_string!(i18n, conversations.search) hint=move || t_string!(i18n, conversations.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <label class="eb-filter"><span class="visually-hidden">{move || t_string!(i18n, conversations.which)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let state = event.target().value().parse().ok();
                    ask(&|next| next.state = state);
                }>
                    <option value="" prop:selected=move || query.with(|query| query.state.is_none())>{move || t_string!(i18n, conversations.all)}</option>
                    {ConversationState::ALL.iter().map(|state| view! {
                        <option value=state.as_str() prop:selected=move || query.with(|query| query.state == Some(*state))>{move || words::conversation_state(i18n.get_locale(), *state)}</option>
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// One page of them.
#[component]
pub(super) fn Filled(
    page: Page<Conversation>,
    query: Memo<ConversationQuery>,
    open: Option<ConversationId>,
) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! {
            <Empty icon=bs::BsChatDots title=move || t_string!(i18n, conversations.none) text=move || t_string!(i18n, conversations.none_text)/>
        }
        .into_any();
    }
    let place = |cursor| href(PATH, &ConversationQuery { cursor: Some(cursor), ..query.get_untracked() });
    let count = page.items.len() as u64;
    let shown = move || {
        let number = intl::number(i18n.get_locale(), count);
        match intl::is_single(i18n.get_locale(), count) {
            true => t_string!(i18n, conversations.shown.single, number).to_string(),
            false => t_string!(i18n, conversations.shown.several, number).to_string(),
        }
    };
    let at = move |id: ConversationId| href(&format!("{PATH}/{id}"), &query.get_untracked());
    view! {
        <ul class="eb-talk-rows">
            {page.items.into_iter().map(|one| view! { <Row href=at(one.id) current=open == Some(one.id) one/> }).collect_view()}
        </ul>
        <Pager previous=page.previous.map(place) next=page.next.map(place) shown/>
    }
    .into_any()
}

#[component]
fn Row(href: String, current: bool, one: Conversation) -> impl IntoView {
    let i18n = use_i18n();
    let name = one.name.clone().unwrap_or_else(|| one.address.clone());
    let ours = (one.last == Direction::Outbound)
        .then(|| view! { <span class="visually-hidden">{move || t_string!(i18n, conversations.we)}</span><Icon name=bs::BsReply/>" " });
    let at = one.last_at;
    view! {
        <li><a href=href aria-current=current.then_some("page") class:eb-talk-unread=one.state != ConversationState::Read>
            <Avatar name=name.clone()/>
            <span class="eb-talk-row">
                <span class="eb-talk-line"><b>{name}</b><time class="num" datetime=intl::iso(at)>{move || intl::ago(i18n.get_locale(), at)}</time></span>
                <span class="eb-talk-line"><span class="eb-talk-excerpt">{ours}{one.excerpt}</span><State state=one.state unread=one.unread/></span>
            </span>
        </a></li>
    }
}

/// What it waits for, in a word.
#[component]
pub(super) fn State(state: ConversationState, unread: i64) -> impl IntoView {
    let i18n = use_i18n();
    let word = move || words::conversation_state(i18n.get_locale(), state);
    match state {
        ConversationState::Read => ().into_any(),
        ConversationState::Unread => view! {
            <span class="eb-pill eb-pill-info"><span class="num">{move || intl::count(i18n.get_locale(), unread)}</span>" "{word}</span>
        }
        .into_any(),
        ConversationState::NeedsPerson => {
            view! { <span class="eb-pill eb-pill-warning"><Icon name=bs::BsExclamationTriangle/>{word}</span> }.into_any()
        }
    }
}
