//! The message as one person of the audience will see it. The API renders it; the frame can run nothing.

use std::time::Duration;

use domain::{
    Channel, Permission, PersonId, ProblemCode,
    audience::Sample,
    campaign::{CampaignPreview, PreviewContent, PreviewQuestion},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    pages::wizard::Wizard,
    remote::Remote,
    ui::{Avatar, Broken, Bubble, Empty, Icon, NoRight, Skeleton, debounced},
};

/// How long hands rest before it is rendered again.
const REST: Duration = Duration::from_millis(600);

/// How the message is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// On a wide screen.
    Desktop,
    /// On a phone.
    Phone,
    /// Its text part.
    Text,
}

/// The pane with the message.
#[component]
pub(crate) fn Preview(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let person = RwSignal::new(None::<PersonId>);
    let view = RwSignal::new(View::Desktop);
    let is_whatsapp = wizard.editor.draft.with_untracked(|draft| draft.channel == Channel::Whatsapp);
    let typed = Memo::new(move |_| {
        wizard.editor.draft.with(|draft| {
            let edit = &draft.edit;
            PreviewContent {
                subject: edit.subject.clone(),
                preheader: edit.preheader.clone(),
                html: edit.html.clone(),
                text: edit.text.clone(),
                template_id: edit.template_id.filter(|_| is_whatsapp),
                whatsapp: edit.whatsapp.clone().filter(|_| is_whatsapp),
            }
        })
    });
    let content = debounced(typed, REST);
    let id = wizard.id;
    let preview = Remote::new(move || {
        let content = Some(content.get()).filter(|content| !is_blank(content, is_whatsapp));
        let question = PreviewQuestion { person: person.get(), content };
        async move {
            if question.content.is_none() { Ok(None) } else { api.preview(id, &question).await.map(Some) }
        }
    });
    let last = Memo::new(move |_| preview.get().and_then(Result::ok).flatten());
    // The letter stays while its content changes: a frame that is made anew would flicker.
    let ready = Memo::new(move |_| last.with(Option::is_some));
    let shown = move || match ready.get() {
        true if is_whatsapp => view! { <Phone last/> }.into_any(),
        true => view! { <Shown wizard last view/> }.into_any(),
        false => view! { <Instead preview is_whatsapp/> }.into_any(),
    };
    view! {
        <section class="eb-pane eb-preview" aria-label=move || t_string!(i18n, preview.label)>
            <div class="eb-preview-bar">{(!is_whatsapp).then(|| view! { <Views view/> })}<SeenBy preview person/></div>
            {shown}
        </section>
    }
}

/// The message by WhatsApp.
#[component]
fn Phone(last: Memo<Option<CampaignPreview>>) -> impl IntoView {
    let shown =
        move || last.get().and_then(|preview| preview.whatsapp).map(|message| view! { <Bubble message/> });
    view! { <div class="eb-phone">{shown}</div> }
}

/// What stands there while there is no letter.
#[component]
fn Instead(preview: Remote<Option<CampaignPreview>>, is_whatsapp: bool) -> impl IntoView {
    let i18n = use_i18n();
    let icon = if is_whatsapp { icondata_bs::BsWhatsapp } else { icondata_bs::BsEnvelopePaper };
    let what = move || {
        if is_whatsapp {
            t_string!(i18n, preview.blank_whatsapp)
        } else {
            t_string!(i18n, preview.blank_text)
        }
    };
    let blank = move || {
        view! { <Empty icon title=move || t_string!(i18n, preview.blank) text=what/> }
    };
    let instead = move || match preview.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Ok(_)) => blank().into_any(),
        Some(Err(failure)) if failure.code() == Some(ProblemCode::PermissionDenied) => {
            view! { <NoRight permission=Permission::PeopleRead/> }.into_any()
        }
        // What the template or its values lack is told beside their fields.
        Some(Err(failure)) if is_whatsapp && !failure.fields().is_empty() => blank().into_any(),
        Some(Err(failure)) => {
            view! { <Broken failure retry=Callback::new(move |()| preview.refetch())/> }.into_any()
        }
    };
    view! { <div class="eb-block">{instead}</div> }
}

