//! The answer outside of the window: an approved template, filled by hand.

use std::collections::BTreeMap;

use domain::{
    ConversationId,
    campaign::WhatsappPreview,
    provider::AccountId,
    whatsapp::{ConversationAnswer, WhatsappTemplate},
};
use icondata_bs as bs;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::choose::{Choose, One};
use crate::{
    api::{Failure, use_api},
    i18n::{t_string, td_string, use_i18n},
    remote::Remote,
    ui::{Bubble, Icon, fresh_id, told, use_notices},
};

/// What fills the template.
type Values = BTreeMap<String, String>;

/// A template of the account to choose, and what fills it.
#[component]
pub(super) fn ByTemplate(id: ConversationId, account: AccountId, changed: Callback<()>) -> impl IntoView {
    let api = use_api();
    let chosen = RwSignal::new(None::<One>);
    let template = Remote::new(move || {
        let chosen = chosen.with(|one| one.as_ref().map(|one| one.id));
        async move {
            match chosen {
                Some(id) => api.whatsapp_template(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    view! {
        <div class="eb-answer">
            <Choose account chosen/>
            {move || template.get().and_then(Result::ok).flatten().map(|template| view! { <Filling id template changed/> })}
        </div>
    }
}

/// A line for each variable, the message as it will be read, and the way to send it.
#[component]
fn Filling(id: ConversationId, template: WhatsappTemplate, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappTemplate { id: template_id, content, .. } = template;
    if content.needs_campaign() {
        return view! { <p class="eb-notice" role="note"><Icon name=bs::BsInfoCircle/><span>{move || t_string!(i18n, conversations.needs_campaign)}</span></p> }
            .into_any();
    }
    let (api, notices) = (use_api(), use_notices());
    let values = RwSignal::new(Values::new());
    let (media, media_url) = (content.media(), RwSignal::new(String::new()));
    let given = move |url: String| Some(url).filter(|url| media.is_some() && !url.trim().is_empty());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (values, media_url) = (values.get_untracked(), given(media_url.get_untracked()));
        let answer = ConversationAnswer::Template { template_id, values, media_url };
        spawn_local(async move {
            let sent = api.answer(id, &answer).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match sent {
                Ok(_) => {
                    notices.say(td_string!(i18n.get_locale_untracked(), conversations.on_its_way));
                    changed.run(());
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let names: Vec<String> = content.variables().into_iter().map(str::to_owned).collect();
    let lines = names.into_iter().map(|name| {
        let example = content.examples.get(&name).cloned().unwrap_or_default();
        view! { <Value name example values/> }
    });
    let lines = lines.collect_view();
    view! {
        <form class="eb-answer" on:submit=send novalidate>
            {media.map(|_| view! { <File url=media_url/> })}
            {lines}
            <div class="eb-phone">{move || {
                let message = WhatsappPreview { media_url: given(media_url.get()), ..WhatsappPreview::of(&content, &values.get()) };
                view! { <Bubble message/> }
            }}</div>
            <p class="eb-field-error" role="alert">{move || failure.get().map(|why| told(i18n.get_locale(), &why))}</p>
            <button type="submit" class="btn btn-primary" aria-disabled=move || busy.get().to_string()><Icon name=bs::BsSend/>{move || t_string!(i18n, conversations.send_template)}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Value(name: String, example: String, values: RwSignal<Values>) -> impl IntoView {
    let i18n = use_i18n();
    let field = fresh_id("value");
    let help = format!("{field}-help");
    let label = format!("{{{{{name}}}}}");
    let typed = move |text: String| values.update(|values| drop(values.insert(name.clone(), text)));
    view! {
        <div class="eb-field">
            <label class="eb-label" for=field.clone()>{label}</label>
            <input id=field class="form-control" type="text" autocomplete="off" aria-describedby=help.clone() on:input:target=move |event| typed(event.target().value())/>
            <p class="eb-help" id=help>{move || t_string!(i18n, conversations.example, example = example.clone()).to_string()}</p>
        </div>
    }
}

/// Where the picture, film or document of the header is.
#[component]
fn File(url: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let field = fresh_id("file");
    let help = format!("{field}-help");
    view! {
        <div class="eb-field">
            <label class="eb-label" for=field.clone()>{move || t_string!(i18n, whatsapp.media_url)}</label>
            <input id=field class="form-control" type="url" inputmode="url" autocomplete="off" required aria-describedby=help.clone()
                on:input:target=move |event| url.set(event.target().value())/>
            <p class="eb-help" id=help>{move || t_string!(i18n, whatsapp.media_help)}</p>
        </div>
    }
}
