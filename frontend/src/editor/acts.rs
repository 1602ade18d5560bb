//! Duplicating and putting away: what is asked, and who does it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{Api, Facts, Failure, Noun, use_api},
    i18n::{Texts, td_string, use_i18n},
    shell::{Go, use_go},
    ui::{Notices, use_notices},
    watch::watch,
};

/// What an act is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target<Id> {
    /// Its number.
    pub(crate) id: Id,
    /// Its name.
    pub(crate) name: String,
    /// Whether it is put away.
    pub(crate) archived: bool,
    /// Its version, where a list tells it.
    pub(crate) version: Option<i64>,
}

impl<Id> From<Facts<Id>> for Target<Id> {
    fn from(facts: Facts<Id>) -> Self {
        let Facts { id, version, name, archived, .. } = facts;
        Self { id, name, archived, version: Some(version) }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ask<Id> {
    /// Make a copy.
    Duplicate(Target<Id>),
    /// Put away, or take back out.
    PutAway(Target<Id>),
}

impl<Id> Ask<Id> {
    /// What it is about.
    pub(super) fn target(&self) -> &Target<Id> {
        match self {
            Self::Duplicate(target) | Self::PutAway(target) => target,
        }
    }
}

/// What does it.
pub(super) struct Hands<N: Noun> {
    api: Api,
    texts: Texts,
    go: Go,
    notices: Notices,
    /// What is asked.
    pub(super) ask: RwSignal<Option<Ask<N::Id>>>,
    /// Why it was refused.
    pub(super) failure: RwSignal<Option<Failure>>,
    done: Callback<N::View>,
}

// Derived, these would ask the noun's own types to be `Copy`.
impl<N: Noun> Clone for Hands<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Noun> Copy for Hands<N> {}

impl<N: Noun> Hands<N> {
    /// For what is asked here; `done` is told what came of putting it away.
    pub(super) fn new(ask: RwSignal<Option<Ask<N::Id>>>, done: Callback<N::View>) -> Self {
        let failure = RwSignal::new(None);
        watch(move || {
            ask.track();
            failure.set(None);
        });
        let (api, texts, go, notices) = (use_api(), use_i18n(), use_go(), use_notices());
        Self { api, texts, go, notices, ask, failure, done }
    }

    /// Puts it away, or takes it back out.
    pub(super) fn put_away(self, target: Target<N::Id>) {
        spawn_local(async move {
            match self.act(&target).await {
                _ if self.ask.is_disposed() => {}
                Ok(view) => {
                    let locale = self.texts.get_locale_untracked();
                    let said = match target.archived {
                        false => td_string!(locale, acts.archived, name = target.name).to_string(),
                        true => td_string!(locale, acts.unarchived, name = target.name).to_string(),
                    };
                    self.ask.set(None);
                    self.notices.say(said);
                    self.done.run(view);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    async fn act(self, target: &Target<N::Id>) -> Result<N::View, Failure> {
        let version = match target.version {
            Some(version) => version,
            None => N::facts(&self.api.read::<N>(target.id.clone()).await?).version,
        };
        self.api.put_away::<N>(target.id.clone(), version, !target.archived).await
    }

    /// Makes a copy, and opens it.
    pub(super) fn duplicate(self, target: Target<N::Id>, name: String, key: String) {
        spawn_local(async move {
            match self.api.duplicate::<N>(target.id, name, key).await {
                _ if self.ask.is_disposed() => {}
                Ok(copy) => {
                    let facts = N::facts(&copy);
                    let locale = self.texts.get_locale_untracked();
                    self.ask.set(None);
                    self.notices.say(td_string!(locale, editor.created, name = facts.name).to_string());
                    self.go.to(&format!("/{}/{}", N::PATH, facts.id.to_string()));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}