/// There is nothing to look at yet. By WhatsApp it is a template that makes a message.
fn is_blank(content: &PreviewContent, is_whatsapp: bool) -> bool {
    if is_whatsapp {
        return content.template_id.is_none();
    }
    let is_silent = [&content.html, &content.text].into_iter().flatten().all(|text| text.trim().is_empty());
    is_silent && content.template_id.is_none()
}

#[component]
fn Views(view: RwSignal<View>) -> impl IntoView {
    let i18n = use_i18n();
    let button = move |which: View, icon: icondata_core::Icon, name: Signal<&'static str>| {
        view! {
            <button type="button" aria-pressed=move || (view.get() == which).to_string() on:click=move |_| view.set(which)><Icon name=icon/>{move || name.get()}</button>
        }
    };
    view! {
        <div class="eb-segments" role="group" aria-label=move || t_string!(i18n, preview.how)>
            {button(View::Desktop, icondata_bs::BsDisplay, Signal::derive(move || t_string!(i18n, preview.desktop)))}
            {button(View::Phone, icondata_bs::BsPhone, Signal::derive(move || t_string!(i18n, preview.phone)))}
            {button(View::Text, icondata_bs::BsTextLeft, Signal::derive(move || t_string!(i18n, preview.text)))}
        </div>
    }
}

/// Whose eyes, and the way to the next person.
#[component]
fn SeenBy(preview: Remote<Option<CampaignPreview>>, person: RwSignal<Option<PersonId>>) -> impl IntoView {
    let i18n = use_i18n();
    let last = move || preview.get().and_then(Result::ok).flatten();
    let name = move || match last().and_then(|preview| preview.sample) {
        Some(Sample { name, company, address, .. }) => {
            let parts: Vec<_> = [name, company].into_iter().filter(|part| !part.is_empty()).collect();
            if parts.is_empty() { address } else { parts.join(", ") }
        }
        None => t_string!(i18n, preview.invented).to_owned(),
    };
    let go = move |to: Option<PersonId>| {
        if to.is_some() {
            person.set(to)
        }
    };
    let previous = Signal::derive(move || last().and_then(|preview| preview.previous));
    let next = Signal::derive(move || last().and_then(|preview| preview.next));
    view! {
        <div class="eb-seen-by">
            <span>{move || t_string!(i18n, preview.seen_by)}</span><b role="status">{name}</b>
            <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=move || t_string!(i18n, preview.previous)
                aria-disabled=move || previous.get().is_none().to_string() on:click=move |_| go(previous.get_untracked())><Icon name=icondata_bs::BsChevronLeft/></button>
            <button type="button" class="btn btn-quiet btn-sm eb-icon-button" aria-label=move || t_string!(i18n, preview.next)
                aria-disabled=move || next.get().is_none().to_string() on:click=move |_| go(next.get_untracked())><Icon name=icondata_bs::BsChevronRight/></button>
        </div>
    }
}

#[component]
fn Shown(wizard: Wizard, last: Memo<Option<CampaignPreview>>, view: RwSignal<View>) -> impl IntoView {
    let i18n = use_i18n();
    let sender = Memo::new(move |_| wizard.editor.draft.with(|draft| draft.edit.sender.clone()));
    let name = move || {
        sender.get().map_or_else(|| t_string!(i18n, preview.no_sender).to_owned(), |sender| sender.name)
    };
    let of = move |part: fn(CampaignPreview) -> String| move || last.get().map(part).unwrap_or_default();
    let path = move || last.get().and_then(|preview| preview.html_path).unwrap_or_default();
    let class = move || if view.get() == View::Phone { "eb-letter eb-letter-phone" } else { "eb-letter" };
    view! {
        <div class=class>
            <header>{move || view! { <Avatar name=name()/> }}<div><p><b>{name}</b> " " <span>{move || sender.get().map(|sender| sender.email)}</span></p>
                <p class="eb-letter-subject">{of(|preview| preview.subject)}</p></div></header>
            // The ticket in the address is good once: it changes with what is rendered, and not with the way of looking.
            <iframe sandbox="" src=path title=move || t_string!(i18n, preview.frame) class:d-none=move || view.get() == View::Text></iframe>
            <pre class:d-none=move || view.get() != View::Text tabindex="0">{of(|preview| preview.text)}</pre>
        </div>
    }
}
