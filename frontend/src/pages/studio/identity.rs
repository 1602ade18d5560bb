//! What the template is: for which number, under which name, for what, and in which language.

use domain::{
    provider::Account,
    whatsapp::{TemplateCategory, template_name},
};
use leptos::prelude::*;

use super::draft::{Studio, change, read, write};
use crate::{
    editor::{Choice, Form, Line},
    i18n::{t_string, use_i18n},
    intl, words,
};

/// Most characters of a name (developers.facebook.com, templates/overview).
const NAME_MAX: usize = 512;
/// The languages on offer, as Meta writes them; a template that comes in another one keeps it.
pub(super) const LANGUAGES: [&str; 15] =
    ["fr", "en", "en_GB", "en_US", "ar", "de", "es", "it", "nl", "pl", "pt_BR", "pt_PT", "ro", "tr", "zh_CN"];
/// Categories that are written here: codes to sign in with are not.
const CATEGORIES: [TemplateCategory; 2] = [TemplateCategory::Marketing, TemplateCategory::Utility];

/// The fields.
#[component]
pub(super) fn Identity(editor: Studio, accounts: Vec<Account>) -> impl IntoView {
    let i18n = use_i18n();
    let is_new = editor.saved.with_untracked(Option::is_none);
    let form = editor.form();
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="studio-identity">
            <h2 id="studio-identity">{move || t_string!(i18n, studio.identity)}</h2>
            {(is_new && accounts.len() > 1).then(|| view! { <Number editor accounts/> })}
            <Name editor named=named(editor)/>
            <Choice form pointer="/category" label=move || t_string!(i18n, studio.category) help=move || t_string!(i18n, studio.category_help)
                on_choice=write(editor, |content, category| content.category = category.parse().unwrap_or(content.category))>
                {CATEGORIES.into_iter().map(|category| view! {
                    <option value=category.as_str() prop:selected=move || editor.draft.with(|draft| draft.content.category == category)>
                        {move || words::category(i18n.get_locale(), category)}</option>
                }).collect_view()}
            </Choice>
            <Language editor form=named(editor)/>
        </section>
    }
}

/// The form, for what is for good once the provider knows the template by it.
fn named(editor: Studio) -> Form {
    let mut form = editor.form();
    let is_known = move || editor.saved.with(|saved| saved.as_ref().is_some_and(|saved| saved.is_named()));
    form.readonly = Signal::derive(move || editor.is_readonly() || is_known());
    form
}

#[component]
fn Number(editor: Studio, accounts: Vec<Account>) -> impl IntoView {
    let i18n = use_i18n();
    let on_choice = Callback::new(move |id: String| editor.draft.update(|draft| draft.account.0 = id));
    let option = move |account: Account| {
        let name = format!("{} ({})", account.id, words::provider(account.provider));
        let id = account.id;
        view! { <option value=id.0.clone() prop:selected=move || editor.draft.with(|draft| draft.account == id)>{name}</option> }
    };
    view! {
        <Choice form=editor.form().for_good() pointer="/account" label=move || t_string!(i18n, studio.account) help=move || t_string!(i18n, studio.account_help) on_choice>
            {accounts.into_iter().map(option).collect_view()}
        </Choice>
    }
}

/// The name, and one made of what was typed, or of how the text begins.
#[component]
fn Name(editor: Studio, named: Form) -> impl IntoView {
    let i18n = use_i18n();
    let propose = move |_| {
        let today = intl::instant_now().date_naive();
        change(editor, |content| {
            let words = if content.name.trim().is_empty() { &content.body } else { &content.name };
            content.name = template_name(words, today).unwrap_or_default();
        });
        editor.check("/name");
        editor.advise("/name");
    };
    view! {
        <div>
            <Line form=named pointer="/name" label=move || t_string!(i18n, studio.name) help=move || t_string!(i18n, studio.name_help) max=NAME_MAX required=true
                value=read(editor, |content| content.name.clone()) on_input=write(editor, |content, name| content.name = name)/>
            <Show when=move || !named.readonly.get()>
                <button type="button" class="btn btn-quiet btn-sm" on:click=propose>{move || t_string!(i18n, studio.propose)}</button>
            </Show>
        </div>
    }
}

#[component]
fn Language(editor: Studio, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let present = editor.draft.with_untracked(|draft| draft.content.language.clone());
    view! {
        <Choice form pointer="/language" label=move || t_string!(i18n, studio.language) help=move || t_string!(i18n, studio.language_help)
            on_choice=write(editor, |content, language| content.language = language)>
            {languages(&present).into_iter().map(|code| {
                let (shown, told) = (code.clone(), code.clone());
                view! { <option value=code prop:selected=move || editor.draft.with(|draft| draft.content.language == shown)>
                    {move || intl::language_name(i18n.get_locale(), &told)}</option> }
            }).collect_view()}
        </Choice>
    }
}

/// Those on offer, and the one that is there.
pub(super) fn languages(present: &str) -> Vec<String> {
    let other = Some(present).filter(|present| !present.is_empty() && !LANGUAGES.contains(present));
    other.into_iter().chain(LANGUAGES).map(str::to_owned).collect()
}
