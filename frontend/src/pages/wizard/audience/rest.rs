//! WhatsApp to those who agreed to it, and e-mail to the rest: whether that is wanted, and how many each reaches.

use domain::{Channel, audience::Reach};
use leptos::{prelude::*, task::spawn_local};

use super::count::{Count, counted};
use crate::{
    api::{Failure, use_api},
    i18n::{t_string, td_string, use_i18n},
    intl,
    pages::wizard::Wizard,
    ui::use_notices,
};

/// Whether the rest is written to by e-mail.
pub(super) fn is_wanted(wizard: Wizard) -> bool {
    wizard
        .editor
        .saved
        .with(|campaign| campaign.as_ref().is_some_and(|campaign| campaign.email_part.is_some()))
}

/// The switch, for campaigns by WhatsApp. What is typed is saved first: the switch changes the campaign itself.
#[component]
pub(super) fn Rest(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let whatsapp = editor.draft.with_untracked(|draft| draft.channel == Channel::Whatsapp);
    let wanted = Memo::new(move |_| is_wanted(wizard));
    let busy = RwSignal::new(false);
    let off = move || busy.get() || editor.form().readonly.get() || editor.is_unsaved();
    let switch = switching(wizard, busy);
    whatsapp.then(|| view! {
        <section class="eb-block" aria-labelledby="audience-rest">
            <h2 id="audience-rest">{move || t_string!(i18n, rest.title)}</h2>
            <label class="form-check form-switch eb-switch">
                <input class="form-check-input" type="checkbox" role="switch" prop:checked=move || wanted.get() disabled=off
                    on:change:target=move |event| switch.run(event.target().checked())/>
                <span class="form-check-label">{move || t_string!(i18n, rest.switch)}</span>
            </label>
            <p class="eb-help">{move || if wanted.get() { t_string!(i18n, rest.on) } else { t_string!(i18n, rest.off) }}</p>
        </section>
    })
}

fn switching(wizard: Wizard, busy: RwSignal<bool>) -> Callback<bool> {
    let (api, notices, i18n) = (use_api(), use_notices(), use_i18n());
    let editor = wizard.editor;
    Callback::new(move |wanted: bool| {
        let version =
            editor.saved.with_untracked(|campaign| campaign.as_ref().map(|campaign| campaign.version));
        let Some(version) = version else { return };
        busy.set(true);
        spawn_local(async move {
            let result = api.email_to_the_rest(wizard.id, version, wanted).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match result {
                Ok(campaign) => editor.adopt(campaign),
                Err(Failure::Problem(problem)) => notices.say(problem.title),
                Err(_) => notices.say(td_string!(i18n.get_locale_untracked(), broken.network)),
            }
            // Where it was refused the switch goes back to what is.
            editor.saved.notify();
        });
    })
}

/// How many each channel reaches; nothing for one channel alone.
#[component]
pub(super) fn Reached(
    /// The last count.
    count: Count,
) -> impl IntoView {
    let i18n = use_i18n();
    let reach = move || {
        let count = counted(count)?;
        Some(Reach::of(&count.waterfall, count.email_part.as_ref()?))
    };
    move || {
        reach().map(|reach| {
            let number = move |count| move || intl::count(i18n.get_locale(), count);
            view! {
                <section class="eb-block" aria-labelledby="audience-reach">
                    <h2 class="eb-small-title" id="audience-reach">{move || t_string!(i18n, rest.reach)}</h2>
                    <dl class="eb-facts num" role="status">
                        <div><dt>{move || t_string!(i18n, rest.by_whatsapp)}</dt><dd>{number(reach.by_whatsapp)}</dd></div>
                        <div><dt>{move || t_string!(i18n, rest.by_email)}</dt><dd>{number(reach.by_email)}</dd></div>
                        <div><dt>{move || t_string!(i18n, rest.left_out)}</dt><dd>{number(reach.left_out)}</dd></div>
                    </dl>
                </section>
            }
        })
    }
}
