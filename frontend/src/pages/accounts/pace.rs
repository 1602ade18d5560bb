//! How many messages an account may send: limits, a plan for its first weeks, and limits by mailbox provider.

use domain::{
    Permission,
    pace::{AccountPace, DomainPace},
    provider::AccountId,
};
use leptos::prelude::*;

use super::{domains::Domains, warm_up, warm_up::Plan};
use crate::{
    api::{Pace, PaceId, Paces, use_api},
    editor::{Difference, Editor, EditorFrame, Number},
    i18n::{Locale, t_string, td_string, use_i18n},
    remote::Remote,
    ui::LoadedPage,
};

/// `/accounts/{id}`
#[component]
pub(crate) fn PacePage(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let pace = Remote::new(move || api.read::<Paces>(PaceId(id.clone())));
    let ready = |pace: Pace| view! { <PaceForm editor=Editor::open(pace)/> }.into_any();
    view! { <LoadedPage from=pace right=Permission::SettingsRead title=move || t_string!(i18n, accounts.title) ready/> }
}

#[component]
fn PaceForm(editor: Editor<Paces>) -> impl IntoView {
    let i18n = use_i18n();
    let title = Signal::derive(move || {
        let account = editor.saved.with(|pace| pace.as_ref().and_then(|pace| pace.account.clone()));
        let name = account.map(|id| id.0).unwrap_or_default();
        t_string!(i18n, pace.title, name = name).to_string()
    });
    let back = ("/accounts".to_owned(), Signal::derive(move || t_string!(i18n, accounts.title)));
    view! {
        <EditorFrame editor back title facts=|| () differences>
            <section class="eb-block eb-form-block" aria-labelledby="pace-account">
                <h2 id="pace-account">{move || t_string!(i18n, pace.account)}</h2>
                <p class="eb-soft eb-small">{move || t_string!(i18n, pace.about)}</p>
                <Limits editor/>
                <Plan editor/>
            </section>
            <Domains editor/>
        </EditorFrame>
    }
}

#[component]
fn Limits(editor: Editor<Paces>) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let limit = move |pointer,
                      label: fn(Locale) -> &'static str,
                      field: fn(&mut AccountPace) -> &mut Option<u32>| {
        let value = Signal::derive(move || editor.draft.with(|draft| *field(&mut draft.clone())));
        let write = Callback::new(move |limit| editor.draft.update(|draft| *field(draft) = limit));
        view! { <Number form pointer label=move || label(i18n.get_locale()) help=move || t_string!(i18n, pace.empty) value on_input=write/> }
    };
    view! {
        <div class="eb-thirds">
            {limit("/per_second", |l| td_string!(l, pace.per_second), |pace| &mut pace.per_second)}
            {limit("/per_minute", |l| td_string!(l, pace.per_minute), |pace| &mut pace.per_minute)}
            {limit("/per_day", |l| td_string!(l, pace.per_day), |pace| &mut pace.per_day)}
        </div>
    }
}

fn differences(l: Locale, theirs: &AccountPace, mine: &AccountPace) -> Vec<Difference> {
    let number = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    let fields = |pace: &AccountPace| {
        [
            (td_string!(l, pace.per_second), number(pace.per_second)),
            (td_string!(l, pace.per_minute), number(pace.per_minute)),
            (td_string!(l, pace.per_day), number(pace.per_day)),
            (
                td_string!(l, pace.warm_up),
                pace.warm_up.map(|plan| warm_up::told(l, plan)).unwrap_or_default(),
            ),
            (
                td_string!(l, pace.domains),
                pace.domains.iter().map(|group| told(l, group)).collect::<Vec<_>>().join("\n"),
            ),
        ]
    };
    let pairs = fields(theirs).into_iter().zip(fields(mine));
    pairs.filter_map(|((name, theirs), (_, mine))| Difference::between(name, &theirs, &mine)).collect()
}

/// « gmail.com, googlemail.com : 20 par seconde, 600 par minute ».
fn told(l: Locale, group: &DomainPace) -> String {
    let limit =
        |name: &str, limit: Option<u32>| limit.map(|limit| format!("{limit} {}", name.to_lowercase()));
    let limits = [
        limit(td_string!(l, pace.per_second), group.per_second),
        limit(td_string!(l, pace.per_minute), group.per_minute),
    ];
    let limits = limits.into_iter().flatten().collect::<Vec<_>>().join(", ");
    format!("{}{}{limits}", group.domains.join(", "), td_string!(l, field.colon))
}
