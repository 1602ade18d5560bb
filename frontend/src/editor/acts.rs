//! Duplicating and putting away: each asks in words before it acts.

use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

use crate::{
    api::{Api, Facts, Failure, Noun, use_api},
    browser,
    i18n::{Texts, t, t_string, td_string, use_i18n},
    shell::{Go, use_go},
    ui::{Dialog, Notices, use_notices},
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
    fn target(&self) -> &Target<Id> {
        match self {
            Self::Duplicate(target) | Self::PutAway(target) => target,
        }
    }
}

struct Hands<N: Noun> {
    api: Api,
    texts: Texts,
    go: Go,
    notices: Notices,
    ask: RwSignal<Option<Ask<N::Id>>>,
    failure: RwSignal<Option<Failure>>,
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
    fn put_away(self, target: Target<N::Id>) {
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
            None => N::facts(&self.api.read::<N>(target.id).await?).version,
        };
        self.api.put_away::<N>(target.id, version, !target.archived).await
    }

    fn duplicate(self, target: Target<N::Id>, name: String, key: String) {
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

/// The dialog of whatever is asked.
#[component]
pub(crate) fn Asking<N: Noun>(
    /// What it is asked of.
    noun: N,
    /// What is asked.
    ask: RwSignal<Option<Ask<N::Id>>>,
    /// Told what came of putting it away.
    done: Callback<N::View>,
) -> impl IntoView {
    let i18n = use_i18n();
    let _ = noun;
    let hands = Hands::<N> {
        api: use_api(),
        texts: i18n,
        go: use_go(),
        notices: use_notices(),
        ask,
        failure: RwSignal::new(None),
        done,
    };
    Effect::new(move || {
        ask.track();
        hands.failure.set(None);
    });
    let title = move || {
        ask.get().map_or_else(String::new, |ask| {
            let name = ask.target().name.clone();
            match ask {
                Ask::Duplicate(_) => t_string!(i18n, acts.duplicate_title, name).to_string(),
                Ask::PutAway(target) if target.archived => {
                    t_string!(i18n, acts.unarchive_title, name).to_string()
                }
                Ask::PutAway(_) => t_string!(i18n, acts.archive_title, name).to_string(),
            }
        })
    };
    view! {
        <Dialog open=Signal::derive(move || ask.with(Option::is_some)) on_close=Callback::new(move |()| ask.set(None)) title>
            {move || ask.get().map(|asked| match asked {
                Ask::Duplicate(target) => view! { <Duplicate hands target/> }.into_any(),
                Ask::PutAway(target) => view! { <PutAway hands target/> }.into_any(),
            })}
        </Dialog>
    }
}

#[component]
fn PutAway<N: Noun>(hands: Hands<N>, target: Target<N::Id>) -> impl IntoView {
    let i18n = use_i18n();
    let archived = target.archived;
    view! {
        <p>{if archived { t!(i18n, acts.unarchive_text).into_any() } else { t!(i18n, acts.archive_text).into_any() }}</p>
        <Refusal hands/>
        <div class="eb-dialog-acts">
            <button type="button" class="btn btn-primary" on:click=move |_| hands.put_away(target.clone())>
                {if archived { t!(i18n, acts.unarchive).into_any() } else { t!(i18n, acts.archive).into_any() }}
            </button>
            <button type="button" class="btn btn-secondary" on:click=move |_| hands.ask.set(None)>{t!(i18n, acts.cancel)}</button>
        </div>
    }
}

#[component]
fn Duplicate<N: Noun>(hands: Hands<N>, target: Target<N::Id>) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let first = td_string!(i18n.get_locale_untracked(), acts.copy_of, name = target.name.clone()).to_string();
    let key = StoredValue::new(browser::attempt_key());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(field), Some(key)) = (field.get_untracked(), key.get_value()) {
            hands.duplicate(target.clone(), field.value(), key);
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <label class="eb-label" for="copy-name">{t!(i18n, field.name)}</label>
            <input class="form-control" id="copy-name" type="text" autocomplete="off" node_ref=field prop:value=first
                on:input=move |_| key.set_value(browser::attempt_key())/>
            <p class="eb-help">{t!(i18n, acts.duplicate_text)}</p>
            <Refusal hands/>
            <div class="eb-dialog-acts">
                <button type="submit" class="btn btn-primary">{t!(i18n, acts.duplicate)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| hands.ask.set(None)>{t!(i18n, acts.cancel)}</button>
            </div>
        </form>
    }
}

#[component]
fn Refusal<N: Noun>(hands: Hands<N>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move |failure: Failure| match failure {
        Failure::Problem(problem) => {
            problem.errors.first().map_or(problem.detail.clone(), |field| field.detail.clone())
        }
        Failure::Network => t_string!(i18n, editor.network).to_owned(),
        Failure::Unreadable(what) => what,
    };
    view! {
        <div role="alert">{move || hands.failure.get().map(|failure| view! { <p class="eb-field-error">{text(failure)}</p> })}</div>
    }
}
