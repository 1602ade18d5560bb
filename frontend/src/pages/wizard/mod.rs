//! The wizard: who it is for, what it says, when it leaves, and a last look. One form, saved by itself, over four pages.

mod audience;
mod bar;
mod content;
mod cost;
mod draft;
mod head;
mod naming;
mod place;
mod review;
mod schedule;
mod step;

use domain::{CampaignId, Permission, campaign::Campaign};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    api::{Campaigns, use_api},
    editor::{Autosave, Conflict, Editor, Restored, Summary, Why},
    i18n::{Locale, t_string, use_i18n},
    remote::Remote,
    shell::narrow_rail,
    ui::{LoadedPage, set_title},
    words,
};
pub(crate) use audience::sentence::of as segment_sentence;
pub(crate) use content::template::TemplateChoice;
use place::Place;
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
    /// Whether it is an e-mail part, of which only the message is its own.
    pub(super) is_part: bool,
}

impl Wizard {
    /// Where each step is taken.
    fn places(self) -> Vec<Place> {
        self.editor.saved.with(|campaign| campaign.as_ref().map(Place::all).unwrap_or_default())
    }

    /// The place that is open, and its neighbours.
    fn around(self) -> [Option<Place>; 3] {
        let (places, step) = (self.places(), self.step.get());
        let here = |place: &Place| place.step == step && place.id == self.id;
        let Some(at) = places.iter().position(here) else { return [None; 3] };
        [
            at.checked_sub(1).and_then(|at| places.get(at).copied()),
            Some(places[at]),
            places.get(at + 1).copied(),
        ]
    }
}

#[component]
fn Wizard(campaign: Campaign) -> impl IntoView {
    let i18n = use_i18n();
    let id = campaign.id;
    let is_part = campaign.part_of.is_some();
    let editor = Editor::open(campaign);
    let autosave = Autosave::start(editor, format!("/campaigns/{id}/"));
    let path = use_location().pathname;
    let step = move |path: &String| if is_part { Step::Content } else { Step::of(path) };
    let step = Memo::new(move |_| path.with(step));
    let wizard = Wizard { id, editor, autosave, step, is_part };
    let name = move || editor.draft.with(|draft| words::named(i18n.get_locale(), &draft.edit.name));
    set_title(move || format!("{} · {}", open_step(i18n.get_locale(), wizard), name()));
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

/// What the open step is called.
fn open_step(l: Locale, wizard: Wizard) -> &'static str {
    let [_, here, _] = wizard.around();
    here.map_or_else(|| words::step(l, wizard.step.get()), |place| place.name(l, &wizard.places()))
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
