//! Saving by itself: what is typed is saved as soon as the hands rest.

use std::time::Duration;

use domain::ProblemCode;
use leptos::{prelude::*, task::spawn_local};

use super::Editor;
use crate::{
    api::{Failure, Noun},
    i18n::{Locale, td_string, use_i18n},
    intl,
    shell::{Go, use_go},
    ui::Icon,
    watch::watch,
};

/// How long hands rest before what they typed is saved.
const REST: Duration = Duration::from_millis(700);
/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// A form that saves by itself.
pub(crate) struct Autosave<N: Noun> {
    /// The form.
    pub(crate) editor: Editor<N>,
    go: Go,
    /// The hour of the last save, as it is read.
    saved_at: RwSignal<Option<String>>,
    /// The server did not answer the last time.
    away: RwSignal<bool>,
    /// Where the person wants to go once everything is saved.
    leaving: RwSignal<Option<String>>,
    /// Counts the changes: only the last one is waited for.
    turn: StoredValue<u32>,
}

// Derived, these would ask the noun's own types to be `Copy`.
impl<N: Noun> Clone for Autosave<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Noun> Copy for Autosave<N> {}

impl<N: Noun> Autosave<N> {
    /// From now on this form saves by itself. Addresses that begin with `scope` are pages of the same form.
    pub(crate) fn start(editor: Editor<N>, scope: String) -> Self {
        let this = Self {
            editor,
            go: use_go(),
            saved_at: RwSignal::new(None),
            away: RwSignal::new(false),
            leaving: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        editor.guard.settle_by(scope, Callback::new(move |path| this.leave(path)));
        watch(move || {
            editor.draft.track();
            match editor.is_unsaved() {
                true => this.save_after(REST),
                false => this.arrive(),
            }
        });
        this
    }

    fn save_after(self, rest: Duration) {
        self.turn.update_value(|turn| *turn += 1);
        let mine = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(mine) {
                    self.save();
                }
            },
            rest,
        );
    }

    /// Saves now, if there is anything to save and it is right.
    pub(crate) fn save(self) {
        let editor = self.editor;
        let idle = editor.busy.get_untracked() || editor.theirs.with_untracked(Option::is_some);
        if idle || !untrack(|| editor.is_unsaved()) || untrack(|| editor.is_readonly()) {
            return;
        }
        let draft = editor.draft.get_untracked();
        if !N::check(&draft).is_empty() {
            return self.stay();
        }
        let (Some(view), Some(version)) = (editor.saved.get_untracked(), editor.version.get_untracked())
        else {
            return;
        };
        editor.busy.set(true);
        spawn_local(async move {
            let id = N::facts(&view).id;
            if let Some(result) = editor.replace(id.clone(), version, &draft).await {
                self.end(id, draft, result).await;
            }
        });
    }

    async fn end(self, id: N::Id, sent: N::Draft, result: Result<N::View, Failure>) {
        self.away.set(matches!(result, Err(Failure::Network)));
        match result {
            Ok(view) => self.took(sent, view),
            Err(failure) if failure.code() == Some(ProblemCode::VersionStale) => {
                self.overtaken(id, &sent).await;
            }
            Err(failure) => {
                self.refused(failure);
                self.go_on(&sent);
            }
        }
    }

    /// Somebody saved in between, and the person is asked. Where it was this form, unheard, what was typed since is saved over it.
    async fn overtaken(self, id: N::Id, sent: &N::Draft) {
        let editor = self.editor;
        let Some(own) = editor.compare(id).await else { return self.go_on(sent) };
        let typed = editor.draft.get_untracked();
        let said = if N::says(&own, &typed) { typed } else { N::draft(&own) };
        self.took(said, own);
        self.save();
    }

    /// This one was not saved.
    fn go_on(self, sent: &N::Draft) {
        self.stay();
        // Typed on while the refused one was under way: the hands rest already, and nothing else would save it.
        if self.editor.draft.try_with_untracked(|draft| draft != sent) == Some(true) {
            self.save_after(REST);
        }
    }

    /// The fields keep what is in them: somebody may have typed on meanwhile.
    fn took(self, sent: N::Draft, view: N::View) {
        let editor = self.editor;
        if editor.draft.with_untracked(|draft| *draft == sent) {
            // What an earlier one was refused for is mended.
            editor.problems.set(Vec::new());
        }
        let locale = editor.texts.get_locale_untracked();
        self.saved_at.set(Some(intl::hour_now(locale)));
        editor.failure.set(None);
        editor.restored.set(false);
        editor.stand_at(Some(N::facts(&view).version));
        editor.saved.set(Some(view));
        editor.origin.set(sent);
    }

    fn refused(self, failure: Failure) {
        let editor = self.editor;
        match failure {
            Failure::Network => self.save_after(AGAIN),
            failure if !failure.fields().is_empty() => editor.problems.set(failure.fields().to_vec()),
            failure => editor.failure.set(Some(failure)),
        }
    }

    /// The person wants to go: saves first.
    fn leave(self, path: String) {
        self.leaving.set(Some(path));
        self.save();
    }

    /// It cannot be saved: whether to leave is for the person to say.
    fn stay(self) {
        if let Some(path) = self.leaving.try_update(Option::take).flatten() {
            self.editor.guard.wanted.set(Some(path));
        }
    }

    /// Everything is saved: whoever waited for that goes.
    fn arrive(self) {
        if let Some(path) = self.leaving.try_update(Option::take).flatten() {
            self.editor.guard.unsaved.set(false);
            self.go.now(&path);
        }
    }

    /// How it stands: an icon and words.
    fn told(self, locale: Locale) -> (icondata_core::Icon, String) {
        let editor = self.editor;
        let wrong = editor.problems.with(Vec::len);
        match editor.is_unsaved() {
            _ if editor.busy.get() => {
                (icondata_bs::BsCloudArrowUp, td_string!(locale, editor.saving).to_owned())
            }
            true if self.away.get() => {
                (icondata_bs::BsCloudSlash, td_string!(locale, editor.kept_here).to_owned())
            }
            true if wrong > 0 => {
                (icondata_bs::BsExclamationCircle, td_string!(locale, editor.to_correct_here).to_owned())
            }
            true => (icondata_bs::BsCircle, td_string!(locale, editor.unsaved).to_owned()),
            false => (
                icondata_bs::BsCloudCheck,
                self.saved_at.get().map_or_else(
                    || td_string!(locale, editor.all_saved).to_owned(),
                    |time| td_string!(locale, editor.saved_at, time = time).to_string(),
                ),
            ),
        }
    }
}

/// « Enregistré à 14:32 ».
#[component]
pub(crate) fn SaveState<N: Noun>(
    /// Whose.
    autosave: Autosave<N>,
) -> impl IntoView {
    let i18n = use_i18n();
    let told = move || {
        let (icon, text) = autosave.told(i18n.get_locale());
        view! { <Icon name=icon/>{text} }
    };
    view! { <p class="eb-save-state" role="status">{told}</p> }
}
