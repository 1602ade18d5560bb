//! Limits by mailbox provider: groups of domains that share one.

use domain::pace::DomainPace;
use leptos::prelude::*;

use crate::{
    api::Paces,
    editor::{Editor, field_id, whole},
    i18n::{t_string, use_i18n},
    intl,
    ui::Icon,
};

/// Every group, and another one.
#[component]
pub(super) fn Domains(
    /// The form's state.
    editor: Editor<Paces>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = editor.form();
    let count = Memo::new(move |_| editor.draft.with(|draft| draft.domains.len()));
    let add = move |_| editor.draft.update(|draft| draft.domains.push(DomainPace::default()));
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="pace-domains">
            <h2 id="pace-domains">{move || t_string!(i18n, pace.domains)}</h2>
            <p class="eb-soft eb-small">{move || t_string!(i18n, pace.domains_about)}</p>
            <fieldset class="eb-bare" disabled=move || form.readonly.get()>
                {move || (0..count.get()).map(|index| view! { <Group editor index/> }).collect_view()}
                <div><button type="button" class="btn btn-secondary" id="field-domains" on:click=add><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, pace.add)}</button></div>
            </fieldset>
        </section>
    }
}

fn split(text: &str) -> Vec<String> {
    let names = text.split([',', ' ', ';']).map(|name| name.trim().trim_start_matches('@').to_lowercase());
    names.filter(|name| !name.is_empty()).collect()
}

#[component]
fn Group(editor: Editor<Paces>, index: usize) -> impl IntoView {
    let i18n = use_i18n();
    let pointer = format!("/domains/{index}");
    let number = move || intl::number(i18n.get_locale(), index as u64 + 1);
    let change = move |change: &dyn Fn(&mut DomainPace)| {
        editor.draft.update(|draft| draft.domains.get_mut(index).into_iter().for_each(change));
    };
    let names = move || {
        editor
            .draft
            .with(|draft| draft.domains.get(index).map(|group| group.domains.join(", ")))
            .unwrap_or_default()
    };
    let remove = move |_| editor.draft.update(|draft| drop(draft.domains.remove(index)));
    let ids = ["domains", "per_second", "per_minute"].map(|field| field_id(&format!("{pointer}/{field}")));
    let [of_names, of_second, of_minute] = ids.clone();
    let [at_names, at_second, at_minute] = ids;
    let limit = move |field: fn(&DomainPace) -> Option<u32>| {
        move || {
            let limit = editor.draft.with(|draft| draft.domains.get(index).and_then(field));
            limit.map(|limit| limit.to_string()).unwrap_or_default()
        }
    };
    view! {
        <div class="eb-domains" role="group" aria-label=move || t_string!(i18n, pace.group, number = number()).to_string()>
            <div class="eb-field"><label class="eb-label" for=of_names>{move || t_string!(i18n, pace.names)}</label>
                <input class="form-control" type="text" autocomplete="off" spellcheck="false" id=at_names prop:value=names
                    on:change:target=move |event| { let names = split(&event.target().value()); change(&|group| group.domains.clone_from(&names)) }/></div>
            <div class="eb-field"><label class="eb-label" for=of_second>{move || t_string!(i18n, pace.per_second)}</label>
                <input class="form-control num" type="number" inputmode="numeric" min="1" step="1" id=at_second prop:value=limit(|group| group.per_second)
                    on:change:target=move |event| { let limit = whole(&event.target()); change(&|group| group.per_second = limit) }/></div>
            <div class="eb-field"><label class="eb-label" for=of_minute>{move || t_string!(i18n, pace.per_minute)}</label>
                <input class="form-control num" type="number" inputmode="numeric" min="1" step="1" id=at_minute prop:value=limit(|group| group.per_minute)
                    on:change:target=move |event| { let limit = whole(&event.target()); change(&|group| group.per_minute = limit) }/></div>
            <button type="button" class="btn btn-quiet eb-icon-button" aria-label=move || t_string!(i18n, pace.remove, number = number()).to_string() on:click=remove><Icon name=icondata_bs::BsTrash/></button>
            <Wrong editor pointer/>
        </div>
    }
}

/// What is wrong with a group, under it.
#[component]
fn Wrong(editor: Editor<Paces>, pointer: String) -> impl IntoView {
    let inside = format!("{pointer}/");
    let wrong = move || {
        let problems = editor.problems.get();
        problems
            .into_iter()
            .filter(|problem| problem.pointer.starts_with(&inside))
            .map(|problem| problem.detail)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="eb-domains-wrong" role="alert">{move || wrong().into_iter().map(|detail| view! {
            <p class="eb-field-error"><Icon name=icondata_bs::BsExclamationCircle/>{detail}</p>
        }).collect_view()}</div>
    }
}
