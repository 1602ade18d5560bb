//! The wizard: who it is for, what it says, when it leaves, and a last look. One form, saved by itself, over four pages.

mod audience;
mod bar;
mod content;
mod draft;
mod head;
mod naming;
mod review;
mod schedule;
mod step;

use domain::{CampaignId, Permission, campaign::Campaign};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    api::{Campaigns, use_api},
    editor::{Autosave, Conflict, Editor, Restored, Summary, Why},
    i18n::{t_string, use_i18n},
    remote::Remote,
    shell::narrow_rail,
    ui::{LoadedPage, set_title},
    words,
};
pub(crate) use audience::sentence::of as segment_sentence;
pub(crate) use content::template::TemplateChoice;
pub(crate) use step::{Readiness, Step};

/// `/campaigns/{id}/audience`, `…/content`, `…/schedule`, `…/review`
#[component]
pub(crate) fn WizardPage(
    /// Which campaign.
    id: CampaignId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    narrow_rail();
    let campaign = Remote::new(move || api.read::<Campaigns>(id));
    let ready = |campaign: Campaign| view! { <Wizard campaign/> }.into_any();
    view! { <LoadedPage from=campaign right=Permission::CampaignsRead title=move || t_string!(i18n, campaigns.title) ready/> }
}

/// What the steps share.
#[derive(Clone, Copy)]
pub(super) struct Wizard {
    /// The campaign.
    pub(super) id: CampaignId,
    /// The form.
    pub(super) editor: Editor<Campaigns>,
    /// What saves it.
    pub(super) autosave: Autosave<Campaigns>,
    /// The page of it that is open.
    pub(super) step: Memo<Step>,
}

#[component]
fn Wizard(campaign: Campaign) -> impl IntoView {
    let i18n = use_i18n();
    let id = campaign.id;
    let editor = Editor::open(campaign);
    let autosave = Autosave::start(editor, format!("/campaigns/{id}/"));
    let path = use_location().pathname;
    let wizard = Wizard { id, editor, autosave, step: Memo::new(move |_| path.with(|path| Step::of(path))) };
    let name = move || editor.draft.with(|draft| words::named(i18n.get_locale(), &draft.edit.name));
    set_title(move || format!("{} · {}", words::step(i18n.get_locale(), wizard.step.get()), name()));
    save_by_key(autosave);
    let form = editor.form();
    view! {
        <head::Head wizard/>
        <div class="eb-wizard">
            <Why editor/>
            <Restored form/>
            <Summary form/>
            {move || match wizard.step.get() {
                Step::Audience => view! { <audience::Audience wizard/> }.into_any(),
                Step::Content => view! { <content::Content wizard/> }.into_any(),
                Step::Schedule => view! { <schedule::Schedule wizard/> }.into_any(),
                Step::Review => view! { <review::Review wizard/> }.into_any(),
            }}
        </div>
        <bar::Bar wizard/>
        <Conflict editor differences=draft::differences/>
    }
}

/// Whoever is used to saving by hand may.
fn save_by_key(autosave: Autosave<Campaigns>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s") {
            event.prevent_default();
            autosave.save();
        }
    });
    on_cleanup(move || handle.remove());
}
