//! The launch. Its button is never dead: it says what is missing.

use domain::{Permission, campaign::Review};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Failure, use_api},
    browser,
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    pages::wizard::Wizard,
    shell::use_go,
    ui::{Confirm, Icon, may, use_notices},
    words,
};

/// Above this many, the number is written again.
const RETYPED_ABOVE: i64 = 1_000;

/// The button, and the question behind it.
#[component]
pub(super) fn Launch(
    /// The wizard.
    wizard: Wizard,
    /// What a launch would do.
    review: Review,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let (open, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let planned = review.planned();
    let blocking = review.all_checks().filter(|check| check.is_blocking()).count();
    // The first place where something is to be corrected.
    let place = if review.checks.iter().any(|check| check.is_blocking()) { "checks" } else { "checks-part" };
    let later = review.due_at.is_some();
    let ask = move |_| if blocking == 0 { open.set(true) } else { browser::focus(place) };
    let yes = launching(wizard, planned, failure);
    let name = move || editor.draft.with(|draft| words::named(i18n.get_locale(), &draft.edit.name));
    let act = move || if later { t_string!(i18n, launch.schedule) } else { t_string!(i18n, launch.act) };
    let shown = move || may(Permission::CampaignsSend) && !editor.form().readonly.get();
    view! {
        <Show when=shown fallback=NoLaunch>
            <div class="eb-block eb-launch">
                <p>{move || if blocking == 0 { t_string!(i18n, launch.ready).to_owned() } else {
                    t_string!(i18n, launch.blocked, count = intl::number(i18n.get_locale(), blocking as u64)).to_string() }}</p>
                <button type="button" class="btn btn-primary" on:click=ask><Icon name=icondata_bs::BsSend/>{act}</button>
            </div>
        </Show>
        <Confirm open failure title=move || t_string!(i18n, launch.title, name = name()).to_string()
            text=move || consequence(i18n.get_locale(), planned, later)
            act retype=Signal::stored((planned > RETYPED_ABOVE).then_some(planned)) on_yes=yes/>
    }
}

/// What will happen, in real numbers.
fn consequence(l: Locale, planned: i64, later: bool) -> String {
    let count = intl::count(l, planned);
    match (later, intl::is_single(l, planned.unsigned_abs())) {
        (true, true) => td_string!(l, launch.text_later.single, count).to_string(),
        (true, false) => td_string!(l, launch.text_later.several, count).to_string(),
        (false, true) => td_string!(l, launch.text.single, count).to_string(),
        (false, false) => td_string!(l, launch.text.several, count).to_string(),
    }
}

/// Why there is no button.
#[component]
fn NoLaunch() -> impl IntoView {
    let i18n = use_i18n();
    let right = move || words::permission(i18n.get_locale(), Permission::CampaignsSend);
    view! {
        <Show when=|| !may(Permission::CampaignsSend)>
            <p class="eb-notice" role="note"><Icon name=icondata_bs::BsLock/><span>{move || t_string!(i18n, launch.no_right, right = right()).to_string()}</span></p>
        </Show>
    }
}

fn launching(wizard: Wizard, planned: i64, failure: RwSignal<Option<Failure>>) -> Callback<()> {
    let (api, go, notices, i18n) = (use_api(), use_go(), use_notices(), use_i18n());
    let editor = wizard.editor;
    let busy = RwSignal::new(false);
    Callback::new(move |()| {
        let Some(version) = editor.saved.with_untracked(|view| view.as_ref().map(|view| view.version)) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let result = api.launch(wizard.id, version, planned).await;
            if failure.is_disposed() {
                return;
            }
            busy.set(false);
            match result {
                Ok(campaign) => {
                    let locale = i18n.get_locale_untracked();
                    notices.say(
                        td_string!(locale, launch.done, name = words::named(locale, &campaign.name))
                            .to_string(),
                    );
                    go.now(&format!("/campaigns/{}", wizard.id));
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    })
}
