//! Conversations: what people write by WhatsApp beside what colleagues answer.

mod answer;
mod choose;
mod file;
mod head;
mod list;
mod messages;
mod opt_in;
mod template;
mod thread;

pub(crate) use opt_in::OptInPage;

use std::time::Duration;

use domain::{ConversationId, Permission, whatsapp::ConversationQuery};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    pages::address::asked,
    remote::Remote,
    ui::{Icon, Loaded, may, set_title},
    watch::every,
};

/// How often the page looks whether somebody wrote.
const LOOK: Duration = Duration::from_secs(15);

/// `/conversations`, `/conversations/{id}`
#[component]
pub(crate) fn ConversationsPage(
    /// The open one.
    open: Option<ConversationId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    set_title(move || t_string!(i18n, conversations.title).to_owned());
    let asked = asked::<ConversationQuery>();
    let query = Memo::new(move |_| asked.get().unwrap_or_default());
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.conversations(&query).await }
    });
    every(LOOK, move || page.refetch());
    let opt_in = may(Permission::ConsentWrite).then(|| {
        view! { <a class="btn btn-secondary" href="/conversations/opt-in"><Icon name=icondata_bs::BsShieldCheck/>{move || t_string!(i18n, conversations.opt_in)}</a> }
    });
    view! {
        <div class="eb-page-head">
            <div><h1>{move || t_string!(i18n, conversations.title)}</h1><p class="eb-page-sub">{move || t_string!(i18n, conversations.about)}</p></div>
            <div class="eb-page-acts">{opt_in}</div>
        </div>
        <div class="eb-talk" class:eb-talk-open=open.is_some()>
            <section class="eb-block eb-flush eb-talk-list" aria-label=move || t_string!(i18n, conversations.title)>
                <list::Filters query/>
                <Loaded from=page right=Permission::ConversationsRead rows=8 ready=move |page| view! { <list::Filled page query open/> }/>
            </section>
            {open.map(|id| view! { <thread::Thread id list=page/> })}
        </div>
    }
}
