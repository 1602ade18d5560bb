//! Where the template stands with its provider, and why.

use domain::{
    Permission, TemplateId,
    provider::AccountId,
    whatsapp::{Rejection, WhatsappTemplate},
};
use icondata_bs as bs;
use leptos::{prelude::*, task::spawn_local};

use super::{
    draft::Studio,
    steps::{Languages, Steps, Uses},
};
use crate::{
    api::use_api,
    i18n::{t_string, td_string, use_i18n},
    intl,
    ui::{Icon, QualityPill, TemplatePill, may, told, use_notices},
    words,
};

/// Nothing of one that is not saved yet.
#[component]
pub(super) fn Follow(editor: Studio) -> impl IntoView {
    let saved = Memo::new(move |_| editor.saved.get());
    let id = Memo::new(move |_| saved.with(|saved| saved.as_ref().map(|saved| saved.id)));
    move || id.get().map(|id| view! { <Standing saved id/> })
}

#[component]
fn Standing(saved: Memo<Option<WhatsappTemplate>>, id: TemplateId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="eb-block eb-studio-follow" aria-labelledby="studio-follow">
            <h2 id="studio-follow">{move || t_string!(i18n, studio.follow)}</h2>
            {move || saved.get().map(|template| view! { <Now template/> })}
            <Steps saved id/>
        </section>
        <Languages saved id/>
        <Uses saved id/>
    }
}

/// Its status and quality, what speaks against it, and since when that is known.
#[component]
fn Now(template: WhatsappTemplate) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappTemplate { account, status, told, quality, next_category, rejection, synced_at, .. } =
        template;
    let soon = next_category.map(|category| view! {
        <p class="eb-remark"><Icon name=bs::BsHourglassSplit/><span>{move || t_string!(i18n, whatsapp.category_soon, category = words::category(i18n.get_locale(), category)).to_string()}</span></p>
    });
    let word = told.filter(|_| status == domain::whatsapp::TemplateStatus::Other).map(|text| {
        view! {
            <p class="eb-help">{move || t_string!(i18n, studio.told, text = text.clone()).to_string()}</p>
        }
    });
    let synced = move || match synced_at {
        Some(at) => t_string!(i18n, studio.synced, when = intl::ago(i18n.get_locale(), at)).to_string(),
        None => t_string!(i18n, studio.never_synced).to_owned(),
    };
    view! {
        // Told when it changes: a verdict comes while nobody touches the page.
        <p role="status" class="eb-studio-pills"><TemplatePill status/>{synced_at.map(|_| view! { <span>{move || t_string!(i18n, whatsapp.quality_label)}" "<QualityPill quality/></span> })}</p>
        {word}{soon}
        {rejection.map(|rejection| view! { <Why rejection/> })}
        <p class="eb-help eb-studio-synced"><Icon name=bs::BsArrowRepeat/>{synced}<Sync account/></p>
    }
}

/// The reason in plain words, and what the provider advises in its own.
#[component]
fn Why(rejection: Rejection) -> impl IntoView {
    let i18n = use_i18n();
    let Rejection { reason, detail, recommendation } = rejection;
    let said = recommendation.or(detail).map(|text| {
        view! {
            <p class="eb-small">{move || t_string!(i18n, studio.advice, text = text.clone()).to_string()}</p>
        }
    });
    view! {
        <div class="eb-notice eb-danger"><Icon name=bs::BsXOctagon/><div>
            <b>{move || t_string!(i18n, studio.refused)}</b>
            <p>{move || words::rejection(i18n.get_locale(), &reason)}</p>
            {said}
        </div></div>
    }
}

/// Asks the provider now.
#[component]
fn Sync(account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let ask = move |_| {
        let account = account.clone();
        spawn_local(async move {
            let asked = api.sync_templates(&account).await;
            let l = i18n.get_locale_untracked();
            notices.say(match asked {
                Ok(_) => td_string!(l, studio.sync_asked).to_owned(),
                Err(why) => told(l, &why),
            });
        });
    };
    may(Permission::TemplatesWrite).then(|| view! { <button type="button" class="eb-link" on:click=ask>{move || t_string!(i18n, studio.sync)}</button> })
}
