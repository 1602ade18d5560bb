//! How it is sent: by which account, how fast, at which hours, and what happens in doubt. Whoever opens nothing gets what is usual,
//! and is told what that is.

use domain::{
    campaign::{CampaignEdit, DoubtPolicy},
    provider::{Account, AccountId},
    quiet::QuietHours,
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    editor::{Choice, Number},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    pages::{quiet::Quiet, wizard::Wizard},
    remote::Remote,
    ui::Icon,
};

/// The name of a choice in doubt.
pub(in crate::pages::wizard) fn doubt(l: Locale, doubt: DoubtPolicy) -> &'static str {
    match doubt {
        DoubtPolicy::PreferNoDuplicate => td_string!(l, settings.doubt_no_duplicate),
        DoubtPolicy::PreferDelivery => td_string!(l, settings.doubt_delivery),
    }
}

/// The name of the quiet hours.
pub(in crate::pages::wizard) fn quiet(l: Locale, hours: Option<&QuietHours>) -> &'static str {
    Quiet::of(hours).name(l)
}

/// « Aussi vite que le compte le permet, aux heures que l’organisation permet, et jamais deux fois à la même personne. »
pub(in crate::pages::wizard) fn told(l: Locale, edit: &CampaignEdit) -> String {
    let account = edit
        .account
        .as_ref()
        .map(|id| td_string!(l, settings.told_account, account = id.0.clone()).to_string());
    let pace = edit.pace_per_minute.map_or_else(
        || td_string!(l, settings.told_fast).to_owned(),
        |limit| td_string!(l, settings.told_pace, count = intl::number(l, limit.into())).to_string(),
    );
    let doubt = match edit.doubt {
        DoubtPolicy::PreferNoDuplicate => td_string!(l, settings.told_no_duplicate),
        DoubtPolicy::PreferDelivery => td_string!(l, settings.told_delivery),
    };
    let parts = [
        Some(pace),
        account,
        Some(Quiet::of(edit.quiet_hours.as_ref()).told(l).to_owned()),
        Some(doubt.to_owned()),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// Behind one line that says what holds.
#[component]
pub(super) fn Settings(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = move || wizard.editor.draft.with(|draft| told(i18n.get_locale(), &draft.edit));
    view! {
        <details class="eb-block eb-narrow-block eb-settings">
            <summary><Icon name=icondata_bs::BsSliders/><span><b>{move || t_string!(i18n, settings.title)}</b><small>{sentence}</small></span></summary>
            <div class="eb-form-block">
                <Accounts wizard/>
                <Rate wizard/>
                <Hours wizard/>
                <Doubt wizard/>
            </div>
        </details>
    }
}

/// The account, where there is a choice.
#[component]
fn Accounts(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let editor = wizard.editor;
    let form = editor.form();
    let channel = editor.draft.with_untracked(|draft| draft.channel);
    let accounts = Remote::new(move || async move {
        let of_channel = |account: &Account| account.provider.channel() == channel;
        Ok(api.accounts().await?.into_iter().filter(of_channel).map(|account| account.id).collect::<Vec<_>>())
    });
    let choose = Callback::new(move |value: String| {
        editor
            .draft
            .update(|draft| draft.edit.account = Some(AccountId(value)).filter(|id| !id.0.is_empty()));
    });
    let chosen = move |id: Option<AccountId>| move || editor.draft.with(|draft| draft.edit.account == id);
    let option = move |id: AccountId| {
        let (value, name) = (id.0.clone(), id.0.clone());
        view! { <option value=value prop:selected=chosen(Some(id))>{name}</option> }
    };
    move || {
        let several = accounts.get().and_then(Result::ok).filter(|ids: &Vec<AccountId>| ids.len() > 1);
        several.map(|ids| view! {
            <Choice form pointer="/account" label=move || t_string!(i18n, settings.account) help=move || t_string!(i18n, settings.account_help) on_choice=choose>
                <option value="" prop:selected=chosen(None)>{move || t_string!(i18n, settings.account_any)}</option>
                {ids.into_iter().map(option).collect_view()}
            </Choice>
        })
    }
}

#[component]
fn Rate(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let write = Callback::new(move |limit| editor.draft.update(|draft| draft.edit.pace_per_minute = limit));
    view! {
        <Number form=editor.form() pointer="/pace_per_minute" label=move || t_string!(i18n, settings.pace) help=move || t_string!(i18n, settings.pace_help)
            value=Signal::derive(move || editor.draft.with(|draft| draft.edit.pace_per_minute)) on_input=write/>
    }
}

#[component]
fn Hours(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let present = Memo::new(move |_| editor.draft.with(|draft| Quiet::of(draft.edit.quiet_hours.as_ref())));
    let own = (present.get_untracked() == Quiet::Own).then_some(Quiet::Own);
    let kept = editor.draft.with_untracked(|draft| draft.edit.quiet_hours.clone());
    let choose = Callback::new(move |value: String| {
        let chosen = Quiet::OFFERED.into_iter().find(|quiet| quiet.key() == value);
        let hours = chosen.map_or_else(|| kept.clone(), Quiet::hours);
        editor.draft.update(|draft| draft.edit.quiet_hours = hours);
    });
    let option = move |quiet: Quiet| {
        view! { <option value=quiet.key() prop:selected=move || present.get() == quiet>{move || quiet.name(i18n.get_locale())}</option> }
    };
    view! {
        <Choice form=editor.form() pointer="/quiet_hours" label=move || t_string!(i18n, settings.quiet) help=move || t_string!(i18n, settings.quiet_help) on_choice=choose>
            {Quiet::OFFERED.into_iter().chain(own).map(option).collect_view()}
        </Choice>
    }
}

#[component]
fn Doubt(wizard: Wizard) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let choose = Callback::new(move |value: String| {
        editor.draft.update(|draft| draft.edit.doubt = value.parse().unwrap_or_default());
    });
    let option = move |policy: &DoubtPolicy| {
        let policy = *policy;
        let selected = move || editor.draft.with(|draft| draft.edit.doubt == policy);
        view! { <option value=policy.as_str() prop:selected=selected>{move || doubt(i18n.get_locale(), policy)}</option> }
    };
    view! {
        <Choice form=editor.form() pointer="/doubt" label=move || t_string!(i18n, settings.doubt) help=move || t_string!(i18n, settings.doubt_help) on_choice=choose>
            {DoubtPolicy::ALL.iter().map(option).collect_view()}
        </Choice>
    }
}
