//! A last look: what blocks, what deserves a look, who gets it and when, and the launch.

mod checks;
mod deck;
mod launch;
mod part;

use domain::{Permission, campaign::Review as Reviewed};
use leptos::prelude::*;

use super::{
    Wizard,
    content::Preview,
    schedule::{settings, slices},
};
use crate::{
    api::use_api,
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Icon, Loaded, Skeleton, Waterfalls},
    words,
};

/// The fourth step. The API looks at what is saved, so what is typed is saved first.
#[component]
pub(super) fn Review(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let editor = wizard.editor;
    let settled = Memo::new(move |_| {
        (!editor.is_unsaved()).then(|| editor.saved.with(|view| view.as_ref().map(|view| view.version)))
    });
    move || match settled.get() {
        Some(_) => view! { <Settled wizard/> }.into_any(),
        None => view! { <div class="eb-block"><Skeleton/></div> }.into_any(),
    }
}

#[component]
fn Settled(wizard: Wizard) -> impl IntoView {
    let api = use_api();
    let id = wizard.id;
    let review = Remote::new(move || api.review(id));
    view! { <Loaded from=review right=Permission::CampaignsRead ready=move |review| view! { <Found wizard review/> }/> }
}

#[component]
fn Found(wizard: Wizard, review: Reviewed) -> impl IntoView {
    let i18n = use_i18n();
    let Reviewed { checks, waterfall, email_part, whatsapp, .. } = review.clone();
    let falls = email_part.as_ref().map(|part| part.waterfall.clone());
    let summary = review.clone();
    let how = move || wizard.editor.draft.with(|draft| settings::told(i18n.get_locale(), &draft.edit));
    view! {
        <div class="eb-panes eb-panes-even">
            <div class="eb-pane">
                <p class="eb-block eb-sentence"><Icon name=icondata_bs::BsSend/><span>{move || sentence(i18n.get_locale(), wizard, &summary)}</span></p>
                <p class="eb-block eb-sentence"><Icon name=icondata_bs::BsSliders/><span>{how}</span></p>
                <checks::Checks id=wizard.id checks/>
                {whatsapp.map(|deck| view! { <deck::Deck deck/> })}
                {email_part.map(|part| view! { <part::Part part/> })}
                <launch::Launch wizard review/>
                <section class="eb-block" aria-labelledby="review-falls">
                    <h2 id="review-falls">{move || t_string!(i18n, review.who)}</h2>
                    <Waterfalls main=waterfall part=falls/>
                </section>
            </div>
            <Preview wizard/>
        </div>
    }
}

/// « 9 276 personnes recevront « Soldes BTP » mardi 3 mars 2026 à 14 h 30 (Europe/Paris), par le compte brevo, de Atelier <a@b.c>. »
fn sentence(l: Locale, wizard: Wizard, review: &Reviewed) -> String {
    let edit = wizard.editor.draft.with_untracked(|draft| draft.edit.clone());
    let planned = review.waterfall.planned;
    let count = intl::count(l, planned);
    let people = match intl::is_single(l, planned.unsigned_abs()) {
        true => td_string!(l, review.person, count = count).to_string(),
        false => td_string!(l, review.people, count = count).to_string(),
    };
    let when = match (review.due_at, &edit.schedule) {
        (Some(at), Some(schedule)) => intl::long_in(l, at, &schedule.zone),
        _ => td_string!(l, review.at_once).to_owned(),
    };
    let account = review.account.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    let name = words::named(l, &edit.name);
    let sentence = match &review.sender {
        Some(sender) => {
            let sender = format!("{} <{}>", sender.name, sender.email);
            td_string!(l, review.sentence, people, name, when, account, sender).to_string()
        }
        // By WhatsApp it comes from the account's number.
        None => td_string!(l, review.sentence_by, people, name, when, account).to_string(),
    };
    let days = (review.days > 1)
        .then(|| td_string!(l, slices.review_days, days = intl::count(l, review.days)).to_string());
    let slices = slices::told(l, edit.canary.as_ref());
    [Some(sentence), slices, days].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
