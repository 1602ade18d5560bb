//! Saving: what is checked before, and each way it can end.

use domain::{FieldError, ProblemCode, problem::FieldProblem};
use leptos::{prelude::*, task::spawn_local};

use super::Editor;
use crate::{
    api::{Failure, Noun},
    browser,
    i18n::{language, td_string},
    intl,
};

/// The error summary's element, which takes the focus.
pub(super) const SUMMARY: &str = "errors";

impl<N: Noun> Editor<N> {
    /// Saves what the form shows, if it is right.
    pub(crate) fn save(self) {
        if self.busy.get_untracked() || untrack(|| self.is_readonly()) {
            return;
        }
        self.failure.set(None);
        self.adviser.hindered.set(false);
        let found = self.told(N::check(&self.draft.get_untracked()));
        if found.is_empty() { self.send() } else { self.show(found) }
    }

    /// Checks one field when the person leaves it; the others are left alone.
    pub(crate) fn check(self, pointer: &str) {
        let found = self.told(N::check(&self.draft.get_untracked()));
        self.problems.update(|problems| {
            problems.retain(|problem| !belongs(&problem.pointer, pointer));
            problems.extend(found.into_iter().filter(|problem| belongs(&problem.pointer, pointer)));
        });
    }

    fn send(self) {
        let draft = self.draft.get_untracked();
        let (Some(view), Some(version)) = (self.saved.get_untracked(), self.version.get_untracked()) else {
            return self.create(draft);
        };
        let id = N::facts(&view).id;
        self.busy.set(true);
        spawn_local(async move {
            match self.replace(id.clone(), version, &draft).await {
                None => {}
                Some(Ok(view)) => self.saved_now(&draft, view),
                Some(Err(failure)) if failure.code() == Some(ProblemCode::VersionStale) => {
                    self.overtaken(id).await;
                }
                Some(Err(failure)) => self.fail(failure),
            }
        });
    }

    /// Somebody saved in between, and the person is asked. Where it was this form, unheard, what was typed since is saved over it.
    async fn overtaken(self, id: N::Id) {
        let Some(own) = self.compare(id).await else { return };
        let draft = self.draft.get_untracked();
        if N::says(&own, &draft) {
            self.saved_now(&draft, own);
        } else {
            self.stand_on(own);
            self.save();
        }
    }

    /// Makes a new one.
    pub(super) fn create(self, sent: N::Draft) {
        let Some(key) = self.key(&sent) else {
            return self.fail(Failure::Unreadable("crypto.randomUUID".into()));
        };
        let shown = self.draft.get_untracked();
        self.busy.set(true);
        spawn_local(async move {
            let result = self.api.create::<N>(sent.clone(), key).await;
            match result {
                _ if self.is_gone() => {}
                Ok(view) => self.created(&shown, &sent, &view),
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// The same key for the same draft: a second click after a lost answer makes no second one.
    fn key(self, draft: &N::Draft) -> Option<String> {
        let again = self.attempt.with_value(|attempt| {
            attempt.as_ref().filter(|(_, sent)| sent == draft).map(|(key, _)| key.clone())
        });
        let key = again.or_else(browser::attempt_key)?;
        self.attempt.set_value(Some((key.clone(), draft.clone())));
        Some(key)
    }

    /// The call is over. The person may have left the page meanwhile, and then there is no form to tell.
    pub(super) fn is_gone(self) -> bool {
        self.busy.set(false);
        self.busy.is_disposed()
    }

    /// Its own page opens. What the form no longer shows as it did when it was sent was typed meanwhile, and is found there again.
    fn created(self, shown: &N::Draft, sent: &N::Draft, view: &N::View) {
        let facts = N::facts(view);
        let typed = self.draft.get_untracked();
        if typed != *shown {
            // One that is kept beside somebody else's was sent under a name of its own.
            let is_renamed = N::name(&typed) != N::name(shown);
            let named = if is_renamed { typed } else { N::renamed(typed, N::name(sent).to_owned()) };
            self.hand_on(&facts, named);
        }
        self.discard();
        self.guard.unsaved.set(false);
        let locale = self.texts.get_locale_untracked();
        self.notices.say(td_string!(locale, editor.created, name = facts.name).to_string());
        self.go.instead(&format!("/{}/{}", N::PATH, facts.id.to_string()));
    }

    /// What was typed on while it was being saved is neither lost nor taken for saved.
    fn saved_now(self, sent: &N::Draft, view: N::View) {
        let locale = self.texts.get_locale_untracked();
        if self.draft.with_untracked(|draft| draft == sent) {
            self.adopt(view);
        } else {
            self.stand_on(view);
            self.problems.set(Vec::new());
            self.restored.set(false);
        }
        self.advise_again();
        self.notices.say(td_string!(locale, editor.saved, time = intl::now(locale)).to_string());
    }

    /// The form shows this version, without changes.
    pub(crate) fn adopt(self, view: N::View) {
        self.origin.set(N::draft(&view));
        self.saved.set(Some(view));
        self.discard();
    }

    /// Put away or taken back out: the form keeps what is typed.
    pub(super) fn adopt_flags(self, view: N::View) {
        if untrack(|| self.is_unsaved()) {
            self.stand_on(view);
        } else {
            self.adopt(view);
        }
    }

    /// This version is what the next save replaces; what is typed stays.
    fn stand_on(self, view: N::View) {
        self.stand_at(Some(N::facts(&view).version));
        self.origin.set(N::draft(&view));
        self.saved.set(Some(view));
    }

    /// News of it, while nobody saves. What is typed stays, unless somebody else wrote something else meanwhile: then saving asks.
    /// What was asked for before the last save and told after it is no news.
    pub(crate) fn hear(self, view: N::View) {
        if self.busy.is_disposed() || self.busy.get_untracked() {
            return;
        }
        let (is_news, is_same) = self.saved.with_untracked(|saved| {
            let same = saved.as_ref().is_some_and(|saved| N::draft(saved) == N::draft(&view));
            let older = saved.as_ref().is_some_and(|saved| N::facts(&view).version < N::facts(saved).version);
            (!older && saved.as_ref() != Some(&view), same)
        });
        if is_news && (is_same || !untrack(|| self.is_unsaved())) {
            self.adopt_flags(view);
        }
    }

    /// Looks what is there instead of the version that was to be replaced, and asks which one to keep. What is there by this form itself
    /// is nobody else's: it is handed out.
    pub(super) async fn compare(self, id: N::Id) -> Option<N::View> {
        self.busy.set(true);
        let there = self.api.read::<N>(id).await;
        if self.is_gone() {
            return None;
        }
        match there {
            Ok(own) if self.is_own(&own) => return Some(own),
            Ok(theirs) => self.theirs.set(Some(theirs)),
            Err(failure) => self.fail(failure),
        }
        None
    }

    /// Something was refused: the summary says why.
    pub(crate) fn fail(self, failure: Failure) {
        if failure.fields().is_empty() {
            self.failure.set(Some(failure));
            browser::focus_soon(SUMMARY);
        } else {
            self.show(failure.fields().to_vec());
        }
    }

    fn show(self, problems: Vec<FieldProblem>) {
        self.problems.set(problems);
        browser::focus_soon(SUMMARY);
    }

    fn told(self, found: Vec<FieldError>) -> Vec<FieldProblem> {
        let language = language(self.texts.get_locale_untracked());
        found.into_iter().map(|error| error.tell(language)).collect()
    }
}

/// `/tags/1` belongs to `/tags`.
pub(super) fn belongs(pointer: &str, field: &str) -> bool {
    pointer.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
